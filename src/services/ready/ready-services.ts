/** The ready service of each connector, by the connector's name. */
import { BAMBOOHR_READY } from './bamboohr.ts';
import { CALENDLY_READY } from './calendly.ts';
import { GOOGLE_CALENDAR_READY } from './google-calendar.ts';
import { HUBSPOT_READY } from './hubspot.ts';
import { INTERCOM_READY } from './intercom.ts';
import { MICROSOFT_GRAPH_READY } from './microsoft-graph.ts';
import { PAGERDUTY_READY } from './pagerduty.ts';
import type { ReadyService } from './ready-service.ts';
import { SALESFORCE_READY } from './salesforce.ts';
import { ZENDESK_READY } from './zendesk.ts';

export const READY_SERVICES: ReadonlyMap<string, ReadyService> = new Map(
  [
    BAMBOOHR_READY,
    CALENDLY_READY,
    GOOGLE_CALENDAR_READY,
    HUBSPOT_READY,
    INTERCOM_READY,
    MICROSOFT_GRAPH_READY,
    PAGERDUTY_READY,
    SALESFORCE_READY,
    ZENDESK_READY,
  ].map((service) => [service.connector, service]),
);
