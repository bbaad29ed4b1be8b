/** For tests: a system with a few records for each connector, by the connector's name. */
import { bambooHrCompany } from './bamboohr.ts';
import { calendlyOrganization } from './calendly.ts';
import { googleWorkspace } from './google.ts';
import { hubspotAccount } from './hubspot.ts';
import { intercomWorkspace } from './intercom.ts';
import { graphOrganization } from './microsoft-graph.ts';
import { pagerDutyAccount } from './pagerduty.ts';
import { salesforceOrg } from './salesforce.ts';
import type { VendorFake } from './vendor.ts';
import { zendeskAccount } from './zendesk.ts';

export const FAKES: ReadonlyMap<string, () => VendorFake> = new Map<string, () => VendorFake>([
  ['bamboohr', bambooHrCompany],
  ['calendly', calendlyOrganization],
  ['google_calendar', googleWorkspace],
  ['hubspot', hubspotAccount],
  ['intercom', intercomWorkspace],
  ['microsoft_graph', graphOrganization],
  ['pagerduty', pagerDutyAccount],
  ['salesforce', salesforceOrg],
  ['zendesk', zendeskAccount],
]);
