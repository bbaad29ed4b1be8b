/**
 * Bytes that two readers could take apart in two ways. Sent over raw sockets, by an agent that is bound to its customer: what is
 * answered is the customer's own, or it is refused.
 */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { GuardedAcme } from '../support/guarded-acme.ts';
import { openGuardedAcme } from '../support/guarded-acme.ts';
import { exchange } from '../support/raw-http.ts';
import type { BoundAgent, Raw, WireCell } from './raw-call.ts';
import { BODY, boundAgent, bytesOf, chunked, inChunks, namedCells, NONE, rawVerdict } from './raw-call.ts';

let acme: GuardedAcme;
let agent: BoundAgent;
/** Of a caller whom nothing binds. */
let another: string;

beforeAll(async () => {
  acme = await openGuardedAcme({ limits: { body_bytes: 8192 } });
  agent = await boundAgent(acme);
  another = `Bearer ${(await acme.apiKey('support-copilot')).token}`;
}, 60_000);
afterAll(() => acme.close());

const TWICE: readonly WireCell[] = [
  ['nothing odd', () => ({}), 'own', 'as clients send it'],
  [
    'Authorization twice',
    () => ({ head: { Authorization: [agent.authorization, agent.authorization] } }),
    '400',
    'though equal',
  ],
  ['and in capitals', () => ({ head: { AUTHORIZATION: another } }), '400', 'one could be checked and another be used'],
  ['Host twice', () => ({ head: { Host: ['localhost', 'localhost'] } }), '400', 'the same'],
  ['Content-Type twice', () => ({ head: { 'content-type': 'text/plain' } }), '400', 'the same'],
  ['Origin twice', () => ({ head: { Origin: ['http://localhost', 'https://evil.example'] } }), '400', 'the same'],
  [
    'Concierge-Customer twice',
    () => ({ head: { 'concierge-customer': agent.customer } }),
    'nobody invalid',
    'never unbound',
  ],
  ['and once empty', () => ({ head: { 'CONCIERGE-CUSTOMER': '' } }), 'nobody invalid', 'never unbound'],
  [
    'as a list',
    () => ({ head: { 'Concierge-Customer': `${agent.customer},` } }),
    'nobody invalid',
    'as proxies join two',
  ],
  [
    'in capitals',
    () => ({ head: { 'Concierge-Customer': NONE, 'CONCIERGE-CUSTOMER': agent.customer } }),
    'own',
    'no case',
  ],
  [
    'with a low line',
    () => ({ head: { 'Concierge-Customer': NONE, Concierge_Customer: agent.customer } }),
    'nobody missing',
    'another name',
  ],
  [
    'named in Connection',
    () => ({ head: { Connection: 'close, concierge-customer' } }),
    'own',
    'no proxy here to take it away',
  ],
];

const LENGTHS: readonly WireCell[] = [
  ['Content-Length twice', () => ({ head: { 'content-length': String(BODY.length) } }), '400', 'though equal'],
  ['two lengths', () => ({ head: { 'content-length': '5' } }), '400', 'two ends'],
  ['a list of them', () => ({ head: { 'Content-Length': `${BODY.length}, ${BODY.length}` } }), '400', 'two ends'],
  ['+', () => ({ head: { 'Content-Length': `+${BODY.length}` } }), '400', 'digits alone'],
  ['hexadecimal', () => ({ head: { 'Content-Length': `0x${BODY.length.toString(16)}` } }), '400', 'digits alone'],
  ['negative', () => ({ head: { 'Content-Length': '-1' } }), '400', 'digits alone'],
  ['empty', () => ({ head: { 'Content-Length': '' } }), '400', 'digits alone'],
  ['beyond all numbers', () => ({ head: { 'Content-Length': '99999999999999999999' } }), '400', 'no number here'],
  ['length and chunks', () => ({ head: { 'Transfer-Encoding': 'chunked' }, body: chunked(BODY) }), '400', 'two ends'],
  ['chunks', () => inChunks('chunked'), 'own', 'as clients send it'],
  ['identity last', () => inChunks('chunked, identity'), '400', 'chunked must frame it'],
  ['chunked twice', () => inChunks('chunked, chunked'), '400', 'once'],
  ['almost chunked', () => inChunks('xchunked'), '400', 'another coding'],
  ['behind a control character', () => inChunks('\x0bchunked'), '400', 'another coding'],
  ['quoted', () => inChunks('"chunked"'), '400', 'another coding'],
  ['two codings', () => inChunks(['chunked', 'identity']), '400', 'two ends'],
  [
    'a blank before the colon',
    () => ({ head: { 'Content-Length': NONE, 'Transfer-Encoding ': 'chunked' }, body: chunked(BODY) }),
    '400',
    'no name has one',
  ],
  ['an extension', () => inChunks('chunked', chunked(BODY, ';a=b')), 'own', 'which nobody reads'],
  ['a long extension', () => inChunks('chunked', chunked(BODY, `;a=${'b'.repeat(20_000)}`)), '413', 'nor stores'],
  [
    'chunks with line feeds alone',
    () => inChunks('chunked', chunked(BODY).replaceAll('\r\n', '\n')),
    '400',
    'two ends',
  ],
  ['a size with a prefix', () => inChunks('chunked', `0x${chunked(BODY)}`), '400', 'digits alone'],
  [
    'a size beyond all numbers',
    () => inChunks('chunked', 'FFFFFFFFFFFFFFFFF\r\nx\r\n0\r\n\r\n'),
    '400',
    'no number here',
  ],
  ['a trailer', () => trailed(), 'nobody missing', 'what comes after the body is no header'],
  ['another request behind it', () => followed(), 'own, 200', 'two requests, two answers, in order'],
  [
    'something else behind it',
    () => ({ head: { Connection: 'keep-alive' }, body: `${BODY}x\r\n\r\n` }),
    '400',
    'no request',
  ],
];

function trailed(): Raw {
  const { head, body = '' } = inChunks('chunked');
  const trailer = `Concierge-Customer: ${agent.customer}`;
  return { head: { ...head, 'Concierge-Customer': NONE }, body: String(body).replace(/\r\n$/, `${trailer}\r\n\r\n`) };
}

function followed(): Raw {
  const next = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
  return { head: { Connection: 'keep-alive' }, body: `${BODY}${next}` };
}

const LINES: readonly WireCell[] = [
  [
    'a folded Authorization',
    () => ({ head: { Authorization: agent.authorization.replace(' ', '\r\n ') } }),
    '400',
    'no folds',
  ],
  ['a folded line', () => ({ head: { 'X-A': `b\r\n Authorization: ${another}` } }), '400', 'no folds'],
  [
    'a folded assertion',
    () => ({ head: { 'Concierge-Customer': `${agent.customer.slice(0, 9)}\r\n\t${agent.customer.slice(9)}` } }),
    '400',
    'no folds',
  ],
  [
    'a blank before the name',
    () => ({ head: { Authorization: NONE, ' Authorization': agent.authorization } }),
    '400',
    'a fold',
  ],
  [
    'a blank before the colon',
    () => ({ head: { Authorization: NONE, 'Authorization ': agent.authorization } }),
    '400',
    'no name',
  ],
  ['an end for whoever reads C', () => ({ head: { Authorization: `${agent.authorization}\0` } }), '400', 'no text'],
  ['a line feed', () => ({ head: { Host: `localhost\nAuthorization: ${another}` } }), '400', 'a line ends with two'],
  ['a carriage return', () => ({ head: { Host: `localhost\rAuthorization: ${another}` } }), '400', 'the same'],
  ['700 headers', () => ({ head: { a: headers(700) } }), 'own', 'all of them are read'],
  ['2,100 headers', () => ({ head: { a: headers(2100) } }), '431', 'or none: a second one could hide at the end'],
  ['16 KiB of headers', () => ({ head: { 'X-A': 'x'.repeat(16_384) } }), '431', 'no more'],
];

function headers(count: number): readonly string[] {
  return Array.from({ length: count }, () => '');
}

const BEHIND_A_PROXY: readonly WireCell[] = (
  [
    ['X-Forwarded-For', '127.0.0.1', 'nobody is trusted for an address'],
    ['X-Forwarded-Host', 'evil.example', 'nor for a name'],
    ['X-Forwarded-Proto', 'http', 'nor for a scheme'],
    ['Forwarded', 'for=127.0.0.1;host=evil.example', 'the same'],
    ['X-Real-IP', '127.0.0.1', 'the same'],
    ['X-Original-URL', '/healthz', 'the path is the request’s'],
    ['X-Rewrite-URL', '/healthz', 'the same'],
    ['X-HTTP-Method-Override', 'GET', 'and so is the method'],
    ['X-Forwarded-User', 'support-copilot', 'the caller is the token’s'],
    ['X-Caller', 'support-copilot', 'the same'],
    ['X-Tenant', 'north', 'and so is the tenant'],
    ['Upgrade', 'websocket', 'there is nothing else to speak'],
    ['Content-Encoding', 'gzip', 'nothing is unpacked: it is read as it stands'],
    ['Expect', '100-continue', 'it goes on'],
    ['Range', 'bytes=0-9', 'all of it'],
    ['Cookie', 'session=x', 'there are no sessions'],
  ] as const
).map(([name, value, why]) => [name, () => ({ head: { [name]: value } }), 'own', why]);

const ADDRESSES: readonly WireCell[] = [
  ['the public name', () => ({ head: { Host: 'concierge.acme.example' } }), 'own', 'how clients call it'],
  ['and a port', () => ({ head: { Host: 'concierge.acme.example:8443' } }), 'own', 'any'],
  ['another Host', () => ({ head: { Host: 'evil.example' } }), '403', 'a name that a page’s owner may point here'],
  ['a longer Host', () => ({ head: { Host: 'concierge.acme.example.evil.example' } }), '403', 'the same'],
  ['a user in Host', () => ({ head: { Host: 'localhost@evil.example' } }), '403', 'the same'],
  ['a path in Host', () => ({ head: { Host: 'evil.example/localhost' } }), '403', 'the same'],
  ['no Host', () => ({ head: { Host: NONE } }), '400', 'HTTP asks for one'],
  ['a web page', () => ({ head: { Origin: 'https://evil.example' } }), '403', 'none is approved'],
  ['no page', () => ({ head: { Origin: 'null' } }), '403', 'nor is one without a name'],
  ['a whole URL', () => ({ line: 'POST http://evil.example/mcp HTTP/1.1' }), '404', 'this is no proxy'],
  ['its own', () => ({ line: 'POST http://localhost/mcp HTTP/1.1' }), '404', 'nor for itself'],
  ['two slashes', () => ({ line: 'POST //mcp HTTP/1.1' }), '404', 'paths are exact'],
  ['a way around', () => ({ line: 'POST /x/../mcp HTTP/1.1' }), '404', 'paths are exact'],
  ['a percent', () => ({ line: 'POST /%6dcp HTTP/1.1' }), '404', 'paths are exact'],
  ['another tenant’s', () => ({ line: 'POST /t/north/mcp/cx_concierge HTTP/1.1' }), '404', 'there is none'],
  ['GET', () => ({ line: 'GET /mcp HTTP/1.1' }), '405', 'nothing to listen to'],
  ['TRACE', () => ({ line: 'TRACE /mcp HTTP/1.1' }), '405', 'nothing is sent back'],
  ['an unknown method', () => ({ line: 'ROUTE /mcp HTTP/1.1' }), '400', 'none of HTTP'],
  ['CONNECT', () => ({ line: 'CONNECT evil.example:443 HTTP/1.1' }), '', 'closed: this is no proxy'],
  ['HTTP/2', () => ({ line: 'PRI * HTTP/2.0', head: {}, body: 'SM\r\n\r\n' }), '400', 'not spoken'],
];

describe.each([
  ['what comes twice', TWICE],
  ['where a request ends', LENGTHS],
  ['lines', LINES],
  ['what proxies say', BEHIND_A_PROXY],
  ['where it goes', ADDRESSES],
])('%s', (_what, cells) => {
  it.each(namedCells(cells))('$what → $expected: $why', async ({ raw, expected }) => {
    expect(await rawVerdict(agent, raw())).toBe(expected);
  });
});

test('a refusal says nothing of the inside', async () => {
  const cells = [TWICE, LENGTHS, LINES, ADDRESSES].flat();
  const replies = await Promise.all(cells.map(([, raw]) => exchange(acme.port, bytesOf(agent, raw()))));
  expect(replies.filter((reply) => /node_modules|\.ts\b|at \w+ \(|Error:|HPE_/.test(reply))).toEqual([]);
});
