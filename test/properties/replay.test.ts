/**
 * Records stand up: over generated companies, calls and outages, every record replays to the same answer from itself, its
 * snapshots and its release, after the directory is gone; and no part of it can be another without that being told.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answer } from '../../src/answer/answer.ts';
import type { Desk } from '../../src/answer/desk.ts';
import { prepareRelease } from '../../src/answer/prepared-release.ts';
import type { Archive } from '../../src/answer/reread.ts';
import { replayer } from '../../src/answer/replay.ts';
import type { DecisionRecord } from '../../src/audit/record.ts';
import type { AssertionOutcome } from '../../src/caller/assertion.ts';
import { BINDING_MODES } from '../../src/caller/caller.ts';
import { UNLIMITED } from '../../src/caller/budgets.ts';
import { releaseOf } from '../../src/config/release.ts';
import { TOOLS } from '../../src/config/workspace.ts';
import { AUDIENCES } from '../../src/facts/frame.ts';
import { callerOf } from '../support/acme-desk.ts';
import type { Company } from './companies.ts';
import { company, deskDirectory } from './companies.ts';

const RUNS = { numRuns: 400 };
/** Each of these is a replay that must fail in one way. */
const FAILING_RUNS = { numRuns: 150 };
const RELEASED_AT = '2025-11-23T00:00:00Z';

const assertion: fc.Arbitrary<AssertionOutcome> = fc.constantFrom(
  { kind: 'absent' },
  { kind: 'expired' },
  { kind: 'duplicate' },
  { kind: 'invalid', why: 'signature' },
  { kind: 'verified', subject: { type: 'account_id', value: '1' }, expiresAtMs: Date.parse(RELEASED_AT) },
  { kind: 'verified', subject: { type: 'email', value: 'b@two.example' }, expiresAtMs: Date.parse(RELEASED_AT) },
  { kind: 'verified', subject: { type: 'email', value: 'x@one.example' }, expiresAtMs: Date.parse(RELEASED_AT) },
);

const call = fc.record({
  tool: fc.constantFrom(...TOOLS),
  audience: fc.constantFrom(...AUDIENCES),
  binding: fc.constantFrom('off', 'off', ...BINDING_MODES),
  assertion,
  atMs: fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2027-12-31T00:00:00Z') }),
  args: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom({ account_id: '1' }, { account_id: 'crm:2' }) },
    {
      weight: 3,
      arbitrary: fc.record(
        {
          account_id: fc.constantFrom('1', 'crm:2', 'crm:1', '2'),
          topic: fc.constantFrom('billing', 'technical'),
          language: fc.constantFrom('de', 'pt-BR'),
          urgency: fc.constantFrom('normal', 'urgent'),
        },
        { requiredKeys: ['account_id'] },
      ),
    },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        {},
        { account_id: 'shared' },
        { customer_email: 'x@one.example' },
        { customer_email: 'both@x.example' },
        { account_id: '1', customer_email: 'b@two.example' },
        { topic: 'weather' },
      ),
    },
    { weight: 1, arbitrary: fc.anything() },
  ),
  down: fc.constantFrom(false, false, false, false, false, true),
});
type Call = typeof call extends fc.Arbitrary<infer Value> ? Value : never;

/** Some of whom share an address: then who is meant by it hangs on people who are never shown. */
const sharingCompany: fc.Arbitrary<Company> = fc
  .record({ made: company, pairs: fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { maxLength: 3 }) })
  .map(({ made, pairs }) => {
    const people = [...made.people];
    for (const [one, other] of pairs) people[one] = { ...people[one]!, email: people[other]!.email };
    return { ...made, people };
  });

type Recorded = { readonly record: DecisionRecord; readonly archive: Archive };

/** What is left of an answer once its company is gone; null where nothing was recorded, for want of such a tool. */
async function recorded(made: Company, { tool, audience, binding, assertion: stated, ...also }: Call) {
  const { workspace } = made;
  const { id, json } = releaseOf(workspace);
  const release = prepareRelease(workspace, id, RELEASED_AT);
  const snapshots = new Map<string, string>();
  const texts: string[] = [];
  const desk: Desk = {
    tenant: workspace.tenant,
    release: () => release,
    directory: deskDirectory(made, also.down),
    budgets: UNLIMITED,
    records: {
      append: async (record, used) => {
        texts.push(JSON.stringify(record));
        for (const one of used) snapshots.set(one.hash, one.json);
      },
    },
    clock: { now: () => also.atMs },
    alarm: () => undefined,
  };
  const caller = { ...callerOf(workspace, audience), binding };
  const ask = { caller, service: 'cx_concierge', tool, arguments: also.args, assertion: stated };
  await answer(ask, desk);
  const archive: Archive = {
    releases: { get: async () => ({ id, at: '2030-01-01T00:00:00Z', json }) },
    records: { snapshot: async (_tenant, hash) => snapshots.get(hash) },
  };
  return texts.map((text): Recorded => ({ record: JSON.parse(text) as DecisionRecord, archive })).at(0);
}

const CHANGES: readonly ((record: DecisionRecord) => Partial<DecisionRecord>)[] = [
  ({ answer: card }) => ({ answer: card === null ? { status: 'Healthy', as_of: RELEASED_AT } : null }),
  ({ candidates }) => ({ candidates: candidates.length === 0 ? [NOBODY] : candidates.slice(1) }),
  ({ reachedBy }) => ({ reachedBy: reachedBy === 'manager' ? null : 'manager' }),
  ({ escalation }) => ({
    escalation: escalation === null ? { rule: null, rows: [] } : { ...escalation, rule: 'other' },
  }),
  ({ health }) => ({ health: health === null ? { rule: null, rows: [] } : { ...health, rows: [7] } }),
  ({ kind }) => ({ kind: kind === 'decided' ? 'unresolved' : 'decided' }),
  ({ facts }) => (facts === null ? { kind: 'decided' } : { facts: { ...facts, asked: {} } }),
];
const NOBODY = { link: 0, person: null, team: null, verdict: 'nobody' } as const;

describe('over generated companies, calls and outages', () => {
  it('every record replays to the same answer', async () => {
    const kinds = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(sharingCompany, call, async (made, asked) => {
        const one = await recorded(made, asked);
        if (one === undefined) return;
        const { kind, tool } = one.record;
        kinds.set(`${tool} ${kind}`, (kinds.get(`${tool} ${kind}`) ?? 0) + 1);
        const replay = await replayer(one.archive)(one.record);
        expect(replay.kind === 'differs' ? replay.differences : replay.kind).toBe('same');
      }),
      RUNS,
    );
    // Every kind of answer that a tool can give was among them.
    const refusable = TOOLS.filter((tool) => tool !== 'get_escalation_contact');
    expect([...kinds.keys()].toSorted()).toEqual(
      [
        ...TOOLS.flatMap((tool) => ['decided', 'malformed', 'unresolved'].map((kind) => `${tool} ${kind}`)),
        ...refusable.map((tool) => `${tool} refused`),
      ].toSorted(),
    );
  });

  it('a record of another outcome differs', async () => {
    await fc.assert(
      fc.asyncProperty(company, call, fc.constantFrom(...CHANGES), async (made, asked, change) => {
        const one = await recorded(made, asked);
        if (one === undefined) return;
        const changed = { ...one.record, ...change(one.record) };
        expect((await replayer(one.archive)(changed)).kind).toBe('differs');
      }),
      FAILING_RUNS,
    );
  });

  it('facts of another content are found out', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(company, call, fc.nat(), async (made, asked, at) => {
        const one = await recorded(made, { ...asked, down: false });
        if (one?.record.facts === null || one === undefined) return;
        const { dossier, people } = one.record.facts;
        const hashes = [dossier, ...people];
        const spoilt = hashes[at % hashes.length];
        const snapshot: Archive['records']['snapshot'] = async (tenant, hash) => {
          const json = await one.archive.records.snapshot(tenant, hash);
          return hash === spoilt ? json?.replace('2026', '2027') : json;
        };
        const replay = await replayer({ ...one.archive, records: { snapshot } })(one.record);
        expect(replay).toMatchObject({ kind: 'differs', differences: [{ what: 'snapshot', recorded: spoilt }] });
        found += 1;
      }),
      FAILING_RUNS,
    );
    expect(found).toBeGreaterThan(FAILING_RUNS.numRuns / 10);
  });
});
