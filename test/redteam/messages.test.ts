/**
 * Messages that two readers could read in two ways: keys that come twice, `__proto__`, batches, ids and names of odd types,
 * `_meta` that isn't what it seems, headers that disagree with the body. Sent as text, since no library would write most of it.
 */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { LEGACY_HEADERS, messageOf, MODERN_META, modernHeaders } from '../edge/calls.ts';
import type { Received } from '../edge/serve.ts';
import type { GuardedAcme } from '../support/guarded-acme.ts';
import { openGuardedAcme } from '../support/guarded-acme.ts';
import { callOf, OWN, resultOf, THEIRS, TOOLS, verdictOf } from './asking.ts';

type Headers = Readonly<Record<string, string>>;

let acme: GuardedAcme;
/** Bound by the header. */
let bound: Headers;
/** May be bound, in `_meta`. */
let visited: Headers;
let visitedAssertion: string;
let free: Headers;

beforeAll(async () => {
  acme = await openGuardedAcme();
  const claims = { sub: OWN.id, sub_type: 'account_id' };
  const authorized = async (caller: string) => ({ authorization: `Bearer ${(await acme.apiKey(caller)).token}` });
  bound = { ...(await authorized('bound-desk')), 'concierge-customer': acme.mint('bound-desk', { claims }) };
  visited = await authorized('help-center');
  visitedAssertion = acme.mint('help-center', { claims });
  free = await authorized('support-copilot');
}, 60_000);
afterAll(() => acme.close());

async function say(body: string, by: Headers, headers: Headers = LEGACY_HEADERS): Promise<Received> {
  return await acme.send({ headers: { ...headers, ...by }, body });
}

const named = (id: string): string => `{"account_id":"${id}"}`;
const [ME, THEM] = [named(OWN.id), named(THEIRS.id)];

/** A call as text: `also` follows the arguments, `id` is JSON. */
function call(args: string, also = '', id = '1'): string {
  return `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"${TOOLS[0]}","arguments":${args}${also}}}`;
}

type Cell = readonly [body: string, bound: string, free: string, why: string];

const TWICE: readonly Cell[] = [
  [call(`{"account_id":"${OWN.id}","account_id":"${THEIRS.id}"}`), 'nobody', 'theirs', 'the last one counts'],
  [call(`{"account_id":"${THEIRS.id}","account_id":"${OWN.id}"}`), 'own', 'own', 'for everybody who reads it'],
  [call(`{"account\\u005fid":"${THEIRS.id}"}`), 'nobody', 'theirs', 'an escaped name is the name'],
  [call(ME, `,"arguments":${THEM}`), 'nobody', 'theirs', 'arguments twice'],
  [call(THEM, `,"arguments":${ME}`), 'own', 'own', 'and the other way'],
  [call(THEM, ',"name":"no_such_tool"'), 'rpc -32602', 'rpc -32602', 'two tools'],
  [call(ME).replace('"id":1', '"id":1,"method":"tools/list"'), 'own', 'own', 'two methods'],
];

const PROTOTYPES: readonly Cell[] = [
  [call(`{"__proto__":${THEM}}`), 'own', 'nobody', 'an argument of that name says nothing'],
  [call(`{"__proto__":{"__proto__":${THEM}}}`), 'own', 'nobody', 'nor twice'],
  [call(`{"constructor":{"prototype":${THEM}}}`), 'isError nobody', 'isError nobody', 'there is no such argument'],
  [call('{}', `,"__proto__":{"arguments":${THEM}}`), 'own', 'nobody', 'nor among the parameters'],
  [`{"__proto__":${call(THEM)}}`, '400', '400', 'nor as a message'],
  [call('{}').replace('"id":1', `"id":1,"__proto__":{"params":{}}`), '400', '400', 'nor in one'],
  [call('{}').replace(TOOLS[0], '__proto__'), 'rpc -32602', 'rpc -32602', 'nor as a tool'],
  [call('{}').replace(TOOLS[0], 'constructor'), 'rpc -32602', 'rpc -32602', 'nor this one'],
  [call('{}').replace('tools/call', '__proto__'), 'rpc -32601', 'rpc -32601', 'nor as a method'],
  [call('{}').replace('tools/call', 'toString'), 'rpc -32601', 'rpc -32601', 'nor this one'],
];

const SHAPES: readonly Cell[] = [
  [call('{}', `,"account_id":"${THEIRS.id}"`), 'own', 'nobody', 'beside the arguments it is no argument'],
  [call('{}').replace('"id":1', `"id":1,"account_id":"${THEIRS.id}"`), '400', '400', 'nor beside the parameters'],
  [call(ME).replace(`"${TOOLS[0]}"`, `["${TOOLS[0]}"]`), 'rpc -32602', 'rpc -32602', 'a list of one tool'],
  [call(ME).replace(TOOLS[0], TOOLS[0].toUpperCase()), 'rpc -32602', 'rpc -32602', 'tools have case'],
  [call(ME).replace(TOOLS[0], `${TOOLS[0]} `), 'rpc -32602', 'rpc -32602', 'and no blanks'],
  [call(ME).replace('tools/call', 'Tools/Call'), 'rpc -32601', 'rpc -32601', 'methods have case'],
  [call(ME).replace('tools/call', String.raw`tools/call\u0000`), 'rpc -32601', 'rpc -32601', 'and no end in them'],
  [call(ME, '', 'null'), '400', '400', 'no id'],
  [call(ME, '', '{}'), '400', '400', 'an object for an id'],
  [call(ME, '', '1.5'), '400', '400', 'half an id'],
  [call(ME, '', '1e400'), '400', '400', 'an endless one'],
  [call(ME, '', '"\\u0000<script>"'), 'own', 'own', 'any text is one, and comes back as JSON'],
  [call('{"account_id":1e400}'), 'nobody', 'isError nobody', 'a number that has no end'],
  [call('{"account_id":-0}'), 'nobody', 'nobody', 'a number that has two forms'],
  [call('{"account_id":5001.0}'), 'own', 'own', 'and one that hasn’t'],
  [call('{"account_id":5001000e-3}'), 'own', 'own', 'nor this one'],
  [`\uFEFF${call(ME)}`, '400', '400', 'a mark before the JSON'],
  [`${call(ME)}${call(THEM)}`, '400', '400', 'two messages and no batch'],
  [`[[${call(ME)}]]`, '400', '400', 'a batch in a batch'],
  ['[]', '400', '400', 'an empty one'],
  [`[${call(ME)},null]`, '400', '400', 'with nothing in it'],
];

describe.each([
  ['what comes twice', TWICE],
  ['what every object has', PROTOTYPES],
  ['odd shapes', SHAPES],
])('%s', (_what, cells) => {
  it.each(cells)('%s → bound: %s, free: %s (%s)', async (body, whenBound, whenFree) => {
    expect(verdictOf(await say(body, bound))).toBe(whenBound);
    expect(verdictOf(await say(body, free))).toBe(whenFree);
  });
});

test('nothing of it stuck to all objects', () => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect('account_id' in {}).toBe(false);
});

describe('a batch of the older revisions', () => {
  const verdictsOf = ({ body }: Received): readonly string[] =>
    body
      .split('event: message\ndata: ')
      .slice(1)
      .map((text) => verdictOf({ status: 200, headers: {}, body: text }));

  it('is judged message by message', async () => {
    const replies = await say(`[${call(ME)},${call(THEM, '', '2')},${call('{}', '', '3')}]`, bound);
    expect(verdictsOf(replies).toSorted()).toEqual(['nobody', 'own', 'own']);
  });

  it('takes no assertion from one message to the next', async () => {
    const stated = `,"_meta":{"cx-concierge/customer":"${visitedAssertion}"}`;
    const replies = await say(`[${call('{}', stated)},${call(THEM, stated, '2')},${call('{}', '', '3')}]`, visited);
    expect(verdictsOf(replies).toSorted()).toEqual(['nobody', 'nobody', 'own']);
  });

  it('is refused as a whole where one of it is not allowed', async () => {
    const claims = { scope: 'concierge:route' };
    const authorization = `Bearer ${acme.accessToken('support-copilot', { claims })}`;
    const team = call(ME, '', '2').replace(TOOLS[0], TOOLS[1]);
    const before = acme.records.length;
    expect(verdictOf(await say(`[${call(ME)},${team}]`, { authorization }))).toBe('403 insufficient_scope');
    expect(acme.records.length).toBe(before);
  });
});

test('a call that wants no answer gets none, and looks nobody up', async () => {
  const before = { reads: acme.reads.length, records: acme.records.length };
  const { status, body } = await say(call(THEM).replace('"id":1,', ''), free);
  expect([status, body]).toEqual([202, '']);
  expect({ reads: acme.reads.length, records: acme.records.length }).toEqual(before);
});

describe('`_meta` of a caller whose carrier it isn’t', () => {
  it.each<readonly [meta: string, verdict: string, why: string]>([
    ['{"cx-concierge/assertion":"valid"}', 'own', 'what results say, calls may not'],
    ['{"cx-concierge/customer":"x.y.z"}', 'nobody invalid', 'another carrier beside its own'],
    ['{"cx-concierge/customer":""}', 'nobody invalid', 'an empty one'],
    ['{"cx-concierge/customer":null}', 'nobody invalid', 'and none, in as many words'],
    ['{"traceparent":"00-x","progressToken":1}', 'own', 'what others read'],
    ['[]', '400', 'no object'],
    ['null', '400', 'no object'],
    ['{"progressToken":{}}', '400', 'no token'],
  ])('%s → %s: %s', async (meta, verdict) => {
    const received = await say(call('{}', `,"_meta":${meta}`), bound);
    expect(verdictOf(received)).toBe(verdict);
    expect(received.body).not.toContain('"valid"');
  });
});

describe('`_meta` of a caller whose carrier it is', () => {
  const customer = '"cx-concierge/customer"';

  it.each<readonly [where: string, write: (token: string) => string, verdict: string, why: string]>([
    ['as it should be', (token) => call(THEM, `,"_meta":{${customer}:"${token}"}`), 'nobody', 'bound'],
    ['behind a blank', (token) => call(THEM, `,"_meta":{${customer}:" ${token}"}`), 'nobody invalid', 'never unbound'],
    ['in a list', (token) => call(THEM, `,"_meta":{${customer}:["${token}"]}`), 'nobody invalid', 'never unbound'],
    ['in an object', (token) => call(THEM, `,"_meta":{${customer}:{"jwt":"${token}"}}`), 'nobody invalid', 'the same'],
    ['as null', () => call(THEM, `,"_meta":{${customer}:null}`), 'nobody invalid', 'never unbound'],
    ['as a number', () => call(THEM, `,"_meta":{${customer}:0}`), 'nobody invalid', 'never unbound'],
    ['as false', () => call(THEM, `,"_meta":{${customer}:false}`), 'nobody invalid', 'never unbound'],
    [
      'twice',
      (token) => call(THEM, `,"_meta":{${customer}:"x","cx-concierge/customer":"${token}"}`),
      'nobody',
      'the last',
    ],
    ['in `_meta` twice', (token) => call(THEM, `,"_meta":{},"_meta":{${customer}:"${token}"}`), 'nobody', 'the last'],
    ['in a list of `_meta`', (token) => call(THEM, `,"_meta":[{${customer}:"${token}"}]`), '400', 'no message'],
    [
      'in `_meta` of the arguments',
      (token) => call(`{"_meta":{${customer}:"${token}"}}`),
      'isError nobody',
      'no argument',
    ],
    ['as an argument', (token) => call(`{"customer_assertion":"${token}"}`), 'nobody invalid', 'another carrier'],
    [
      'beside the parameters',
      (token) => call(THEM).replace('"id"', `"_meta":{${customer}:"${token}"},"id"`),
      '400',
      'no message',
    ],
    [
      'under another case',
      (token) => call(THEM, `,"_meta":{"CX-Concierge/Customer":"${token}"}`),
      'theirs',
      'another key: no assertion came',
    ],
    [
      'below `__proto__`',
      (token) => call(THEM, `,"_meta":{"__proto__":{${customer}:"${token}"}}`),
      'theirs',
      'the same',
    ],
  ])('%s (%s) → %s: %s', async (_where, write, verdict) => {
    expect(verdictOf(await say(write(visitedAssertion), visited))).toBe(verdict);
  });
});

describe('headers that disagree with the body', () => {
  const modern = call(ME, `,"_meta":${JSON.stringify(MODERN_META)}`);

  it.each<readonly [headers: Headers, verdict: string, why: string]>([
    [{}, 'own', 'they agree'],
    [{ 'mcp-name': TOOLS[1] }, '400', 'another tool, which a gateway may have allowed'],
    [{ 'mcp-method': 'tools/list' }, '400', 'another method'],
    [{ 'mcp-protocol-version': '2025-11-25' }, '400', 'another revision'],
    [{ 'mcp-session-id': 'of somebody else' }, 'own', 'there are no sessions'],
    [{ 'last-event-id': '1' }, 'own', 'and no streams to go on with'],
  ])('%j → %s: %s', async (headers, verdict) => {
    const sent = { ...modernHeaders('tools/call', TOOLS[0]), ...headers };
    expect(verdictOf(await say(modern, bound, sent))).toBe(verdict);
  });
});

test('the list of tools is the same whatever the assertion is', async () => {
  const list = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}';
  const { authorization = '' } = bound;
  const lists = ['', 'x.y.z', bound['concierge-customer'] ?? ''].map(async (customer) => {
    const headers = customer === '' ? { authorization } : { authorization, 'concierge-customer': customer };
    return (await say(list, headers)).body;
  });
  const [first, ...others] = await Promise.all(lists);
  expect(messageOf(first ?? '')).toHaveProperty('result.tools');
  expect(others).toEqual([first, first]);
});

test('a reply’s `_meta` is the server’s alone', async () => {
  const meta = { 'cx-concierge/assertion': 'valid', 'cx-concierge/retry_after_s': 9, 'x/y': 'z' };
  const { authorization = '' } = bound;
  for (const era of ['legacy', 'modern'] as const) {
    const received = await acme.send(callOf({ tool: TOOLS[0], meta, era, headers: { authorization } }));
    const told = Object.entries(resultOf(received)?.['_meta'] ?? {}).filter(([key]) => !key.startsWith('io.'));
    expect(told).toEqual([['cx-concierge/assertion', 'missing']]);
  }
});
