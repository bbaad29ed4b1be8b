/** What a client may read beside the tools, through the SDK's own client: the glossary of a service, and how to hand over. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Desk } from '../../src/answer/desk.ts';
import { prepareRelease } from '../../src/answer/prepared-release.ts';
import { budgetsInMemory } from '../../src/caller/budgets.ts';
import type { Caller } from '../../src/caller/caller.ts';
import { releaseOf } from '../../src/config/release.ts';
import type { Workspace } from '../../src/config/workspace.ts';
import { CONCIERGE } from '../../src/config/workspace.ts';
import { serviceEndpoint } from '../../src/edge/mcp/service.ts';
import type { CellTest } from '../../src/guardrails/table.ts';
import { LEGACY_HEADERS } from '../edge/calls.ts';
import { serve } from '../edge/serve.ts';
import { runCommand } from '../support/cli.ts';
import { wayOf } from '../support/way.ts';
import type { TicketDesk } from './ticket-desk.ts';
import { openTicketDesk, TICKETS_ENV } from './ticket-desk.ts';

let tickets: TicketDesk;
beforeAll(async () => void (tickets = await openTicketDesk(() => ({ body: { tickets: [] } }))), 60_000);
afterAll(() => tickets.close());

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

const GLOSSARY = { concierge: 'concierge://cx_concierge/glossary', tickets: 'concierge://tickets/glossary' };

/** Recording anything is a mistake: what is read is about nobody. */
function readingDesk(workspace: Workspace = tickets.concierge.workspace): Desk {
  const release = prepareRelease(workspace, releaseOf(workspace).id, '2026-11-23T08:00:00.000Z');
  const append = () => Promise.reject(new Error('a reading was recorded'));
  return { ...tickets.desk, release: () => release, records: { append }, budgets: budgetsInMemory(Date.now) };
}

async function served(service: string, caller: Caller, desk = readingDesk()) {
  const http = await serve([serviceEndpoint(service, desk, wayOf(caller))]);
  closing.push(http.close);
  return http;
}

type Mode = 'legacy' | { readonly pin: '2026-07-28' };

async function clientOf(service: string, caller: Caller, mode: Mode = { pin: '2026-07-28' }, desk?: Desk) {
  const { origin } = await served(service, caller, desk);
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${origin}/mcp/${service}`)));
  closing.unshift(() => client.close());
  return client;
}

async function textOf(client: Client, uri: string): Promise<string> {
  const { contents } = await client.readResource({ uri });
  expect(contents).toMatchObject([{ uri, mimeType: 'text/markdown' }]);
  return (contents[0] as { readonly text: string }).text;
}

const seen = async (service: keyof typeof GLOSSARY, caller: Caller, desk?: Desk): Promise<string> =>
  await textOf(
    await clientOf(service === 'tickets' ? 'tickets' : CONCIERGE, caller, undefined, desk),
    GLOSSARY[service],
  );

describe.each([['legacy'], [{ pin: '2026-07-28' }]] as const)('in the revision of %j', (mode) => {
  it('a glossary and a prompt are listed and read', async () => {
    const client = await clientOf(CONCIERGE, tickets.caller('support-copilot'), mode);
    const { resources } = await client.listResources();
    const text = await textOf(client, GLOSSARY.concierge);
    const { prompts } = await client.listPrompts();
    const { messages } = await client.getPrompt({ name: 'hand_over' });

    expect(resources).toMatchObject([{ uri: GLOSSARY.concierge, size: Buffer.byteLength(text) }]);
    expect((await client.listResourceTemplates()).resourceTemplates).toEqual([]);
    expect(text).toContain('\n  - status (available, off_hours): ');
    expect(text).toContain('\n- named_csm: Your dedicated Success Manager\n');
    expect(text).toContain('\n- CSM\n- Onboarding\n');
    expect(text).toContain('\n- status (Healthy, At Risk, Churned, Unknown): ');
    expect(prompts.map(({ name, arguments: taken }) => [name, taken])).toEqual([['hand_over', undefined]]);
    expect(messages).toMatchObject([
      {
        role: 'user',
        content: { type: 'text', text: expect.stringContaining('1. Call get_escalation_contact') as string },
      },
    ]);
  });

  it('whatever isn’t there is refused with what is', async () => {
    const client = await clientOf(CONCIERGE, tickets.caller('support-copilot'), mode);
    await expect(client.readResource({ uri: 'concierge://tickets/glossary' })).rejects.toMatchObject({
      code: -32_602,
      message: expect.stringContaining(`There is: ${GLOSSARY.concierge}.`) as string,
      data: { uri: 'concierge://tickets/glossary' },
    });
    await expect(client.getPrompt({ name: 'handover' })).rejects.toMatchObject({
      code: -32_602,
      message: expect.stringContaining('There is: hand_over.') as string,
    });
    await expect(client.listResources({ cursor: 'x' })).rejects.toMatchObject({ code: -32_602 });
  });

  it('a service of a source has a glossary and no prompts', async () => {
    const client = await clientOf('tickets', tickets.caller('support-copilot'), mode);
    expect((await client.listResources()).resources.map(({ uri }) => uri)).toEqual([GLOSSARY.tickets]);
    expect(client.getServerCapabilities()).toMatchObject({ tools: {}, resources: {} });
    expect(client.getServerCapabilities()).not.toHaveProperty('prompts');
  });
});

describe('a caller reads of what its menu shows, and of nothing else', () => {
  it('the tools of its audience', async () => {
    expect(await seen('tickets', tickets.caller('website-chat'))).not.toContain('## ticket\n');
    const [customers, teams] = [
      await seen('concierge', tickets.caller('website-chat')),
      await seen('concierge', tickets.caller('support-copilot')),
    ];
    expect([customers.includes('health'), teams.includes('## get_account_health')]).toEqual([false, true]);
    const { messages } = await (
      await clientOf(CONCIERGE, tickets.caller('website-chat'))
    ).getPrompt({ name: 'hand_over' });
    const prompt = JSON.stringify(messages);
    expect([/health/.test(prompt), /account_id|customer_email/.test(prompt)]).toEqual([false, false]);
  });

  it('every field of its tools, in the words of the service’s file', async () => {
    expect(await seen('tickets', tickets.caller('support-copilot'))).toMatchSnapshot();
  });

  it('the fields of its audience', async () => {
    const partner = { ...tickets.caller('website-chat'), audience: 'partners' as const };
    expect(await seen('concierge', partner)).not.toContain('headshot_url');
  });

  it('what its scopes allow', async () => {
    const copilot = tickets.caller('support-copilot');
    const team = await clientOf(CONCIERGE, { ...copilot, scopes: new Set(['concierge:team']) });
    expect(await textOf(team, GLOSSARY.concierge)).not.toMatch(/get_escalation_contact|reason|named_csm|topic/);
    expect(team.getServerCapabilities()).not.toHaveProperty('prompts');
    const nothing = await clientOf('tickets', { ...copilot, scopes: new Set(['concierge:team']) });
    expect((await nothing.listResources()).resources).toEqual([]);
    await expect(nothing.readResource({ uri: GLOSSARY.tickets })).rejects.toMatchObject({ code: -32_602 });
  });

  it('the reasons that its audience may be told', async () => {
    const { workspace } = tickets.concierge;
    const { audiences } = workspace.service;
    const customers = { ...audiences.customers, reasons: ['named_csm'] };
    const narrow = { ...workspace, service: { ...workspace.service, audiences: { ...audiences, customers } } };
    const text = await seen('concierge', tickets.caller('website-chat'), readingDesk(narrow));
    expect(
      [
        ...text
          .split('## reason.code')[1]!
          .split('##')[0]!
          .matchAll(/^- (\w+)/gm),
      ].map(([, code]) => code),
    ).toEqual(['named_csm', workspace.fallback.reason]);
  });

  it('no reason of a row that is for another audience', async () => {
    const { workspace } = tickets.concierge;
    const [first] = workspace.escalation.rules;
    const rowFor = (id: string, test: CellTest) => ({ ...first!, id, when: [{ fact: 'audience', test }], reason: id });
    const rules = [
      rowFor('for_teams', { kind: 'equals', value: 'teams' }),
      rowFor('not_for_customers', { kind: 'not', test: { kind: 'equals', value: 'customers' } }),
      rowFor('for_partners', { kind: 'feel', text: 'starts with(?, "part")' }),
      rowFor('for_customers', { kind: 'one_of', values: ['customers'] }),
      ...workspace.escalation.rules,
    ];
    const reasons = { ...workspace.reasons, ...Object.fromEntries(rules.map(({ id }) => [id, { en: 'Words.' }])) };
    const desk = readingDesk({ ...workspace, escalation: { ...workspace.escalation, rules }, reasons });
    const told = async (caller: Caller) =>
      [...(await seen('concierge', caller, desk)).matchAll(/^- ((?:not_)?for_\w+): Words\./gm)].map(([, code]) => code);
    expect(await told(tickets.caller('website-chat'))).toEqual(['for_customers']);
    expect(await told(tickets.caller('support-copilot'))).toEqual(['for_teams', 'not_for_customers']);
    expect(await told({ ...tickets.caller('website-chat'), audience: 'partners' })).toEqual([
      'for_partners',
      'not_for_customers',
    ]);
  });

  it('nothing of how it is decided or where it is from', async () => {
    const { workspace } = tickets.concierge;
    const desk = readingDesk(withCanaries(workspace));
    const callers = workspace.callers.map(({ id }) => tickets.caller(id));
    for (const caller of callers)
      for (const service of [CONCIERGE, 'tickets'].filter((name) => caller.services.includes(name))) {
        const client = await clientOf(service, caller, undefined, desk);
        const { resources } = await client.listResources();
        const read = await Promise.all(resources.map(({ uri }) => textOf(client, uri)));
        const prompts = service === CONCIERGE ? await client.getPrompt({ name: 'hand_over' }) : null;
        expect(read.join('').length).toBeGreaterThan(200);
        expect(JSON.stringify([resources, read, prompts])).not.toMatch(/xqsecret|list_tickets|read_ticket|helpdesk/i);
      }
  });

  it('the same whatever is stated of the customer', async () => {
    const { send } = await served(CONCIERGE, tickets.caller('website-chat'));
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'resources/read',
      params: { uri: GLOSSARY.concierge },
    });
    const path = '/mcp/cx_concierge';
    const [plain, stated] = [
      await send({ path, headers: LEGACY_HEADERS, body }),
      await send({ path, headers: { ...LEGACY_HEADERS, 'concierge-customer': 'nonsense' }, body }),
    ];
    expect(plain.body).toContain('named_csm');
    expect(stated.body).toBe(plain.body);
  });

  it('within its budget, and at its own services', async () => {
    const caller = { ...tickets.caller('website-chat'), budget: { callsPerSecond: 1 } };
    const listing = { jsonrpc: '2.0', id: 1, method: 'resources/list', params: {} };
    const send = async (who: Caller, service: string, body: unknown) => {
      const { send: sent } = await served(service, who);
      return (await sent({ path: `/mcp/${service}`, headers: LEGACY_HEADERS, body: JSON.stringify(body) })).status;
    };
    expect(await send(caller, CONCIERGE, listing)).toBe(200);
    expect(
      await send(
        caller,
        CONCIERGE,
        Array.from({ length: 25 }, () => listing),
      ),
    ).toBe(429);
    expect(await send({ ...caller, services: [CONCIERGE] }, 'tickets', listing)).toBe(403);
  });
});

/** In every place that isn't for agents. */
function withCanaries(workspace: Workspace): Workspace {
  const marked = <Row extends { readonly id: string }>(rows: readonly Row[]) =>
    rows.map((row) => ({ ...row, id: `xqsecret-${row.id}` }));
  const renamed = (name: string) => (name === 'tickets' ? 'xqsecret_source' : name);
  return {
    ...workspace,
    escalation: { ...workspace.escalation, rules: marked(workspace.escalation.rules) },
    health: { ...workspace.health, rules: marked(workspace.health.rules) },
    reasons: { ...workspace.reasons, xqsecret_untold: { en: 'Xqsecret words that no row tells' } },
    sources: workspace.sources.map((source) => ({ ...source, name: renamed(source.name) })),
    services: workspace.services.map((service) => ({
      ...service,
      source: renamed(service.source),
      tools: service.tools.map((tool) => ({
        ...tool,
        fixed: { ...tool.fixed, status: 'xqsecret' },
        result: {
          ...tool.result,
          fields: tool.result.fields.map((field) => ({ ...field, at: `xqsecret.${field.at}` })),
        },
      })),
    })),
  };
}

describe('the leader’s own words', () => {
  it('are the prompt, and `concierge menu` shows it', async () => {
    const file = join(tickets.folder, 'services/cx_concierge.yaml');
    const written = readFileSync(file, 'utf8');
    writeFileSync(file, `${written}\nhandover: |\n  Say hello first.\n  Then name the contact.\n`);
    const { out, err } = await runCommand(['menu', 'cx_concierge', '--json'], {
      cwd: tickets.folder,
      env: TICKETS_ENV,
    });
    writeFileSync(file, written);
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({
      prompts: [{ name: 'hand_over', text: 'Say hello first.\nThen name the contact.', tokens: 10 }],
      resources: [{ uri: GLOSSARY.concierge, tokens: expect.any(Number) as number }],
    });
  });
});
