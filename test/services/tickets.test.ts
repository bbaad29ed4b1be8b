/** A service over a system of the company: what an agent gets of it, and what it never gets. */
import { Client } from '@modelcontextprotocol/client';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { AnySchema } from 'ajv';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answer } from '../../src/answer/answer.ts';
import { replayer } from '../../src/answer/replay.ts';
import type { DecisionRecord } from '../../src/audit/record.ts';
import { recordCells } from '../../src/cli/records/record-text.ts';
import type { Outcome } from '../../src/answer/ask.ts';
import type { AssertionOutcome } from '../../src/caller/assertion.ts';
import type { BindingMode } from '../../src/caller/caller.ts';
import type { FastLane } from '../../src/edge/endpoint.ts';
import { serviceEndpoint } from '../../src/edge/mcp/service.ts';
import { wayOf } from '../support/way.ts';
import { legacyCall, modernCall } from '../edge/calls.ts';
import type { Served } from '../edge/serve.ts';
import { serve } from '../edge/serve.ts';
import type { Said } from '../systems/fake-system.ts';
import type { TicketDesk } from './ticket-desk.ts';
import { openTicketDesk } from './ticket-desk.ts';

const QUILLHAVEN = '5001';
const AOIFE: AssertionOutcome = {
  kind: 'verified',
  subject: { type: 'email', value: 'aoife.brannigan@quillhaven.example' },
  expiresAtMs: Number.POSITIVE_INFINITY,
};
const NOBODY: AssertionOutcome = { kind: 'absent' };

const TICKET = {
  id: 7,
  subject: 'The arm\u202E stops\nat noon',
  created_at: '2026-11-20T10:00:00+01:00',
  tags: ['arm', 12, { secret: 'CANARY-tag' }],
  url: 'https://tickets.evil.example/7',
  customer: { id: 5001, notes: 'CANARY-notes' },
  internal_note: 'CANARY-internal',
  steps: [{ what: 'look', hours: '2.5', who: 'CANARY-who' }, 'CANARY-step'],
};

let reply: () => Said = () => ({ body: { tickets: [TICKET] } });
let nowMs = Date.parse('2026-11-23T09:00:00Z');
let tickets: TicketDesk;
beforeAll(async () => {
  tickets = await openTicketDesk(
    () => reply(),
    () => nowMs,
  );
}, 60_000);
afterAll(async () => {
  await tickets.close();
});
beforeEach(() => {
  reply = () => ({ body: { tickets: [TICKET] } });
  (tickets.system.asked as unknown[]).length = 0;
});

async function call(tool: string, args: unknown, by = 'website-chat', assertion = AOIFE): Promise<Outcome> {
  const caller = tickets.caller(by);
  return await answer({ caller, service: 'tickets', tool, arguments: args, assertion }, tickets.desk);
}

function sentence(outcome: Outcome): string | null {
  return outcome.kind === 'mend' ? outcome.message : null;
}

function cardOf(outcome: Outcome): unknown {
  return outcome.kind === 'answered' ? outcome.card : outcome;
}

describe('what a bound customer’s agent gets', () => {
  it('is the customer’s own records, and of them the approved fields, cleaned', async () => {
    expect(cardOf(await call('open_tickets', {}))).toEqual({
      records: [
        {
          number: '7',
          subject: 'The arm stops at noon',
          opened: '2026-11-20T09:00:00.000Z',
          tags: ['arm', '12'],
          steps: [{ what: 'look', hours: 2.5 }],
        },
      ],
      more: false,
      as_of: '2026-11-23T09:00:00Z',
    });
    const [asked] = tickets.system.asked;
    expect([asked?.path, String(asked?.query), asked?.headers.authorization]).toEqual([
      '/tickets',
      `customer=${QUILLHAVEN}&status=open`,
      'Bearer tickets-s3cret',
    ]);
  });

  it('leaves out the records of others that a system sends along, and says where there are more', async () => {
    const others = { ...TICKET, id: 8, customer: { id: 5002 } };
    const more = [1, 2, 3].map((id) => ({ ...TICKET, id }));
    reply = () => ({ body: { tickets: [others, ...more] } });
    expect(cardOf(await call('open_tickets', {}))).toMatchObject({
      records: [{ number: '1' }, { number: '2' }],
      more: true,
    });
  });

  it.each([{ account_id: 'helpdesk:5002' }, { account_id: 'nobody' }, { customer_email: 'x@elsewhere.example' }])(
    'is nothing of somebody else’s, and nobody is asked: %o',
    async (args) => {
      expect(cardOf(await call('open_tickets', args))).toEqual({
        records: [],
        more: false,
        as_of: tickets.desk.release().at,
      });
      expect(tickets.system.asked).toEqual([]);
    },
  );

  it('is nothing at all without the platform’s statement, whatever address is typed', async () => {
    const typed = { customer_email: 'aoife.brannigan@quillhaven.example' };
    expect(sentence(await call('open_tickets', {}, 'help-center', NOBODY))).toMatch(/platform’s statement/);
    expect(sentence(await call('open_tickets', typed, 'help-center', NOBODY))).toMatch(/^Leave out "customer_email"/);
    expect(tickets.system.asked).toEqual([]);
  });

  it.each(['off', 'optional', 'required'] as const)(
    'has no argument for who the customer is, binding %s',
    (binding) => {
      const caller = { ...tickets.caller('website-chat'), binding };
      const [tool] = tickets.desk.release().menuOf('tickets', caller)?.definitions ?? [];
      expect(tool?.inputSchema['properties']).toEqual({});
    },
  );

  it('is told to come again where the directory can’t be read, never that there is nothing', async () => {
    const alarms: string[] = [];
    const directory = { ...tickets.desk.directory, accountsByEmail: () => Promise.reject(new Error('down')) };
    const desk = { ...tickets.desk, directory, alarm: (what: string) => void alarms.push(what) };
    const caller = tickets.caller('website-chat');
    const ask = { caller, service: 'tickets', tool: 'open_tickets', arguments: {}, assertion: AOIFE };
    expect(sentence(await answer(ask, desk))).toMatch(/try again later/);
    expect([alarms, tickets.system.asked]).toEqual([['directory_unreadable'], []]);
  });

  it('has no tool that could be asked about anybody', () => {
    const menu = tickets.desk.release().menuOf('tickets', tickets.caller('website-chat'));
    expect(menu?.definitions.map(({ name }) => name)).toEqual(['open_tickets']);
  });
});

describe('what an agent for teams gets', () => {
  it('is no tool about anybody where it is bound to one customer', () => {
    const menuOf = (binding: BindingMode): string[] => {
      const caller = { ...tickets.caller('support-copilot'), binding };
      return [...(tickets.desk.release().menuOf('tickets', caller)?.tools.keys() ?? [])];
    };
    expect([menuOf('off'), menuOf('optional'), menuOf('required')]).toEqual([
      ['open_tickets', 'ticket'],
      ['open_tickets', 'ticket'],
      ['open_tickets'],
    ]);
  });

  it('is anybody’s whom it names', async () => {
    const outcome = await call('open_tickets', { account_id: 'helpdesk:5001' }, 'support-copilot', NOBODY);
    expect(cardOf(outcome)).toMatchObject({ records: [{ number: '7' }] });
    expect(sentence(await call('open_tickets', {}, 'support-copilot', NOBODY))).toMatch(/give account_id/);
  });

  it('is one record, or none', async () => {
    reply = () => ({ body: TICKET });
    expect(cardOf(await call('ticket', { number: '7' }, 'support-copilot', NOBODY))).toMatchObject({
      found: true,
      record: { number: '7', subject: 'The arm stops at noon' },
    });
    reply = () => ({ status: 404 });
    tickets.failures.length = 0;
    expect(cardOf(await call('ticket', { number: '99' }, 'support-copilot', NOBODY))).toEqual({
      found: false,
      as_of: '2026-11-23T09:00:00Z',
    });
    expect(tickets.failures).toEqual([]);
  });

  it('may be an answer of shortly before, whose age it says, and is no longer when its time is over', async () => {
    reply = () => ({ body: { ...TICKET, subject: `at ${nowMs}` } });
    const ask = () => call('ticket', { number: '11' }, 'support-copilot', NOBODY);
    const first = cardOf(await ask());
    nowMs += 30_000;
    expect(cardOf(await ask())).toEqual(first);
    nowMs += 31_000;
    expect(cardOf(await ask())).not.toEqual(first);
    expect(tickets.system.asked).toHaveLength(2);
  });

  it.each([
    [{}, 'Give number.'],
    [{ number: 7 }, 'Send number as string'],
    [{ number: '7', all: true }, 'Leave out "all"'],
    [{ number: '..' }, 'doesn’t take these arguments'],
    [{ number: '\uD800' }, 'half a character'],
  ])('is how to mend a call that can’t be read: %o', async (args, said) => {
    expect(sentence(await call('ticket', args, 'support-copilot', NOBODY))).toContain(said);
    expect(tickets.system.asked).toEqual([]);
  });
});

describe('over the wire', () => {
  it('is a service of its own, with its own menu and schemas, by the official client', async () => {
    const caller = tickets.caller('support-copilot');
    const served = await serve([serviceEndpoint('tickets', tickets.desk, wayOf(caller))]);
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${served.origin}/mcp/tickets`)));
    expect(client.getServerVersion()).toMatchObject({ name: 'tickets', title: 'Acme’s tickets' });
    const { tools } = await client.listTools();
    expect(tools).toMatchSnapshot();
    const result = await client.callTool({ name: 'open_tickets', arguments: { account_id: 'helpdesk:5001' } });
    const validate = new Ajv({ strict: true, validateFormats: false }).compile(tools[0]?.outputSchema as AnySchema);
    expect([validate(result.structuredContent), validate.errors]).toEqual([true, null]);
    expect(JSON.parse((result.content as { text: string }[])[0]?.text ?? '')).toEqual(result.structuredContent);
    await client.close();
    await served.close();
  });
});

describe('a service’s call in the fast lane', () => {
  const cells: { readonly why: string; readonly tool: string; readonly args: unknown; readonly said?: Said }[] = [
    { why: 'a list', tool: 'open_tickets', args: { account_id: 'helpdesk:5001' } },
    { why: 'nobody known', tool: 'open_tickets', args: { customer_email: 'nobody@nowhere.example' } },
    { why: 'nobody said', tool: 'open_tickets', args: undefined },
    { why: 'one record', tool: 'ticket', args: { number: '“7”\u2028 é' }, said: { body: TICKET } },
    { why: 'one that is remembered', tool: 'ticket', args: { number: '“7”\u2028 é' }, said: { status: 500, body: '' } },
    { why: 'none', tool: 'ticket', args: { number: '8' }, said: { status: 404, body: {} } },
    { why: 'a refusal', tool: 'ticket', args: { number: '9' }, said: { status: 403, body: { secret: 'CANARY' } } },
    { why: 'an argument too many', tool: 'ticket', args: { number: '7', x: 1 } },
    { why: 'none that is needed', tool: 'ticket', args: {} },
    { why: 'a part of a path that leads elsewhere', tool: 'ticket', args: { number: '..' } },
    { why: 'arguments that are no object', tool: 'ticket', args: 7 },
  ];
  let withLane: Served;
  let sdkAlone: Served;
  let taken = 0;
  const path = '/mcp/tickets';
  beforeAll(async () => {
    const endpoint = serviceEndpoint('tickets', tickets.desk, wayOf(tickets.caller('support-copilot')));
    const { fastLane, ...withoutLane } = endpoint;
    const callTool: FastLane['callTool'] = async (...asked) => {
      taken += 1;
      return await fastLane!.callTool(...asked);
    };
    withLane = await serve([{ ...endpoint, fastLane: { ...fastLane!, callTool } }]);
    sdkAlone = await serve([withoutLane]);
  });
  afterAll(async () => {
    await Promise.all([withLane.close(), sdkAlone.close()]);
  });

  it.each(cells)('says what the SDK says, byte for byte, in both revisions: $why', async ({ tool, args, said }) => {
    if (said !== undefined) reply = () => said;
    const before = taken;
    for (const sent of [legacyCall(tool, args), modernCall(tool, args, 'é"\n')]) {
      const [fast, sdk] = [await withLane.send({ ...sent, path }), await sdkAlone.send({ ...sent, path })];
      expect([fast.status, fast.headers['content-type'], fast.body]).toEqual([
        sdk.status,
        sdk.headers['content-type'],
        sdk.body,
      ]);
      expect(fast.body).not.toContain('CANARY');
    }
    expect(taken - before).toBe(2);
  });
});

describe('the record of a call', () => {
  const lastRecord = async () => {
    const { store, workspace } = tickets.concierge;
    for await (const { record } of store.records.latest(workspace.tenant, {})) return record;
    throw new Error('There is no record.');
  };
  const replayed = async (record: DecisionRecord) => (await replayer(tickets.concierge.store)(record)).kind;

  it('says who was asked and what came of it, and nothing of what was asked; it replays', async () => {
    await call('open_tickets', {});
    const record = await lastRecord();
    expect(record).toMatchObject({
      service: 'tickets',
      tool: 'open_tickets',
      kind: 'called',
      account: { kind: 'known', verified: true },
      called: { source: 'tickets', operation: 'list_tickets', from: 'system', failure: null },
      answer: { records: [{ number: '7' }] },
    });
    expect(await replayed(record)).toBe('same');
    reply = () => ({ status: 404 });
    await call('ticket', { number: 'CANARY-asked' }, 'support-copilot', NOBODY);
    expect(JSON.stringify(await lastRecord())).not.toContain('CANARY');
    expect(await lastRecord()).toMatchObject({
      kind: 'called',
      called: { from: 'system', failure: null },
      answer: { found: false },
    });
    expect(await replayed(await lastRecord())).toBe('same');
  });

  it('is listed as what a system said, and as no fallback', async () => {
    await call('open_tickets', {});
    const told = (record: DecisionRecord) => recordCells(record, new Map()).slice(3);
    expect(told(await lastRecord())).toEqual(['open_tickets', expect.stringMatching(/^crm:/), '-', '-', '1 record']);
    await call('ticket', { number: '7' }, 'support-copilot', NOBODY);
    expect(told(await lastRecord())).toEqual(['ticket', '-', '-', '-', '1 record']);
  });

  it('differs where somebody has added what no field approves', async () => {
    await call('open_tickets', {});
    const record = await lastRecord();
    const more = { records: [{ number: '7', internal_note: 'x' }], more: false, as_of: '2026-11-23T09:00:00Z' };
    expect(await replayed({ ...record, answer: more })).toBe('differs');
  });
});

describe('a system that fails', () => {
  it.each<[Said, RegExp]>([
    [{ status: 401, body: { error: 'CANARY-error' } }, /can’t be asked/],
    [{ status: 403, body: 'CANARY-error' }, /can’t be asked/],
    [{ status: 503, body: 'CANARY-error' }, /try again later/],
    [{ headers: { 'content-type': 'text/html' }, body: '<html>CANARY-error' }, /can’t be asked/],
    [{ body: { tickets: 'CANARY-error' } }, /can’t be asked/],
    // The last: the whole system isn't asked before it says that it may be.
    [{ status: 429, headers: { 'retry-after': '3600' } }, /try again later/],
  ])(
    'is told to the model in a sentence without its words: %o',
    async (said, expected) => {
      tickets.failures.length = 0;
      reply = () => said;
      const outcome = await call('open_tickets', {});
      expect(sentence(outcome)).toMatch(expected);
      expect(JSON.stringify(outcome)).not.toContain('CANARY');
      expect(tickets.failures).toEqual(['tickets']);
    },
    20_000,
  );
});
