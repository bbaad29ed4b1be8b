/** Bodies that are too much for a reader, and clients that never come to an end: refused or cut off, and nobody else waits. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GuardedAcme } from '../support/guarded-acme.ts';
import { openGuardedAcme } from '../support/guarded-acme.ts';
import { exchange, repliesIn } from '../support/raw-http.ts';
import { OWN } from './asking.ts';
import type { BoundAgent, Head, Raw, WireCell } from './raw-call.ts';
import { BODY, boundAgent, bytesOf, inChunks, namedCells, rawVerdict } from './raw-call.ts';

const BODY_BYTES = 8192;

let acme: GuardedAcme;
let agent: BoundAgent;

beforeAll(async () => {
  const limits = { body_bytes: BODY_BYTES, headers_timeout_ms: 1000, request_timeout_ms: 1500 };
  acme = await openGuardedAcme({ limits });
  agent = await boundAgent(acme);
}, 60_000);
afterAll(() => acme.close());

const BODIES: readonly WireCell[] = [
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

describe('bodies', () => {
  it.each(namedCells(BODIES))('$what → $expected: $why', async ({ raw, expected }) => {
    expect(await rawVerdict(agent, raw())).toBe(expected);
  });
});

describe('clients that never come to an end', () => {
  const head = (): string => bytesOf(agent, { body: '' }).toString('latin1');

  const slow: readonly (readonly [what: string, start: () => string, piece: string])[] = [
    ['a first line', () => 'POST', 'x'],
    ['headers', () => head().slice(0, -2), 'X-A: b\r\n'],
    ['a header', () => `${head().slice(0, -4)}, `, 'x'],
    ['a body', head, ' '],
    ['a chunk', () => bytesOf(agent, inChunks('chunked', 'FF\r\n')).toString('latin1'), ' '],
    ['chunks', () => bytesOf(agent, inChunks('chunked', '')).toString('latin1'), '1\r\n \r\n'],
    ['silence', () => '\r\n', ''],
    ['a body without a token', () => head().replace(agent.authorization, ''), ' '],
  ];

  it(`are closed: ${slow.map(([what]) => what).join(', ')}`, async () => {
    const replies = await Promise.all(
      slow.map(([, start, piece]) => exchange(acme.port, start(), { drip: { piece, everyMs: 50 } })),
    );
    expect(replies.flatMap(repliesIn).map(({ status }) => status)).not.toContain(200);
  });

  it('keep nobody else waiting, in any number', async () => {
    const many = Array.from({ length: 100 }, () => exchange(acme.port, head(), { drip: { piece: ' ', everyMs: 100 } }));
    for (let call = 0; call < 10; call += 1) expect(await rawVerdict(agent, {})).toBe('own');
    const replies = await Promise.all(many);
    expect(replies.filter((reply) => reply.includes('sarah.jenkins'))).toEqual([]);
  });

  it('or that go away in the middle leave nothing behind', async () => {
    const before = acme.records.length;
    const cut = bytesOf(agent, { head: { 'Content-Length': String(BODY.length + 1) } });
    await Promise.all(Array.from({ length: 50 }, () => exchange(acme.port, cut)));
    expect(acme.records.length).toBe(before);
    expect(await rawVerdict(agent, {})).toBe('own');
  });
});
