/**
 * The fast lane and the SDK give the same answer to the same bytes. Both stand behind the product's own HTTP stack, one
 * with the lane and one without, and get every request of a generated corpus: well-formed ones and mutations of them.
 */
import { createMcpHandler, Server } from '@modelcontextprotocol/server';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EscalationCard } from '../../src/card/contract.ts';
import type { FastLane } from '../../src/edge/endpoint.ts';
import { identifyAs } from '../../src/edge/http/identify.ts';
import { endpointOf } from '../../src/edge/mcp/endpoint-of.ts';
import {
  CAPABILITIES_KEY,
  CLIENT_KEY,
  LEGACY_HEADERS,
  legacyCall,
  messageOf,
  MODERN_META,
  modernCall,
  modernHeaders,
  VERSION_KEY,
} from './calls.ts';
import { requests } from './corpus.ts';
import { CALLER, fakeOffer } from './fake-offer.ts';
import type { Received, Sent, Served } from './serve.ts';
import { serve } from './serve.ts';

const RUNS = 2000;

let accepted = 0;
let withLane: Served;
let sdkAlone: Served;
let sdkByItself: Served;

beforeAll(async () => {
  const report = () => {};
  const endpoint = endpointOf(fakeOffer, { paths: ['/mcp'], identify: identifyAs(CALLER), report });
  const { fastLane, ...withoutLane } = endpoint;
  withLane = await serve([{ ...endpoint, fastLane: counted(fastLane!) }], { report });
  sdkAlone = await serve([withoutLane], { report });
  sdkByItself = await serve([{ ...withoutLane, sdk: createMcpHandler(plainServer) }], { report });
});

afterAll(async () => {
  await withLane.close();
  await sdkAlone.close();
  await sdkByItself.close();
});

function plainServer(): Server {
  const server = new Server({ name: 'plain', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/call', () => ({ content: [] }));
  return server;
}

function counted(lane: FastLane): FastLane {
  return {
    ...lane,
    callTool: async (...call) => {
      const result = await lane.callTool(...call);
      if (result !== undefined) accepted += 1;
      return result;
    },
  };
}

/** All that a client sees, but for what differs between any two answers of one server. */
function seen({ status, headers, body }: Received) {
  const names = ['content-type', 'cache-control', 'x-accel-buffering', 'allow', 'www-authenticate'] as const;
  const shown = Object.fromEntries(names.map((name) => [name, headers[name]]));
  return { status, ...shown, body: body.replace(/"correlation_id":"[0-9a-f-]{36}"/, '"correlation_id":"…"') };
}

async function expectSame(sent: Sent): Promise<Received> {
  const [fast, sdk] = await Promise.all([withLane.send(sent), sdkAlone.send(sent)]);
  expect(seen(fast)).toEqual(seen(sdk));
  return fast;
}

describe('each kind of outcome, both revisions', () => {
  const cells = [
    { tool: 'get_escalation_contact', args: { account_id: 'A-1' }, lane: true, why: 'a plain answer' },
    { tool: 'get_escalation_contact', args: undefined, lane: true, why: 'no arguments' },
    { tool: 'get_account_health', args: { account_id: 'A-1' }, lane: true, why: 'for the assistant alone' },
    { tool: 'get_escalation_contact', args: { account_id: 'expired' }, lane: true, why: '_meta of its own' },
    { tool: 'get_escalation_contact', args: { account_id: 'mend' }, lane: true, why: 'isError with a card' },
    { tool: 'get_account_team', args: { account_id: 'refuse' }, lane: true, why: 'isError without a card, with _meta' },
    { tool: 'get_account_team', args: { account_id: 'vanished' }, lane: false, why: 'the SDK refuses unknown tools' },
    { tool: 'get_account_team', args: { account_id: 'boom' }, lane: false, why: 'a defect' },
    { tool: 'delete_everything', args: {}, lane: false, why: 'not in the menu' },
  ];

  test.each(cells)('$tool $args: $why', async ({ tool, args, lane }) => {
    const before = accepted;
    for (const call of [legacyCall(tool, args), modernCall(tool, args, 'é"\n')]) await expectSame(call);
    expect(accepted - before).toBe(lane ? 2 : 0);
  });

  test('a defect shows its number and nothing else', async () => {
    const { status, body } = await expectSame(modernCall('get_account_team', { account_id: 'boom' }, 7));
    expect(status).toBe(200);
    expect(body).not.toContain('hunter2');
    expect(JSON.parse(body)).toEqual({
      jsonrpc: '2.0',
      id: 7,
      error: { code: -32_603, message: 'Internal error', data: { correlation_id: expect.any(String) as string } },
    });
  });
});

describe('each rule of the acceptor', () => {
  const legacy = { headers: LEGACY_HEADERS, body: '' };
  const modern = { headers: modernHeaders('tools/call', 'get_account_team'), body: '' };
  const name = 'get_account_team';
  const task = 'io.modelcontextprotocol/related-task';
  const level = 'io.modelcontextprotocol/logLevel';

  const cells: { readonly why: string; readonly lane: boolean; readonly sent: Sent }[] = [
    { why: 'parameters of the type', lane: true, sent: typed('application/json; charset=utf-8') },
    { why: 'another spelling of the type', lane: false, sent: typed('Application/JSON') },
    { why: 'another type', lane: false, sent: typed('text/plain') },
    { why: 'an extra member', lane: false, sent: { ...legacy, body: rpc({ extra: 1 }) } },
    { why: 'a fraction as id', lane: false, sent: { ...legacy, body: rpc({ id: 1.5 }) } },
    { why: 'an id past 2^53', lane: false, sent: { ...legacy, body: rpc({ id: 2 ** 53 }) } },
    { why: 'no id: a notification', lane: false, sent: { ...legacy, body: rpc({ id: undefined }) } },
    { why: 'params as a list', lane: false, sent: { ...legacy, body: rpc({ params: [name] }) } },
    { why: 'a batch', lane: false, sent: { ...legacy, body: `[${rpc({})}]` } },
    { why: 'arguments as a list', lane: true, sent: { ...legacy, body: rpc({}, { arguments: [] }) } },
    { why: 'arguments as null', lane: true, sent: { ...legacy, body: rpc({}, { arguments: null }) } },
    { why: 'arguments as a number', lane: true, sent: { ...modern, body: rpc({}, { ...meta(), arguments: 7 }) } },
    {
      why: 'an argument called __proto__',
      lane: false,
      sent: { ...legacy, body: rpc({}, { arguments: JSON.parse('{"__proto__":1,"a":2}') as unknown }) },
    },
    { why: 'a task', lane: false, sent: { ...legacy, body: rpc({}, { task: { ttl: 'x' } }) } },
    { why: 'answers to a question', lane: false, sent: { ...modern, body: rpc({}, { ...meta(), inputResponses: 1 }) } },
    { why: 'a question’s state', lane: false, sent: { ...modern, body: rpc({}, { ...meta(), requestState: 1 }) } },
    { why: 'an unknown parameter', lane: true, sent: { ...legacy, body: rpc({}, { zz: 1 }) } },
    { why: '_meta as null', lane: false, sent: { ...legacy, body: rpc({}, { _meta: null }) } },
    { why: 'a task of _meta', lane: false, sent: { ...legacy, body: rpc({}, { _meta: { [task]: {} } }) } },
    { why: 'a progress token', lane: true, sent: { ...legacy, body: rpc({}, { _meta: { progressToken: 'p' } }) } },
    { why: 'an odd progress token', lane: false, sent: { ...legacy, body: rpc({}, { _meta: { progressToken: {} } }) } },
    { why: 'JSON alone accepted', lane: false, sent: accepting('application/json') },
    { why: 'anything accepted', lane: false, sent: accepting('*/*') },
    { why: 'an older revision', lane: true, sent: { ...legacy, headers: versioned('2024-11-05'), body: rpc({}) } },
    { why: 'an unknown revision', lane: false, sent: { ...legacy, headers: versioned('2020-01-01'), body: rpc({}) } },
    { why: 'a modern header alone', lane: false, sent: { ...modern, body: rpc({}) } },
    { why: 'modern', lane: true, sent: { ...modern, body: rpc({}, meta()) } },
    { why: 'modern, accepting nothing', lane: true, sent: { headers: without('accept'), body: rpc({}, meta()) } },
    { why: 'no mcp-method', lane: false, sent: { headers: without('mcp-method'), body: rpc({}, meta()) } },
    { why: 'no mcp-name', lane: false, sent: { headers: without('mcp-name'), body: rpc({}, meta()) } },
    {
      why: 'no revision header',
      lane: false,
      sent: { headers: without('mcp-protocol-version'), body: rpc({}, meta()) },
    },
    { why: 'an unknown claim', lane: false, sent: { ...modern, body: rpc({}, meta({ [VERSION_KEY]: '2027-01-01' })) } },
    { why: 'a log level', lane: false, sent: { ...modern, body: rpc({}, meta({ [level]: 'info' })) } },
    {
      why: 'no capabilities',
      lane: false,
      sent: { ...modern, body: rpc({}, meta({ [CAPABILITIES_KEY]: undefined })) },
    },
    {
      why: 'odd capabilities',
      lane: false,
      sent: { ...modern, body: rpc({}, meta({ [CAPABILITIES_KEY]: { roots: 1 } })) },
    },
    { why: 'no client', lane: true, sent: { ...modern, body: rpc({}, meta({ [CLIENT_KEY]: undefined })) } },
    { why: 'client null', lane: false, sent: { ...modern, body: rpc({}, meta({ [CLIENT_KEY]: null })) } },
    {
      why: 'client without version',
      lane: false,
      sent: { ...modern, body: rpc({}, meta({ [CLIENT_KEY]: { name: 'n' } })) },
    },
  ];

  test.each(cells)('$why', async ({ sent, lane }) => {
    const before = accepted;
    await expectSame(sent);
    expect(accepted - before).toBe(lane ? 1 : 0);
  });

  function rpc(top: object, params: object = {}): string {
    return JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, ...params }, ...top });
  }
  function meta(changes: object = {}): object {
    return { _meta: { ...MODERN_META, ...changes } };
  }
  function typed(type: string): Sent {
    return { headers: { ...LEGACY_HEADERS, 'content-type': type }, body: rpc({}) };
  }
  function accepting(types: string): Sent {
    return { headers: { ...LEGACY_HEADERS, accept: types }, body: rpc({}) };
  }
  function versioned(version: string): Sent['headers'] & object {
    return { ...LEGACY_HEADERS, 'mcp-protocol-version': version };
  }
  function without(header: string): Sent['headers'] & object {
    return Object.fromEntries(Object.entries(modern.headers).filter(([key]) => key !== header));
  }
});

/**
 * The one exception from the SDK's own answers. It refuses a call whose `arguments` are no object before any handler
 * sees it, so that the call would have neither a contact nor a record: here such arguments reach the answer.
 */
describe('arguments that are no object', () => {
  const odd = [null, [], [{ account_id: 'A-1' }], 'x', '', 7, 0, true, false];
  const name = 'get_escalation_contact';
  const calls = odd.flatMap((args) => [
    { args, era: 'legacy', call: legacyCall(name, args) },
    { args, era: 'modern', call: modernCall(name, args) },
  ]);

  test.each(calls)('$era $args: read by the tool, by both ways', async ({ args, call }) => {
    const { body } = await expectSame(call);
    const { contact } = (messageOf(body) as { result: { structuredContent: EscalationCard } }).result.structuredContent;
    expect(contact.name).toContain(JSON.stringify(args));
  });

  test('in a batch too', async () => {
    const { body } = await expectSame({ headers: LEGACY_HEADERS, body: `[${legacyCall(name, []).body}]` });
    expect(messageOf(body)).toMatchObject({ result: { structuredContent: {} } });
  });

  test('of a tool that isn’t there: the tool is what is wrong', async () => {
    const { body } = await expectSame(modernCall('rm', []));
    expect(messageOf(body)).toMatchObject({ error: { code: -32_602, message: 'Unknown tool: rm' } });
  });

  test.each(calls)('$era $args: the SDK by itself would refuse', async ({ call }) => {
    const { body } = await sdkByItself.send(call);
    expect(messageOf(body)).toMatchObject({ error: { code: -32_602 } });
  });
});

describe('a generated corpus', () => {
  test('none different, and a good part of it in the fast lane', { timeout: 120_000 }, async () => {
    accepted = 0;
    await fc.assert(
      fc.asyncProperty(requests, async (sent) => void (await expectSame(sent))),
      { numRuns: RUNS },
    );
    expect(accepted).toBeGreaterThan(RUNS / 8);
  });
});
