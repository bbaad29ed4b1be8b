/** `concierge caller add --service`: what is handed over is that service's, and counts there and nowhere else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../src/base/failure.ts';
import { systemClock } from '../../src/base/clock.ts';
import { assertionJudge } from '../../src/caller/judge-assertion.ts';
import { mintAssertion } from '../../src/caller/mint-assertion.ts';
import type { Concierge } from '../../src/cli/concierge.ts';
import { callersOf } from '../../src/cli/callers/callers.ts';
import type { Handover } from '../../src/cli/callers/handover.ts';
import { serviceUrls } from '../../src/cli/serving/admission.ts';
import { stdioAdmission } from '../../src/cli/serving/stdio-admission.ts';
import { readDeployment } from '../../src/cli/configured.ts';
import { log } from '../../src/cli/log/log.ts';
import { requireWorkspace } from '../../src/config/load-workspace.ts';
import type { CommandResult } from '../support/cli.ts';
import { runCommand } from '../support/cli.ts';
import { quietContext } from '../support/command-context.ts';
import { workspaceFolder, writeInto } from '../support/workspace-folder.ts';

const ORIGIN = 'https://concierge.acme.example';
const FILES = {
  'sources/tickets.yaml': `source: tickets
connector: rest
auth: { way: none }
settings: { base_url: "https://tickets.acme.example" }
system:
  title: Tickets
  operations:
    list_tickets:
      about: Lists the tickets of one customer.
      input: { customer: { type: string, required: true } }
      request: { path: /tickets, query: { customer: "{customer}" } }
      rows: tickets
`,
  'services/tickets.yaml': `service: tickets
source: tickets
title: Tickets
tools:
  open_tickets:
    operation: list_tickets
    title: Open tickets
    description: List what this customer has open.
    audiences: [customers, teams]
    customer: { input: customer, email: true, belongs: customer.email }
    fields: { number: id }
`,
  'deployment.yaml': `public_url: ${ORIGIN}\nauth: { api_keys: true, oauth: { issuer: "https://login.acme.example" } }\n`,
};

let folder: string;
beforeEach(() => void (folder = workspaceFolder([], FILES)));

const company = (): string => readFileSync(join(folder, 'concierge.yaml'), 'utf8');
const add = (...args: readonly string[]): Promise<CommandResult> =>
  runCommand(['caller', 'add', 'portal-bot', ...args], { cwd: folder });

const BOUND = ['--audience', 'customers', '--issuer', 'https://chat.acme.example', '--new-key', 'portal.pem'];
const OFF = ['--audience', 'teams', '--binding', 'off'];
const TICKETS = ['--service', 'tickets'];
const BOTH = [...TICKETS, '--service', 'cx_concierge', '--service', 'tickets'];

async function handedOver(...args: readonly string[]): Promise<Handover> {
  const { out, err } = await add(...args, '--json');
  if (out === '') throw new Error(err);
  return JSON.parse(out) as Handover;
}

/** As the handover says. */
async function minted({ assertion }: Pick<Handover, 'assertion'>, audience: string): Promise<string> {
  return await mintAssertion({
    privateKey: readFileSync(join(folder, 'portal.pem'), 'utf8'),
    keyId: assertion?.header.kid ?? '',
    issuer: assertion?.claims.iss ?? '',
    audience,
    caller: assertion?.claims.client_id ?? '',
    customer: { email: 'ann@customer.example' },
  });
}

/** What each endpoint makes of such a statement. */
async function judged(handover: Handover, audience: string) {
  const workspace = requireWorkspace(folder);
  const caller = callersOf(workspace).get('portal-bot')!;
  const token = await minted(handover, audience);
  const endpoints = ['cx_concierge', 'tickets'].map(async (service) => {
    const audiences = serviceUrls(service, { concierge: { workspace } as Concierge, publicUrl: ORIGIN });
    return [service, (await assertionJudge({ audiences, clock: systemClock })(caller, { header: token })).kind];
  });
  return Object.fromEntries(await Promise.all(endpoints)) as unknown;
}

describe('a caller of a service', () => {
  it('is written with it, and told its URL, its scopes and whom a statement is for', async () => {
    const handover = await handedOver(...BOUND, ...TICKETS);
    expect(handover.services).toEqual([
      { name: 'tickets', url: `${ORIGIN}/mcp/tickets`, scopes: ['tickets:read'], command: null },
    ]);
    expect(handover.assertion?.code).toContain(`audience: '${ORIGIN}/mcp/tickets',\n`);
    expect(company()).toMatch(/ {2}portal-bot:\n(?: {4}.*\n)+ {4}services: \[tickets\]\n/);
    const aud = handover.assertion?.claims.aud ?? '';
    expect(await judged(handover, aud)).toEqual({ cx_concierge: 'invalid', tickets: 'verified' });
  });

  it('reads nothing of the concierge’s', async () => {
    const { out } = await add(...BOUND, ...TICKETS);
    expect(out).toContain(`Service\n  ${ORIGIN}/mcp/tickets\n`);
    expect(out).toContain('The tools answer with an error');
    expect(out).toContain('It is made for the URL of the service');
    expect(out).not.toMatch(/get_escalation_contact|\/mcp(?!\/tickets)\b|concierge:/);
  });

  it('may have several, each with a URL and statements of its own', async () => {
    const handover = await handedOver(...BOUND, ...BOTH, '--carrier', 'environment');
    expect(handover.services.map(({ name, url, command }) => [name, url, command])).toEqual([
      ['tickets', `${ORIGIN}/mcp/tickets`, 'concierge stdio --service tickets'],
      ['cx_concierge', `${ORIGIN}/mcp`, 'concierge stdio'],
    ]);
    expect(handover.assertion?.claims.aud).toBe(
      'the URL of the service that is called: each needs a statement of its own',
    );
    expect(handover.assertion?.code).toContain("/mcp/tickets', // for tickets; for another service its URL");
    expect(company()).toContain('    services: [tickets, cx_concierge]\n');
  });

  it('is believed over stdio by the URL that it was told, however this machine listens', async () => {
    writeInto(folder, 'deployment.yaml', 'listen: { host: "::1", port: 4000 }\n');
    const { services, assertion } = await handedOver(...BOUND, ...TICKETS, '--carrier', 'environment');
    expect(services[0]?.url).toBe('http://[::1]:4000/mcp/tickets');
    const deployment = readDeployment(folder, { dir: folder }, folder);
    const workspace = requireWorkspace(folder);
    const concierge = { deployment, workspace } as Concierge;
    const { judge } = stdioAdmission('tickets', concierge, { env: {}, clock: systemClock }, log(quietContext(folder)));
    const token = await minted({ assertion }, services[0]?.url ?? '');
    const caller = callersOf(workspace).get('portal-bot')!;
    expect(await judge(caller, { environment: token })).toMatchObject({ kind: 'verified' });
  });

  it('is listed with all that its services have, or less', async () => {
    await add(...OFF, ...BOTH, '--scope', 'concierge:route');
    await runCommand(['caller', 'add', 'desk', ...OFF, ...TICKETS], { cwd: folder });
    const { out } = await runCommand(['caller', 'list', folder]);
    expect(out).toMatch(/^desk .* all +tickets$/m);
    expect(out).toMatch(/^portal-bot .* concierge:route +tickets, cx_concierge$/m);
  });

  it.each<readonly [readonly string[], string]>([
    [['--audience', 'teams'], 'it names the customer itself, by account_id or customer_email.'],
    [['--audience', 'customers'], 'nobody states its customer, so it is told nothing about one.'],
  ])('that is bound to nobody is told what comes of it: %j', async (audience, sentence) => {
    const { out, err } = await add(...audience, '--binding', 'off', ...TICKETS);
    expect(out).toContain(sentence);
    expect(err).not.toContain('whoever talks it into naming another customer');
  });

  it('that may leave the statement out is told that a customer’s records need one', async () => {
    const { assertion } = await handedOver(...BOUND, '--binding', 'optional', ...TICKETS);
    expect(assertion?.troubles.missing).toContain('what this tool says of a customer needs one');
  });
});

describe('its operator', () => {
  it.each<readonly [readonly string[], string]>([
    [['--service', 'ticket'], 'There is no service `ticket`. There are: cx_concierge, tickets.'],
    [['--scope', 'tickets:read'], '`tickets:read` is a scope of `tickets`. Say --service tickets, too.'],
    [[...TICKETS, '--scope', 'tickets:write'], 'There is no scope `tickets:write`. Did you mean `tickets:read`?'],
  ])('is told of a slip, and nothing is written: %j', async (args, sentence) => {
    const before = company();
    const { code, out, err } = await add(...OFF, ...args);
    expect([code, out, company()]).toEqual([EXIT_CODES.usage, '', before]);
    expect(err).toContain(sentence);
  });

  it('is told of other services, where none was named and there are some', async () => {
    const others = 'There are other services, too (tickets): --service says which';
    expect((await add(...OFF)).err).toContain(others);
    expect((await runCommand(['caller', 'add', 'desk', ...OFF, ...TICKETS], { cwd: folder })).err).not.toContain(
      others,
    );
    folder = workspaceFolder();
    expect((await add(...OFF)).err).not.toContain('other services');
  });

  it.each<readonly [string, readonly string[], string]>([
    ['not reviewed', OFF, FILES['services/tickets.yaml'].replace('service: tickets', '$&\nreviewed: false')],
    ['of other audiences', ['--audience', 'partners', '--binding', 'off'], FILES['services/tickets.yaml']],
  ])('is told of a service that offers it nothing: %s', async (_why, args, service) => {
    writeInto(folder, 'services/tickets.yaml', service);
    const { code, err } = await add(...args, ...TICKETS);
    expect(code).toBe(0);
    expect(err).toContain('It has no tool of `tickets` yet: `concierge menu tickets --caller portal-bot` says why.');
  });
});
