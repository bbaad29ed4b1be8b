/**
 * A simulation says what customers would meet: over generated companies, drafts, questions and moments, what it has for each
 * account is what `get_escalation_contact` answers with under either release; and what it says of a recorded call is what the
 * draft would have answered then, with the whole directory at hand.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { answer } from '../../src/answer/answer.ts';
import type { Desk } from '../../src/answer/desk.ts';
import type { PreparedRelease } from '../../src/answer/prepared-release.ts';
import { prepareRelease } from '../../src/answer/prepared-release.ts';
import type { Question } from '../../src/answer/question.ts';
import type { Archive } from '../../src/answer/reread.ts';
import type { DecisionRecord } from '../../src/audit/record.ts';
import { memoized } from '../../src/base/memoized.ts';
import { UNLIMITED } from '../../src/caller/budgets.ts';
import type { EscalationCard } from '../../src/card/contract.ts';
import { releaseOf } from '../../src/config/release.ts';
import type { ToolName, Workspace } from '../../src/config/workspace.ts';
import { TOOLS } from '../../src/config/workspace.ts';
import { plainQuestion } from '../../src/coverage/account-coverage.ts';
import { rosterOf, sayingsOf } from '../../src/directory/records.ts';
import type { Audience } from '../../src/facts/frame.ts';
import { AUDIENCES, URGENCIES } from '../../src/facts/frame.ts';
import type { AccountChange, Comparison, Side } from '../../src/simulation/account-change.ts';
import { accountChange } from '../../src/simulation/account-change.ts';
import { comparison } from '../../src/simulation/comparison.ts';
import { pastJudge } from '../../src/simulation/past-change.ts';
import { callerOf } from '../support/acme-desk.ts';
import type { Company } from './companies.ts';
import { company, deskDirectory } from './companies.ts';

const RUNS = { numRuns: 150 };
const RELEASED_AT = '2025-11-23T00:00:00Z';

/** With a name of its own for each row, as the loader wants it. */
function named(workspace: Workspace): Workspace {
  const rules = workspace.escalation.rules.map((rule, index) => ({ ...rule, id: `row-${index}` }));
  return { ...workspace, escalation: { rules } };
}

type Pair = { readonly made: Company; readonly draft: Workspace };

/** A draft takes some of its parts from another company; often the table alone, or nothing. */
const pair: fc.Arbitrary<Pair> = fc
  .record({
    made: company,
    other: company,
    parts: fc.constantFrom<readonly (keyof Workspace)[]>(
      [],
      ['escalation'],
      ['escalation'],
      ['teams'],
      ['service'],
      ['escalation', 'teams', 'service', 'health'],
    ),
    keptRows: fc.nat(3),
  })
  .map(({ made, other, parts, keptRows }) => {
    const taken = Object.fromEntries(parts.map((part) => [part, other.workspace[part]]));
    const draft: Workspace = { ...made.workspace, ...taken };
    const kept = made.workspace.escalation.rules.slice(0, keptRows);
    const rules = parts.includes('escalation') ? [...kept, ...draft.escalation.rules] : draft.escalation.rules;
    const live = { ...made, workspace: named(made.workspace) };
    return { made: live, draft: named({ ...draft, escalation: { rules } }) };
  });

const asked = fc.record({
  audience: fc.constantFrom(...AUDIENCES),
  topic: fc.constantFrom(null, 'billing'),
  urgency: fc.constantFrom(...URGENCIES),
  language: fc.constantFrom(null, 'de'),
  atMs: fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2027-12-31T00:00:00Z') }),
});
type Asked = typeof asked extends fc.Arbitrary<infer Value> ? Value : never;

/** Made ready once: that compiles what takes long. */
const prepared = memoized((workspace: Workspace): PreparedRelease =>
  prepareRelease(workspace, releaseOf(workspace).id, RELEASED_AT),
);

function compared({ made, draft }: Pair, { audience, atMs, ...request }: Asked): Comparison {
  const question: Question = { ...plainQuestion(audience, atMs), ...request };
  const releases = { live: prepared(made.workspace), draft: prepared(draft) };
  return comparison({ ...releases, roster: rosterOf(made.people), question, wanted: {} });
}

type Recorded = { readonly record: DecisionRecord; readonly archive: Archive };
type Call = Omit<Asked, 'audience'> & { readonly account: string; readonly tool: ToolName };

/** The front door's answer under a release, by its record. Undefined where this audience has no such tool. */
async function recorded(
  { made, workspace }: { made: Company; workspace: Workspace },
  { account, tool, topic, urgency, language, atMs }: Call,
  audience: Audience,
): Promise<Recorded | undefined> {
  const texts: string[] = [];
  const snapshots = new Map<string, string>();
  const release = prepared(workspace);
  const desk: Desk = {
    tenant: workspace.tenant,
    release: () => release,
    directory: deskDirectory(made, false),
    budgets: UNLIMITED,
    records: {
      append: async (record, used) => {
        texts.push(JSON.stringify(record));
        for (const one of used) snapshots.set(one.hash, one.json);
      },
    },
    clock: { now: () => atMs },
    alarm: (what, cause) => {
      throw new Error(`an alarm that the test did not expect: ${what}`, { cause });
    },
  };
  const args = { account_id: account.slice('crm:'.length), ...(tool === TOOLS[0] ? { topic, urgency, language } : {}) };
  const caller = callerOf(workspace, audience);
  await answer({ caller, service: 'cx_concierge', tool, arguments: args, assertion: { kind: 'absent' } }, desk);
  const { id, json } = releaseOf(workspace);
  const archive: Archive = {
    releases: { get: async () => ({ id, at: RELEASED_AT, json }) },
    records: { snapshot: async (_tenant, hash) => snapshots.get(hash) },
  };
  return texts.map((text): Recorded => ({ record: JSON.parse(text) as DecisionRecord, archive })).at(0);
}

/** What both can say of one answer. */
function told({ record }: Recorded) {
  const { person, team } = record.candidates.at(-1) ?? {};
  const { contact, reason } = record.answer as EscalationCard;
  return {
    row: record.escalation?.rule ?? null,
    fallback: record.reachedBy === 'fallback',
    kind: contact.kind,
    key: person ?? team,
    name: contact.name,
    reason: reason.code,
  };
}

function simulated({ row, outcome, contact, reason }: Side) {
  return { row, fallback: outcome === 'fallback', ...contact, reason };
}

/** Where one walk told both, nobody asked for the reason. */
function withoutReasons({ live, draft, ...change }: AccountChange) {
  return { ...change, live: { ...live, reason: null }, draft: { ...draft, reason: null } };
}

/** A draft has the time of another release; what an answer shows of its age is no change. */
function shown({ record }: Recorded): string {
  return JSON.stringify({ ...record.answer, as_of: null });
}

it('has for each account what get_escalation_contact answers with under each release', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(pair, asked, async (both, { audience, ...request }) => {
      const comparing = compared(both, { audience, ...request });
      for (const dossier of both.made.dossiers) {
        const quick: AccountChange = accountChange(sayingsOf(dossier), comparing);
        const change: AccountChange = accountChange(sayingsOf(dossier), {
          ...comparing,
          isAlike: () => false,
          isSameFrame: false,
        });
        expect(withoutReasons(quick)).toEqual(withoutReasons(change));
        const call: Call = { ...request, account: dossier.account, tool: 'get_escalation_contact' };
        const live = await recorded({ made: both.made, workspace: both.made.workspace }, call, audience);
        const draft = await recorded({ made: both.made, workspace: both.draft }, call, audience);
        if (live === undefined || draft === undefined) throw new Error('an answer without a record');
        expect(simulated(change.live)).toEqual(told(live));
        expect(simulated(change.draft)).toEqual(told(draft));
        const { changes } = change;
        const isShownAlike = changes.length === 0 || (changes.length === 1 && changes[0] === 'outcome');
        const isSameContact = change.live.contact.key === change.draft.contact.key;
        expect(isSameContact && isShownAlike).toBe(isSameContact && shown(live) === shown(draft));
        for (const one of changes) seen.add(one);
      }
    }),
    RUNS,
  );
  // Drafts that never change one of them would prove nothing about it.
  expect([...seen].toSorted()).toEqual(['card', 'contact', 'outcome', 'reason']);
});

it('finds nothing where the draft is what is live', () => {
  fc.assert(
    fc.property(company, asked, (made, question) => {
      const live = { ...made, workspace: named(made.workspace) };
      const comparing = compared({ made: live, draft: live.workspace }, question);
      for (const isAlike of [comparing.isAlike, () => false]) {
        for (const dossier of made.dossiers)
          expect(accountChange(sayingsOf(dossier), { ...comparing, isAlike })).toMatchObject({ changes: [] });
      }
    }),
    RUNS,
  );
});

function toldOf(tool: ToolName, { record: { answer: card } }: Recorded) {
  if (tool !== 'get_escalation_contact') return {};
  const { contact, reason } = card as EscalationCard;
  return { contacts: [contact.name], reason: reason.code };
}

const recordedCall = fc.record({ tool: fc.constantFrom(...TOOLS), account: fc.constantFrom('crm:1', 'crm:2') });

it('says of a recorded call what the draft would have answered, or that it can’t be said', async () => {
  const kinds = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(pair, asked, recordedCall, async ({ made, draft }, { audience, ...request }, one) => {
      const then = await recorded({ made, workspace: made.workspace }, { ...request, ...one }, audience);
      if (then === undefined) return;
      const past = await pastJudge(prepared(draft), then.archive)(then.record);
      const kind = past.kind === 'judged' ? `${past.change.changes.length > 0}` : past.why;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      const isLive = releaseOf(draft).id === releaseOf(made.workspace).id;
      expect(isLive ? kind : 'false').toBe('false');
      if (past.kind !== 'judged') return;
      const now = await recorded({ made, workspace: draft }, { ...request, ...one }, audience);
      if (now === undefined) throw new Error('a tool that the draft has not was judged');
      const { change } = past;
      expect(change.draft.row).toBe(now.record.escalation?.rule ?? null);
      expect(change.changes.length > 0).toBe(shown(then) !== shown(now));
      expect(change.draft).toMatchObject(toldOf(one.tool, now));
    }),
    RUNS,
  );
  expect([...kinds.keys()].toSorted()).toEqual(['false', 'people_missing', 'true']);
});
