/**
 * Noise at the door: whatever comes, each request is answered or its connection closed, nothing fails inside, and no reply tells
 * of what the company keeps to itself or of how the program is made. `FUZZ_RUNS=20000` looks longer.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requests } from '../edge/corpus.ts';
import { callOf, OWN, THEIRS, TOOLS, verdictOf } from '../redteam/asking.ts';
import type { GuardedAcme } from '../support/guarded-acme.ts';
import { openGuardedAcme } from '../support/guarded-acme.ts';
import { exchange } from '../support/raw-http.ts';
import type { Lines } from './hostile-requests.ts';
import { calls, edited, lineEdits, messages, modernMessages } from './hostile-requests.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 800);
/** So many under way at once: a run is a handful. */
const AT_ONCE = 10;
const TIMEOUT = { timeout: 60_000 + RUNS * 100 };

let acme: GuardedAcme;
let canaries: readonly string[];
let bound: Headers;
let free: Headers;

type Headers = Readonly<Record<string, string>>;

beforeAll(async () => {
  acme = await openGuardedAcme({ limits: { body_bytes: 16_384 } });
  canaries = canariesIn(acme.folder);
  const claims = { sub: OWN.id, sub_type: 'account_id' };
  const keyOf = async (caller: string) => `Bearer ${(await acme.apiKey(caller)).token}`;
  bound = { authorization: await keyOf('bound-desk'), 'concierge-customer': acme.mint('bound-desk', { claims }) };
  free = { authorization: await keyOf('support-copilot') };
}, 60_000);
afterAll(() => acme.close());

function canariesIn(folder: string): readonly string[] {
  const { text, values } = JSON.parse(readFileSync(join(folder, 'data/canaries.json'), 'utf8')) as Record<
    'text' | 'values',
    readonly { readonly tokens: readonly string[]; readonly otherForms?: readonly string[] }[]
  >;
  return [...text, ...values].flatMap(({ tokens, otherForms = [] }) => [...tokens, ...otherForms]);
}

/** By that code the SDK also says, in a validator's list, that an `initialize` is malformed. */
const INTERNAL = /"code":-32603,"message":"(?!\[\\n)/;
const FRAME = /node_modules|\bat [\w.<>]+ \(|\.(?:ts|js|mjs):\d+|file:\/\/\//;
/** Of people whom only the other customer has. */
const THEIR_PEOPLE = /Kowalski|Mokoena|Whitfield|Fern[aá]ndez/;

/** How often each came; 0 for a connection that was closed without a word. */
const statuses = new Map<number, number>();

/** What is wrong with a reply; `isBound`: to the customer of this conversation. */
function complaintsAbout(status: number, reply: string, isBound: boolean): readonly string[] {
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
  return [
    ...(status >= 500 && status !== 503 ? [`status ${status}`] : []),
    ...(INTERNAL.test(reply) ? ['an internal error'] : []),
    ...(FRAME.test(reply) ? [`a piece of the inside: ${FRAME.exec(reply)?.[0]}`] : []),
    ...(isBound && THEIR_PEOPLE.test(reply) ? ['another customer’s people'] : []),
    ...canaries.filter((canary) => reply.includes(canary)).map((canary) => `a canary: ${canary}`),
  ];
}

/** Each of a handful is sent at once. What fast-check reports of a request that is worth a complaint; undefined for none. */
async function foundWrong<Request>(
  arbitrary: fc.Arbitrary<Request>,
  complaintsOf: (request: Request) => Promise<readonly string[]>,
  runs = RUNS,
): Promise<string | undefined> {
  const handfuls = fc.array(arbitrary, { minLength: AT_ONCE, maxLength: AT_ONCE });
  const property = fc.asyncProperty(handfuls, async (handful) => {
    const complaints = (await Promise.all(handful.map(complaintsOf))).flat();
    if (complaints.length > 0) throw new Error(complaints.join('; '));
  });
  const details = await fc.check(property, { numRuns: Math.ceil(runs / AT_ONCE) });
  return details.failed
    ? `${String(details.errorInstance)}\n${await fc.asyncDefaultReportMessage(details)}`
    : undefined;
}

const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

async function sent(body: string, headers: Headers, isBound: boolean): Promise<readonly string[]> {
  const { status, body: reply } = await acme.send({ headers: { ...JSON_HEADERS, ...headers }, body });
  return complaintsAbout(status, reply, isBound);
}

/** A whole request as its lines, the last of which is its body. */
function linesOf(body: string, by: Headers): Lines {
  const headers = { host: 'localhost', ...JSON_HEADERS, ...by, 'content-length': String(Buffer.byteLength(body)) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return ['POST /mcp HTTP/1.1', ...lines, 'connection: close', '', body];
}

async function sentRaw(bytes: string | Uint8Array, isBound: boolean): Promise<readonly string[]> {
  const reply = await exchange(acme.port, bytes, { leaveAfterMs: 100 });
  return complaintsAbout(Number(/^HTTP\/1\.1 (\d{3})/.exec(reply)?.[1] ?? 0), reply, isBound);
}

describe('is answered or cut off, and tells nothing', () => {
  it('a call of either revision with slips in its members', TIMEOUT, async () => {
    expect(
      await foundWrong(requests, async (request) => {
        const headers = { ...request.headers, ...bound };
        const { status, body } = await acme.send({ ...request, headers });
        return complaintsAbout(status, body, true);
      }),
    ).toBeUndefined();
  });

  it('a call with slips in its text', TIMEOUT, async () => {
    expect(await foundWrong(edited(calls, 2), async (body) => await sent(body, bound, true))).toBeUndefined();
  });

  it('a message of any method', TIMEOUT, async () => {
    expect(
      await foundWrong(messages, async (body) => await sentRaw(linesOf(body, bound).join('\r\n'), true)),
    ).toBeUndefined();
  });

  it('a message of any method of the newer revision', TIMEOUT, async () => {
    const wrong = foundWrong(modernMessages, async ({ body, headers }) => {
      return await sentRaw(linesOf(body, { ...headers, ...bound }).join('\r\n'), true);
    });
    expect(await wrong).toBeUndefined();
  });

  it('a message of any method by a caller whom nothing binds', TIMEOUT, async () => {
    expect(
      await foundWrong(edited(messages, 2), async (body) => await sentRaw(linesOf(body, free).join('\r\n'), false)),
    ).toBeUndefined();
  });

  it('a request with slips in its lines', TIMEOUT, async () => {
    const bytes = fc.tuple(calls, lineEdits).map(([body, edits]) => edits(linesOf(body, bound)).join('\r\n'));
    expect(await foundWrong(bytes, async (text) => await sentRaw(text, true))).toBeUndefined();
  });

  it('a request that breaks off', TIMEOUT, async () => {
    const cut = fc.tuple(calls, fc.double({ min: 0, max: 1, noNaN: true })).map(([body, share]) => {
      const text = linesOf(body, bound).join('\r\n');
      return text.slice(0, Math.floor(text.length * share));
    });
    expect(await foundWrong(cut, async (text) => await sentRaw(text, true), RUNS / 4)).toBeUndefined();
  });

  it('no request at all', TIMEOUT, async () => {
    const noise = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 600 }),
      fc.string({ minLength: 1 }).map((text) => Buffer.from(text)),
    );
    expect(await foundWrong(noise, async (bytes) => await sentRaw(bytes, false), RUNS / 4)).toBeUndefined();
  });

  it('a token or an assertion of any form', TIMEOUT, async () => {
    const { authorization = '', 'concierge-customer': customer = '' } = bound;
    const word = fc.stringMatching(/^[\x21-\x7e]{0,60}$/);
    const tokens = fc.oneof(word, edited(fc.constant(authorization.slice(7)), 3).map(printable), jwt);
    const assertions = fc.oneof(word, edited(fc.constant(customer), 3).map(printable), jwt);
    expect(
      await foundWrong(fc.tuple(tokens, assertions, calls), async ([token, assertion, body]) => [
        ...(await sent(body, { authorization: `Bearer ${token}` }, true)),
        ...(await sent(body, { ...bound, 'concierge-customer': assertion }, true)),
      ]),
    ).toBeUndefined();
  });
});

/** Three parts, the first two JSON of some kind. */
const jwt = fc
  .tuple(fc.jsonValue(), fc.jsonValue(), fc.base64String())
  .map(([header, payload, signature]) =>
    [JSON.stringify(header), JSON.stringify(payload), signature]
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.'),
  )
  .filter((text) => text.length < 6000);

function printable(text: string): string {
  return text.replaceAll(/[^\x21-\x7e]/g, '');
}

it('answers rightly after all that, and nothing had failed', async () => {
  const args = { account_id: THEIRS.id };
  for (const tool of TOOLS) {
    expect(verdictOf(await acme.send(callOf({ tool, headers: bound })))).toBe('own');
    expect(verdictOf(await acme.send(callOf({ tool, args, headers: bound })))).toBe('nobody');
    expect(verdictOf(await acme.send(callOf({ tool, args, headers: free })))).toBe('theirs');
  }
  expect(statuses.get(200)).toBeGreaterThan(RUNS / 4);
  for (const status of [202, 400, 401]) expect(statuses.get(status)).toBeGreaterThan(RUNS / 100);
  const { body } = await acme.send({ method: 'GET', path: '/readyz' });
  expect(body).toBe('{"status":"ready"}');
  expect(acme.log.filter(({ level }) => ['error', 'fatal'].includes(level))).toEqual([]);
  expect(canaries.filter((canary) => JSON.stringify(acme.log).includes(canary))).toEqual([]);
});
