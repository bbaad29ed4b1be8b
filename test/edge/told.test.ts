/** What the HTTP stack tells whoever runs the program: why a request was refused, and to which trace a call belongs. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ask } from '../../src/answer/ask.ts';
import type { Endpoint } from '../../src/edge/endpoint.ts';
import { identifyAs } from '../../src/edge/http/identify.ts';
import { endpointOf } from '../../src/edge/mcp/endpoint-of.ts';
import { legacyCall, modernCall } from './calls.ts';
import { CALLER, fakeOffer } from './fake-offer.ts';
import type { Sent, Served } from './serve.ts';
import { OPTIONS, serve } from './serve.ts';

const TEAM = 'get_account_team';
const call = modernCall(TEAM, { account_id: 'A-1' });

function withHeaders(headers: Sent['headers'], sent = call): Sent {
  return { ...sent, headers: { ...sent.headers, ...headers } };
}

function nested(depth: number): string {
  return `${'['.repeat(depth)}${']'.repeat(depth)}`;
}

describe('why a request was refused', () => {
  let served: Served;
  const told: string[] = [];
  const identify: Endpoint['identify'] = ({ authorization }) => {
    if (authorization === undefined) return identifyAs(CALLER)({});
    return { kind: 'refused', reason: 'over_budget', status: 429, headers: { 'retry-after': '1' }, message: 'Later.' };
  };
  const endpoint = endpointOf(fakeOffer, { paths: ['/mcp'], identify, report: OPTIONS.report });

  beforeAll(async () => {
    const limits = { ...OPTIONS.limits, bodyBytes: 1000 };
    served = await serve([endpoint], { limits, onRefused: (reason, status) => told.push(`${status} ${reason}`) });
  });
  afterAll(() => served.close());

  test.each<[told: string | undefined, sent: Sent]>([
    [undefined, call],
    [undefined, { method: 'GET', path: '/healthz' }],
    ['403 forwarded', withHeaders({ forwarded: 'for=203.0.113.7' })],
    ['403 not_loopback', withHeaders({ host: 'evil.example' })],
    ['403 foreign_origin', withHeaders({ origin: 'https://evil.example' })],
    ['429 over_budget', withHeaders({ authorization: 'Bearer secret' })],
    ['413 too_large', legacyCall(TEAM, { account_id: 'x'.repeat(1000) })],
    ['415 wrong_type', withHeaders({ 'content-type': 'text/plain' })],
    ['400 not_json', { ...call, body: '{"jsonrpc":' }],
    ['400 too_deep', { ...call, body: nested(65) }],
    ['405 wrong_method', { method: 'GET' }],
    ['404 no_such_path', { ...call, path: '/secret' }],
  ])('%s', async (why, sent) => {
    told.length = 0;
    await served.send(sent);
    expect(told).toEqual(why === undefined ? [] : [why]);
  });
});

describe('the trace of whoever asks', () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const asked: Ask['traceId'][] = [];
  let served: Served;

  beforeAll(async () => {
    const answer: typeof fakeOffer.answer = async (by, toolCall) => {
      asked.push(by.traceId);
      return await fakeOffer.answer(by, toolCall);
    };
    const offer = { ...fakeOffer, answer };
    served = await serve([
      endpointOf(offer, { paths: ['/mcp'], identify: identifyAs(CALLER), report: OPTIONS.report }),
    ]);
  });
  afterAll(() => served.close());

  const cells: [header: string, traceId: string | undefined][] = [
    [`00-${traceId}-00f067aa0ba902b7-01`, traceId],
    [`01-${traceId}-00f067aa0ba902b7-01-more`, traceId],
    [`ff-${traceId}-00f067aa0ba902b7-01`, undefined],
    [`00-${traceId.toUpperCase()}-00f067aa0ba902b7-01`, undefined],
    [`00-${traceId.slice(1)}-00f067aa0ba902b7-01`, undefined],
    [`00-${traceId}0-00f067aa0ba902b7-01`, undefined],
    [`00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, undefined],
    [`00-${traceId}-${'0'.repeat(16)}-01`, undefined],
    [`00-${traceId}-00f067aa0ba902b7-01 ann@one.example`, undefined],
    ['ann@one.example', undefined],
    ['', undefined],
  ];
  const lanes = { 'the fast lane': call, 'the SDK': legacyCall(TEAM, { account_id: 'A-1' }) };

  describe.each(Object.entries(lanes))('through %s', (lane, sent) => {
    test.each(cells)('%j → %s', async (traceparent, expected) => {
      asked.length = 0;
      // A charset in capitals is nothing that the fast lane takes.
      const type = lane === 'the SDK' ? { 'content-type': 'application/json; charset=UTF-8' } : {};
      const { status } = await served.send(withHeaders({ traceparent, ...type }, sent));
      expect([status, asked]).toEqual([200, [expected]]);
    });
  });
});
