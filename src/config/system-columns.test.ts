/** What a mapping may not take of a system, told with its place when the workspace is read. */
import { expect, it } from 'vitest';
import { problemsOf, workspaceFolder, writeInto } from '../../test/support/workspace-folder.ts';

const ZENDESK = `source: zendesk
connector: zendesk
settings: { subdomain: acme }
auth: { way: access_token, secret: zendesk_token }
reads:
  organizations: { read: organizations }
records:
  - account:
      from: organizations
      where: { shared_tickets: "true" }
      id: { column: id, in: helpdesk }
      name: name
`;
const HUBSPOT = `source: hubspot
connector: hubspot
auth: { way: private_app, secret: hubspot_token }
reads:
  companies: { read: companies }
records:
  - account:
      from: companies
      id: { column: id, in: crm }
      name: properties.name
      assignments:
        - { role: CSM, person: { column: properties.csm, in: email } }
`;
const BAMBOO = `source: bamboohr
connector: bamboohr
settings: { company: acme }
auth: { way: api_key, secret: bamboohr_key }
reads:
  employees: { read: employees }
records:
  - person:
      from: employees
      id: { column: employeeId, in: bamboohr }
      name: [firstName, lastName]
`;

function problems(text: string, from: string, to: string): readonly string[] {
  const folder = workspaceFolder();
  const [, source = ''] = /^source: (\w+)/.exec(text) ?? [];
  writeInto(folder, `sources/${source}.yaml`, text.replace(from, to));
  return problemsOf(folder);
}

it.each([
  [ZENDESK, 'name: name', 'name: { constant: notes }'],
  [HUBSPOT, 'role: CSM', 'role: notes'],
  [BAMBOO, 'firstName', 'preferredName'],
])('what is no such column passes: %#', (text, from, to) => {
  expect(problems(text, from, to)).toEqual([]);
});

const FREE = 'Take it out of the mapping: it holds what people write freely.';

it.each<[string, string, string, string]>([
  [ZENDESK, 'name: name', 'name: notes', `zendesk.yaml:12:13: error: \`notes\` of Zendesk is never read. ${FREE}`],
  [
    ZENDESK,
    'shared_tickets: "true"',
    'details: "VIP"',
    `zendesk.yaml:10:16: error: \`details\` of Zendesk is never read. ${FREE}`,
  ],
  [
    HUBSPOT,
    'properties.csm,',
    'properties.csm_notes,',
    `hubspot.yaml:12:42: error: \`properties.csm_notes\` of HubSpot is never read. ${FREE}`,
  ],
  [
    BAMBOO,
    'lastName',
    'payRate',
    'bamboohr.yaml:11:25: error: `payRate` of BambooHR is never read. Take it out of the mapping: there may only be employeeId, firstName, lastName, preferredName, displayName, jobTitleName, status, workEmail, timezone, locationName, departmentName, divisionName, reportsToId.',
  ],
])('what is never read is told: %#', (text, from, to, says) => {
  expect(problems(text, from, to)).toEqual([`sources/${says}`]);
});
