/** For tests: Acme with a ticket system of its own on loopback, and services over it; asked through the real way out. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Desk } from '../../src/answer/desk.ts';
import type { Caller } from '../../src/caller/caller.ts';
import { callersOf } from '../../src/cli/callers/callers.ts';
import type { Concierge } from '../../src/cli/concierge.ts';
import { openServing } from '../../src/cli/concierge.ts';
import { systemClients } from '../../src/cli/serving/system-clients.ts';
import { createOutbound } from '../../src/outbound/guarded.ts';
import { askedSystems } from '../../src/services/asked-systems.ts';
import { quietContext } from '../support/command-context.ts';
import { copyOfAcme } from '../support/concierge-process.ts';
import { writeInto } from '../support/workspace-folder.ts';
import type { Asked, FakeSystem, Said } from '../systems/fake-system.ts';
import { fakeSystem } from '../systems/fake-system.ts';

const SOURCE = (url: string): string => `source: tickets
connector: rest
base_url: ${url}
auth: { way: bearer, secret: tickets_token }
settings: { base_url: 'https://tickets.acme.example' }
system:
  title: Tickets
  operations:
    list_tickets:
      about: Lists the tickets of one customer.
      input:
        customer: { type: string, required: true, about: The customer’s id. }
        status: { type: string, one_of: [open, solved], about: In which state. }
      request: { path: '/tickets', query: { customer: '{customer}', status: '{status}' } }
      rows: tickets
    read_ticket:
      about: Reads one ticket.
      input: { id: { type: string, required: true, about: Its number. } }
      request: { path: '/tickets/{id}' }
      rows: null
`;

const SERVICE = `service: tickets
source: tickets
title: Acme’s tickets
tools:
  open_tickets:
    operation: list_tickets
    title: The customer’s open tickets
    description: List what this customer has open with us.
    audiences: [customers, teams]
    customer: { input: customer, id: helpdesk, belongs: customer.id }
    fixed: { status: open }
    most: 2
    timeout: 800ms
    fields:
      number: { at: id, type: text }
      subject: { at: subject, description: What it is about. }
      opened: { at: created_at, type: moment }
      tags: { at: tags, type: texts }
      page: { at: url, type: link }
      steps: { at: steps, type: records, fields: { what: what, hours: { at: hours, type: number } } }
  ticket:
    operation: read_ticket
    title: One ticket
    description: Read one ticket by its number.
    arguments: { number: { input: id, description: The ticket’s number. } }
    returns: one
    fields: { number: id, subject: subject }
    cache: 60s
    timeout: 2s
`;

export type TicketDesk = {
  readonly desk: Desk;
  readonly folder: string;
  readonly concierge: Concierge;
  readonly system: FakeSystem;
  readonly caller: (id: string) => Caller;
  /** Sources whose failure was told. */
  readonly failures: string[];
  readonly close: () => Promise<void>;
};

export async function openTicketDesk(
  reply: (asked: Asked, nth: number) => Said,
  now: () => number = Date.now,
): Promise<TicketDesk> {
  const { folder, dispose } = copyOfAcme();
  const system = await fakeSystem(reply);
  addTickets(folder, system.url);
  const context = quietContext(folder, { clock: { now }, env: TICKETS_ENV });
  const concierge = await openServing({ dir: folder }, context, () => {});
  await concierge.importSources();
  const outbound = createOutbound({ allowPrivate: ['127.0.0.1'] });
  const { workspace, deployment } = concierge;
  const clients = systemClients(workspace, deployment, outbound, context);
  const failures: string[] = [];
  const onFailure = (source: string): void => void failures.push(source);
  const askSystem = askedSystems({ ...clients, now, onFailure });
  const desk = concierge.deskWith({ alarm: unexpected, askSystem });
  process.env['TICKETS_TOKEN'] = 'tickets-s3cret';
  return {
    desk,
    folder,
    concierge,
    system,
    failures,
    caller: (id) => callersOf(workspace).get(id)!,
    close: async () => {
      await Promise.all([outbound.close(), clients.close(), system.close()]);
      await concierge.close();
      dispose();
    },
  };
}

/** Into a copy of Acme: the source at this address, the service, and who may use it. */
export function addTickets(folder: string, url: string): void {
  writeInto(folder, 'sources/tickets.yaml', SOURCE(url));
  writeInto(folder, 'services/tickets.yaml', SERVICE);
  const company = join(folder, 'concierge.yaml');
  const text = readFileSync(company, 'utf8')
    .replace('  website-chat: #', '  website-chat:\n    services: [cx_concierge, tickets] #')
    .replace('  support-copilot: #', '  support-copilot:\n    services: [cx_concierge, tickets] #')
    .replace('  help-center: #', '  help-center:\n    services: [cx_concierge, tickets] #');
  writeFileSync(company, text);
  const deployed = join(folder, 'deployment.yaml');
  writeFileSync(deployed, `${readFileSync(deployed, 'utf8')}${DEPLOYMENT}`);
}

export const TICKETS_ENV = { TICKETS_TOKEN: 'tickets-s3cret' };

const DEPLOYMENT = `
secrets: { tickets_token: { env: TICKETS_TOKEN, hosts: [127.0.0.1] } }
outbound: { allow_private: [127.0.0.1] }
`;

const unexpected: Desk['alarm'] = (what, cause) => {
  throw new Error(`an alarm that the test did not expect: ${what}`, { cause });
};
