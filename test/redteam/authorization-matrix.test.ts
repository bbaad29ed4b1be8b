/**
 * Who gets what: the authorization matrix over the program's own HTTP stack, as two sheets of cells (the door, and behind it
 * the binding), and then every combination of all axes, checked for what must hold in each.
 */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { GuardedAcme } from '../support/guarded-acme.ts';
import { openGuardedAcme } from '../support/guarded-acme.ts';
import { callOf, THEIRS, TOOLS, verdictOf } from './asking.ts';
import { BINDING_CELLS } from './binding-cells.ts';
import { allSituations, atMostAtOnce, breachesOf } from './every-situation.ts';
import type { Credentials, Mode } from './situation.ts';
import { askedIn, prepareCredentials } from './situation.ts';

let acme: GuardedAcme;
let credentials: Credentials;

beforeAll(async () => {
  acme = await openGuardedAcme();
  credentials = await prepareCredentials(acme);
}, 60_000);
afterAll(() => acme.close());

/** Each with a good assertion and no identity: at the door nothing of the call itself counts. */
const DOOR_CELLS: readonly (readonly [credential: string, verdict: string, why: string])[] = [
  ['no token', '401', 'no word of an error: it learns where to get one'],
  ['malformed', '401 invalid_token', 'begins like a key and is none'],
  ['unknown key', '401 invalid_token', 'of the right form, made up'],
  ['another secret', '401 invalid_token', 'the id of a real key, which lists show'],
  ['revoked key', '401 invalid_token', 'for good'],
  ['expired key', '401 invalid_token', 'from its very second on'],
  ['key of another tenant', '401 invalid_token', 'its caller has a namesake here'],
  ['key of a caller who is gone', '401 invalid_token', 'the workspace lists it no more'],
  ['key without the scope', 'rpc -32602', 'the tool is not in its menu, as if there were none'],
  ['good key', 'own', 'and the assertion says of whom'],
  ['good token', 'own', 'of the authorization server'],
  ['token without the scope', '403 insufficient_scope', 'the client can ask for more'],
  ['token without any scope', '403 insufficient_scope', 'no scope is not every scope'],
  ['token for another audience', '401 invalid_token', 'one that was meant for the CRM'],
  ['expired token', '401 invalid_token', 'half a minute for two clocks, no more'],
  ['forged token', '401 invalid_token', 'the right `kid`, another key'],
  ['token of an unknown client', '401 invalid_token', 'right, and of nobody here'],
];

describe.each(['legacy', 'modern'] as const)('at the door, %s', (era) => {
  it.each(DOOR_CELLS)('%s → %s: %s', async (name, verdict) => {
    for (const tool of TOOLS) {
      const credential = credentials[name]!;
      const asked = askedIn(acme, { credential, mode: 'required', assertion: 'valid', tool, identity: 'none' });
      const before = acme.records.length;
      expect(verdictOf(await acme.send(callOf({ ...asked, era })))).toBe(verdict);
      // Who isn't admitted is on no record.
      expect(acme.records.length - before).toBe(verdict === 'own' ? 1 : 0);
    }
  });
});

it('has a test for each kind of credential', () => {
  expect(DOOR_CELLS.map(([name]) => name)).toEqual(Object.keys(credentials));
});

describe.each(['legacy', 'modern'] as const)('behind it, %s', (era) => {
  it.each(BINDING_CELLS)('%s, assertion %s, %s → %s | %s | %s: %s', async (mode, assertion, identity, ...rest) => {
    const credential = credentials[isByClaim(mode) ? 'good token' : 'good key']!;
    const before = acme.records.length;
    const verdicts: string[] = [];
    for (const tool of TOOLS) {
      const asked = askedIn(acme, { credential, mode, assertion, tool, identity });
      verdicts.push(verdictOf(await acme.send(callOf({ ...asked, era }))).replace('rpc -32602', 'none'));
    }
    expect(verdicts).toEqual(rest.slice(0, TOOLS.length));
    const isViolation = assertion === 'valid' && mode !== 'off' && /foreign|unknown/.test(identity);
    const answered = verdicts.filter((verdict) => verdict !== 'none');
    const recorded = acme.records.slice(before).map(({ binding: { violation } }) => violation);
    // Another's identity is a violation, of an assertion that holds.
    expect(recorded).toEqual(answered.map(() => isViolation));
  });
});

function isByClaim(mode: Mode): boolean {
  return mode === 'required, claim';
}

test('in every combination of all axes nothing is told that must not be', async () => {
  const situations = allSituations(credentials);
  expect(situations.length).toBeGreaterThan(3_500);
  const verdicts = new Map<string, number>();
  const breaches = await atMostAtOnce(24, situations, async (situation, index) => {
    const era = index % 2 === 0 ? 'legacy' : 'modern';
    const received = await acme.send(callOf({ ...askedIn(acme, situation), era }));
    const verdict = verdictOf(received);
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    return breachesOf(situation, verdict, received.body);
  });
  expect(breaches.flat()).toEqual([]);
  // Each of them came about, so that none of the rules looked at nothing.
  const seen = [...verdicts.keys()];
  for (const verdict of [
    'own',
    'theirs',
    'nobody',
    'nobody missing',
    'isError expired',
    '401',
    '403 insufficient_scope',
  ])
    expect(seen).toContain(verdict);
  expect(acme.log.filter(({ level }) => level === 'error')).toEqual([]);
});

test('whose data it is can be told from an answer', async () => {
  const { token } = await acme.apiKey('support-copilot');
  const verdicts = TOOLS.map(async (tool) =>
    verdictOf(await acme.send(callOf({ tool, args: { account_id: THEIRS.id }, token }))),
  );
  expect(await Promise.all(verdicts)).toEqual(['theirs', 'theirs', 'theirs']);
});
