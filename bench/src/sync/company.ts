/** A workspace whose accounts and people come from the paged system. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { STARTER_FILES } from '../../../src/config/starter.ts';
import { WORK } from '../workspace.ts';

const FACTS = {
  tier: '{ type: enum, values: [VIP, Growth, SMB] }',
  region: '{ type: enum, values: [EMEA, AMER, APAC] }',
  language: '{ type: string }',
  residency: '{ type: string }',
  arr: '{ type: number }',
  seats: '{ type: integer }',
  hold: '{ type: boolean }',
  renewal: '{ type: date }',
  onboarding: '{ type: date }',
  color: '{ type: string }',
  score: '{ type: number }',
  sev1: '{ type: boolean }',
  plan: '{ type: string }',
} as const;

const WORKSPACE = `company: Acme
timezone: Europe/Berlin
fallback: { team: customer-success }
facts:
${Object.entries(FACTS)
  .map(([name, type]) => `  account.${name}: ${type}`)
  .join('\n')}
inherit: { roles: [CSM], facts: { account.hold: any } }
topics: [billing, commercial, technical]
teams: { customer-success: { name: Customer Success, email: success@acme.example, members: { role: CSM } } }
calendars: { office: { timezone: Europe/Berlin, hours: { mon-fri: "09:00-17:30" } } }
approved: { email_domains: [acme.example] }
callers: { support-copilot: { audience: teams, binding: "off" } }
`;

const ESCALATION = `decision: escalation_contact
rules:
  - { id: otherwise, route: [role:CSM, backup], reason: your_team }
reasons: { your_team: { en: Your team } }
`;

function source(): string {
  const paged = 'paging: { kind: cursor, at: next, to: { query: cursor } }, rows: rows';
  return `source: system
connector: rest
settings: { base_url: https://system.acme.example }
auth: { way: none }
system:
  title: A paged system
  operations:
    list_accounts: { about: Lists accounts., request: { path: /accounts }, ${paged} }
    list_changed:
      about: Lists accounts that have changed.
      input: { since: { type: string, about: Since when. } }
      request: { path: /accounts, query: { since: "{since}" } }
      ${paged.replace('}, rows', '}\n      rows')}
    list_people: { about: Lists people., request: { path: /people }, rows: rows }
  reads:
    accounts:
      operation: list_accounts
      id: id
      changes: { operation: list_changed, since: since, as: iso }
    people: { operation: list_people, id: email }
reads: { accounts: { read: accounts }, people: { read: people } }
sync: { every: 15m, full: 7d }
records:
  - account:
      from: accounts
      id: { column: id, in: crm }
      name: name
      parent: { column: parent, in: crm }
      domain: domain
      facts:
${Object.keys(FACTS)
  .map((name) => `        account.${name}: ${name}`)
  .join('\n')}
      assignments:
        - { role: CSM, person: { column: csm, in: email } }
        - { role: AE, person: { column: ae, in: email } }
  - contact: { from: accounts, email: contact, account: { column: id, in: crm } }
  - person: { from: people, id: { column: email, in: email }, name: name, email: email, title: title }
`;
}

/** Returns the folder. */
export function pagedCompany(): string {
  mkdirSync(WORK, { recursive: true });
  const folder = mkdtempSync(join(WORK, 'sync-'));
  const service = 'services/cx_concierge.yaml';
  const files: Record<string, string> = {
    'concierge.yaml': WORKSPACE,
    'guardrails/escalation.yaml': ESCALATION,
    'sources/system.yaml': source(),
    'deployment.yaml': 'outbound: { allow_private: [127.0.0.1] }\n',
    [service]: STARTER_FILES[service] ?? '',
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}
