/** The product as a proxy of the tickets: a workspace with one source, one service and one caller, who comes with an API key. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { STARTER_FILES } from '../../../src/config/starter.ts';
import { WORK } from '../workspace.ts';

export const CALLER = 'support-copilot';
export const SERVICE = 'tickets';

const CONCIERGE = `company: Acme
timezone: Europe/Berlin
fallback: { team: customer-success }
teams: { customer-success: { name: Customer Success, email: success@acme.example } }
calendars: { office: { timezone: Europe/Berlin, hours: { mon-fri: "09:00-17:30" } } }
approved: { email_domains: [acme.example] }
callers: { ${CALLER}: { audience: teams, binding: "off", services: [cx_concierge, ${SERVICE}] } }
`;

const ESCALATION = `decision: escalation_contact
rules:
  - { id: otherwise, route: [team:customer-success], reason: your_team }
reasons: { your_team: { en: Your team } }
`;

/** As many requests at once as the load has connections: the pace of a source is no part of what is measured. */
function source(system: string): string {
  return `source: ${SERVICE}
connector: rest
settings: { base_url: "https://tickets.acme.example" }
base_url: "${system}"
auth: { way: none }
system:
  title: Tickets
  pace: { concurrency: 64 }
  operations:
    read_ticket:
      about: Reads one ticket.
      input: { id: { type: string, required: true, about: Its number. } }
      request: { path: "/tickets/{id}" }
      rows: null
`;
}

function service(cache: string): string {
  return `service: ${SERVICE}
source: ${SERVICE}
title: Tickets
tools:
  ticket:
    operation: read_ticket
    title: One ticket
    description: Read one ticket by its number.
    arguments: { number: { input: id, description: The ticket’s number. } }
    returns: one
    fields:
      number: id
      subject: subject
      state: status
      priority: priority
      opened: { at: created_at, type: moment }
      assignee: assignee.name
${cache}`;
}

export type Place = { readonly system: string; readonly port: number; readonly cached: boolean };

/** Returns the folder. */
export function ticketWorkspace({ system, port, cached }: Place): string {
  mkdirSync(WORK, { recursive: true });
  const folder = mkdtempSync(join(WORK, 'proxy-'));
  const concierge = 'services/cx_concierge.yaml';
  const deployment = {
    listen: { host: '127.0.0.1', port },
    public_url: `http://127.0.0.1:${port}`,
    auth: { api_keys: true },
    outbound: { allow_private: ['127.0.0.1'] },
  };
  const files: Record<string, string> = {
    'concierge.yaml': CONCIERGE,
    'guardrails/escalation.yaml': ESCALATION,
    [`sources/${SERVICE}.yaml`]: source(system),
    [`services/${SERVICE}.yaml`]: service(cached ? '    cache: 1h\n' : ''),
    'deployment.yaml': JSON.stringify(deployment, null, 2),
    [concierge]: STARTER_FILES[concierge] ?? '',
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}
