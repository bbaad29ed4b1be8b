/**
 * Bytes that two readers could take apart in two ways, and clients that never come to an end. Sent over raw sockets, by an agent
 * that is bound to its customer: what is answered is the customer's own, or it is refused.
 */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { GuardedAcme } from '../support/guarded-acme.ts';
import { openGuardedAcme } from '../support/guarded-acme.ts';
import type { RawReply } from '../support/raw-http.ts';
import { exchange, repliesIn } from '../support/raw-http.ts';
import { OWN, TOOLS, verdictOf } from './asking.ts';

const BODY_BYTES = 8192;

let acme: GuardedAcme;
let authorization: string;
let another: string;
let customer: string;

beforeAll(async () => {
  const limits = { body_bytes: BODY_BYTES, headers_timeout_ms: 1000, request_timeout_ms: 1500 };
  acme = await openGuardedAcme({ limits });
  authorization = `Bearer ${(await acme.apiKey('bound-desk')).token}`;
  another = `Bearer ${(await acme.apiKey('support-copilot')).token}`;
  customer = acme.mint('bound-desk', { claims: { sub: OWN.id, sub_type: 'account_id' } });
}, 60_000);
afterAll(() => acme.close());

const BODY = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"${TOOLS[0]}","arguments":{}}}`;
const CHUNKED = chunked(BODY);

function chunked(text: string, extension = ''): string {
  return `${text.length.toString(16)}${extension}\r\n${text}\r\n0\r\n\r\n`;
}

/** A request's head, by name; a line for each value. */
type Head = Readonly<Record<string, string | readonly string[]>>;

const usualHead = (): Head => ({
  Host: 'localhost',
  'Content-Type': 'application/json',
  Accept: 'application/json, text/event-stream',
  Authorization: authorization,
  'Concierge-Customer': customer,
  'Content-Length': String(BODY.length),
  Connection: 'close',
});

type Raw = {
  readonly line?: string;
  /** In place of the usual; an empty list leaves one out. */
  readonly head?: Head;
  readonly body?: string | Uint8Array;
};

function bytesOf({ line = 'POST /mcp HTTP/1.1', head = {}, body = BODY }: Raw): Buffer {
  const lines = Object.entries({ ...usualHead(), ...head }).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}: ${value}`),
  );
  return Buffer.concat([Buffer.from(`${[line, ...lines].join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)]);
}

function said({ status, body }: RawReply): string {
  return status === 200 && body.startsWith('event') ? verdictOf({ status, headers: {}, body }) : String(status);
}

async function verdict(raw: Raw): Promise<string> {
  return repliesIn(await exchange(acme.port, bytesOf(raw)))
    .map(said)
    .join(', ');
}

type Cell = readonly [what: string, raw: () => Raw, verdict: string, why: string];

const NONE: readonly string[] = [];

const TWICE: readonly Cell[] = [
  ['nothing odd', () => ({}), 'own', 'as clients send it'],
  ['Authorization twice', () => ({ head: { Authorization: [authorization, authorization] } }), '400', 'though equal'],
  ['and in capitals', () => ({ head: { AUTHORIZATION: another } }), '400', 'one could be checked and another be used'],
  ['Host twice', () => ({ head: { Host: ['localhost', 'localhost'] } }), '400', 'the same'],
  ['Content-Type twice', () => ({ head: { 'content-type': 'text/plain' } }), '400', 'the same'],
  ['Origin twice', () => ({ head: { Origin: ['http://localhost', 'https://evil.example'] } }), '400', 'the same'],
  ['Concierge-Customer twice', () => ({ head: { 'concierge-customer': customer } }), 'nobody invalid', 'never unbound'],
  ['and once empty', () => ({ head: { 'CONCIERGE-CUSTOMER': '' } }), 'nobody invalid', 'never unbound'],
  ['as a list', () => ({ head: { 'Concierge-Customer': `${customer},` } }), 'nobody invalid', 'as proxies join two'],
  ['in capitals', () => ({ head: { 'Concierge-Customer': NONE, 'CONCIERGE-CUSTOMER': customer } }), 'own', 'no case'],
  [
    'with a low line',
    () => ({ head: { 'Concierge-Customer': NONE, Concierge_Customer: customer } }),
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

const LENGTHS: readonly Cell[] = [
  ['Content-Length twice', () => ({ head: { 'content-length': String(BODY.length) } }), '400', 'though equal'],
  ['two lengths', () => ({ head: { 'content-length': '5' } }), '400', 'two ends'],
  ['a list of them', () => ({ head: { 'Content-Length': `${BODY.length}, ${BODY.length}` } }), '400', 'two ends'],
  ['+', () => ({ head: { 'Content-Length': `+${BODY.length}` } }), '400', 'digits alone'],
  ['hexadecimal', () => ({ head: { 'Content-Length': `0x${BODY.length.toString(16)}` } }), '400', 'digits alone'],
  ['negative', () => ({ head: { 'Content-Length': '-1' } }), '400', 'digits alone'],
  ['empty', () => ({ head: { 'Content-Length': '' } }), '400', 'digits alone'],
  ['beyond all numbers', () => ({ head: { 'Content-Length': '99999999999999999999' } }), '400', 'no number here'],
  ['length and chunks', () => ({ head: { 'Transfer-Encoding': 'chunked' }, body: CHUNKED }), '400', 'two ends'],
  ['chunks', () => inChunks('chunked'), 'own', 'as clients send it'],
  ['identity last', () => inChunks('chunked, identity'), '400', 'chunked must frame it'],
  ['chunked twice', () => inChunks('chunked, chunked'), '400', 'once'],
  ['almost chunked', () => inChunks('xchunked'), '400', 'another coding'],
  ['behind a control character', () => inChunks('\x0bchunked'), '400', 'another coding'],
  ['quoted', () => inChunks('"chunked"'), '400', 'another coding'],
  ['two codings', () => inChunks(['chunked', 'identity']), '400', 'two ends'],
  [
    'a blank before the colon',
    () => ({ head: { 'Content-Length': NONE, 'Transfer-Encoding ': 'chunked' }, body: CHUNKED }),
    '400',
    'no name has one',
  ],
  ['an extension', () => inChunks('chunked', chunked(BODY, ';a=b')), 'own', 'which nobody reads'],
  ['a long extension', () => inChunks('chunked', chunked(BODY, `;a=${'b'.repeat(20_000)}`)), '413', 'nor stores'],
  ['chunks with line feeds alone', () => inChunks('chunked', CHUNKED.replaceAll('\r\n', '\n')), '400', 'two ends'],
  ['a size with a prefix', () => inChunks('chunked', `0x${CHUNKED}`), '400', 'digits alone'],
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

function inChunks(coding: string | readonly string[], body = CHUNKED): Raw {
  return { head: { 'Content-Length': NONE, 'Transfer-Encoding': coding }, body };
}

function trailed(): Raw {
  const { head, body = '' } = inChunks('chunked');
  const trailer = `Concierge-Customer: ${customer}`;
  return { head: { ...head, 'Concierge-Customer': NONE }, body: String(body).replace(/\r\n$/, `${trailer}\r\n\r\n`) };
}

function followed(): Raw {
  const next = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
  return { head: { Connection: 'keep-alive' }, body: `${BODY}${next}` };
}

const LINES: readonly Cell[] = [
  [
    'a folded Authorization',
    () => ({ head: { Authorization: authorization.replace(' ', '\r\n ') } }),
    '400',
    'no folds',
  ],
  ['a folded line', () => ({ head: { 'X-A': `b\r\n Authorization: ${another}` } }), '400', 'no folds'],
  [
    'a folded assertion',
    () => ({ head: { 'Concierge-Customer': `${customer.slice(0, 9)}\r\n\t${customer.slice(9)}` } }),
    '400',
    'no folds',
  ],
  [
    'a blank before the name',
    () => ({ head: { Authorization: NONE, ' Authorization': authorization } }),
    '400',
    'a fold',
  ],
  [
    'a blank before the colon',
    () => ({ head: { Authorization: NONE, 'Authorization ': authorization } }),
    '400',
    'no name',
  ],
  ['an end for whoever reads C', () => ({ head: { Authorization: `${authorization}\0` } }), '400', 'no text'],
  ['a line feed', () => ({ head: { Host: `localhost\nAuthorization: ${another}` } }), '400', 'a line ends with two'],
  ['a carriage return', () => ({ head: { Host: `localhost\rAuthorization: ${another}` } }), '400', 'the same'],
  ['700 headers', () => ({ head: { a: headers(700) } }), 'own', 'all of them are read'],
  ['2,100 headers', () => ({ head: { a: headers(2100) } }), '431', 'or none: a second one could hide at the end'],
  ['16 KiB of headers', () => ({ head: { 'X-A': 'x'.repeat(16_384) } }), '431', 'no more'],
];

function headers(count: number): readonly string[] {
  return Array.from({ length: count }, () => '');
}

const BEHIND_A_PROXY: readonly Cell[] = (
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

const ADDRESSES: readonly Cell[] = [
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

const BODIES: readonly Cell[] = [
  [
    'packed',
    () => sized(gzipSync(BODY), { 'Content-Encoding': 'gzip' }),
    '400',
    'nothing is unpacked, so nothing can swell',
  ],
  ['as large as allowed', () => sized(padded(BODY_BYTES)), 'own', 'up to the limit'],
  ['larger', () => sized(padded(BODY_BYTES + 1)), '413', 'and no further'],
  [
    'said to be larger',
    () => ({ head: { 'Content-Length': '999999999' }, body: '' }),
    '413',
    'before any of it is read',
  ],
  ['in endless chunks', () => inChunks('chunked', endless()), '413', 'as it comes'],
  ['deeply nested', () => sized('['.repeat(4000) + ']'.repeat(4000)), '400', 'no stack is that deep'],
  [
    'deeply nested arguments',
    () => sized(BODY.replace('{}', `{"a":${'['.repeat(70)}${']'.repeat(70)}}`)),
    '400',
    'the same',
  ],
  ['of many keys', () => sized(BODY.replace('{}', `{${keys(900)}}`)), 'isError nobody', 'none of which there is'],
  ['in another script', () => sized(Buffer.from(BODY, 'utf16le')), '400', 'JSON is UTF-8'],
  [
    'not quite UTF-8',
    () => sized(Buffer.from(BODY.replace('{}', '{"account_id":"\xff\xfe"}'), 'latin1')),
    'nobody',
    'which names nobody',
  ],
  ['overlong UTF-8', () => sized(overlong()), 'nobody', 'one form for each character'],
  [
    'a form',
    () => sized('account_id=1', { 'Content-Type': 'application/x-www-form-urlencoded' }),
    '415',
    'web pages send these',
  ],
  ['JSON by another name', () => ({ head: { 'Content-Type': 'text/plain' } }), '415', 'and these'],
  ['nothing', () => sized(''), '400', 'no message'],
];

function sized(body: string | Uint8Array, head: Head = {}): Raw {
  return { head: { 'Content-Length': String(Buffer.byteLength(body)), ...head }, body };
}

function padded(bytes: number): string {
  return BODY + ' '.repeat(bytes - BODY.length);
}

function endless(): string {
  return `${(1000).toString(16)}\r\n${'x'.repeat(1000)}\r\n`.repeat(20);
}

function keys(count: number): string {
  return Array.from({ length: count }, (_, index) => `"k${index}":1`).join();
}

/** The customer's own id with its first character in two bytes, as UTF-8 forbids. */
function overlong(): Buffer {
  const [before = '', after = ''] = BODY.replace('{}', `{"account_id":"${OWN.id}"}`).split(OWN.id);
  return Buffer.concat([Buffer.from(before), Buffer.from([0xc0, 0xb0]), Buffer.from(`${OWN.id.slice(1)}${after}`)]);
}

describe.each([
  ['what comes twice', TWICE],
  ['where a request ends', LENGTHS],
  ['lines', LINES],
  ['what proxies say', BEHIND_A_PROXY],
  ['where it goes', ADDRESSES],
  ['bodies', BODIES],
])('%s', (_what, cells) => {
  const named = cells.map(([what, raw, expected, why]) => ({ what, raw, expected, why }));

  it.each(named)('$what → $expected: $why', async ({ raw, expected }) => {
    expect(await verdict(raw())).toBe(expected);
  });
});

test('a refusal says nothing of the inside', async () => {
  const raws = [LENGTHS, LINES, ADDRESSES, BODIES].flatMap((cells) => cells.map(([, raw]) => bytesOf(raw())));
  const replies = await Promise.all(raws.map((bytes) => exchange(acme.port, bytes)));
  expect(replies.filter((reply) => /node_modules|\.ts\b|at \w+ \(|Error:|HPE_/.test(reply))).toEqual([]);
  expect(replies.filter((reply) => /Copperline|hannah\.|lucia\./.test(reply))).toEqual([]);
});

describe('clients that never come to an end', () => {
  const head = (): string => bytesOf({ body: '' }).toString('latin1');

  const slow: readonly (readonly [what: string, start: () => string, piece: string])[] = [
    ['a first line', () => 'POST', 'x'],
    ['headers', () => head().slice(0, -2), 'X-A: b\r\n'],
    ['a header', () => `${head().slice(0, -4)}, `, 'x'],
    ['a body', head, ' '],
    ['a chunk', () => bytesOf(inChunks('chunked', 'FF\r\n')).toString('latin1'), ' '],
    ['chunks', () => bytesOf(inChunks('chunked', '')).toString('latin1'), '1\r\n \r\n'],
    ['silence', () => '\r\n', ''],
    ['a body without a token', () => head().replace(authorization, ''), ' '],
  ];

  it(`are closed: ${slow.map(([what]) => what).join(', ')}`, async () => {
    const replies = await Promise.all(
      slow.map(([, start, piece]) => exchange(acme.port, start(), { drip: { piece, everyMs: 50 } })),
    );
    expect(replies.flatMap(repliesIn).map(({ status }) => status)).not.toContain(200);
  });

  it('keep nobody else waiting, in any number', async () => {
    const many = Array.from({ length: 100 }, () => exchange(acme.port, head(), { drip: { piece: ' ', everyMs: 100 } }));
    for (let call = 0; call < 10; call += 1) expect(await verdict({})).toBe('own');
    const replies = await Promise.all(many);
    expect(replies.filter((reply) => reply.includes('sarah.jenkins'))).toEqual([]);
  });

  it('or that go away in the middle leave nothing behind', async () => {
    const before = acme.records.length;
    const cut = bytesOf({ head: { 'Content-Length': String(BODY.length + 1) } });
    await Promise.all(Array.from({ length: 50 }, () => exchange(acme.port, cut)));
    expect(acme.records.length).toBe(before);
    expect(await verdict({})).toBe('own');
  });
});
