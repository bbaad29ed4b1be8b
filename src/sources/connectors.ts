/** The kinds of system that a source may name as its `connector`. Each is data in a file of its own. */
import { bamboohr } from './connectors/bamboohr.ts';
import { calendly } from './connectors/calendly.ts';
import { googleCalendar } from './connectors/google-calendar.ts';
import { hubspot } from './connectors/hubspot.ts';
import { intercom } from './connectors/intercom.ts';
import { microsoftGraph } from './connectors/microsoft-graph.ts';
import { pagerduty } from './connectors/pagerduty.ts';
import { salesforce } from './connectors/salesforce.ts';
import { zendesk } from './connectors/zendesk.ts';
import type { Connector } from './kit/http/connector.ts';

export const CONNECTORS: ReadonlyMap<string, Connector> = new Map([
  [bamboohr.name, bamboohr],
  [calendly.name, calendly],
  [googleCalendar.name, googleCalendar],
  [hubspot.name, hubspot],
  [intercom.name, intercom],
  [microsoftGraph.name, microsoftGraph],
  [pagerduty.name, pagerduty],
  [salesforce.name, salesforce],
  [zendesk.name, zendesk],
]);
