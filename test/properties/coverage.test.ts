/**
 * Coverage says what customers would meet: over generated companies, moments and audiences, what the report has for each
 * account is what `get_escalation_contact` answers with, by its card and by its record.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { answer } from '../../src/answer/answer.ts';
import type { Desk } from '../../src/answer/desk.ts';
import type { PreparedRelease } from '../../src/answer/prepared-release.ts';
import { prepareRelease } from '../../src/answer/prepared-release.ts';
import { UNLIMITED } from '../../src/caller/budgets.ts';
import type { DecisionRecord } from '../../src/audit/record.ts';
import type { EscalationCard } from '../../src/card/contract.ts';
import type { AccountCoverage } from '../../src/coverage/account-coverage.ts';
import { plainQuestion } from '../../src/coverage/account-coverage.ts';
import { chosenFacts } from '../../src/coverage/chosen-facts.ts';
import type { CoverageReport } from '../../src/coverage/report.ts';
import { survey } from '../../src/coverage/survey.ts';
import type { AccountKey } from '../../src/directory/records.ts';
import { rosterOf } from '../../src/directory/records.ts';
import type { Audience } from '../../src/facts/frame.ts';
import { AUDIENCES } from '../../src/facts/frame.ts';
import { callerOf } from '../support/acme-desk.ts';
import type { Company } from './companies.ts';
import { company, deskDirectory } from './companies.ts';

const moment = fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2027-12-31T00:00:00Z') });

/** With a name of its own for each row, as the loader wants it. */
function releaseOf({ workspace }: Company): PreparedRelease {
  const rules = workspace.escalation.rules.map((rule, index) => ({ ...rule, id: `row-${index}` }));
  return prepareRelease({ ...workspace, escalation: { rules } }, 'r1', '2026-11-23T00:00:00Z');
}

type Asked = { readonly audience: Audience; readonly atMs: number };
type Surveyed = { readonly accounts: readonly AccountCoverage[]; readonly report: CoverageReport };

function surveyed({ people, dossiers }: Company, release: PreparedRelease, { audience, atMs }: Asked): Surveyed {
  const question = plainQuestion(audience, atMs);
  const { add, report } = survey({
    release,
    roster: rosterOf(people),
    question,
    facts: chosenFacts({}, release.frame),
  });
  return { accounts: dossiers.map(add), report: report() };
}

type Answered = { readonly card: EscalationCard; readonly record: DecisionRecord };

/** The front door's answer to an agent that says no more than the account. */
async function answered(
  made: Company,
  release: PreparedRelease,
  { audience, atMs }: Asked,
  account: AccountKey,
): Promise<Answered> {
  const records: DecisionRecord[] = [];
  const desk: Desk = {
    tenant: made.workspace.tenant,
    release: () => release,
    directory: deskDirectory(made, false),
    budgets: UNLIMITED,
    records: { append: async (record) => void records.push(record) },
    clock: { now: () => atMs },
    alarm: (what, cause) => {
      throw new Error(`an alarm that the test did not expect: ${what}`, { cause });
    },
  };
  const outcome = await answer(
    {
      caller: callerOf(made.workspace, audience),
      service: 'cx_concierge',
      tool: 'get_escalation_contact',
      arguments: { account_id: account.slice('crm:'.length) },
      assertion: { kind: 'absent' },
    },
    desk,
  );
  const [record] = records;
  if (outcome.kind !== 'answered' || record === undefined) throw new Error(JSON.stringify(outcome));
  return { card: outcome.card as EscalationCard, record };
}

/** What both can say of one answer. */
function told({ card, record }: Answered) {
  const { person, team } = record.candidates.at(-1) ?? {};
  return {
    row: record.escalation?.rule ?? null,
    fallback: record.reachedBy === 'fallback',
    kind: card.contact.kind,
    key: person ?? team,
    name: card.contact.name,
  };
}

function covered({ row, outcome, contact: { kind, key, name } }: AccountCoverage) {
  return { row, fallback: outcome === 'fallback', kind, key, name };
}

it('coverage has for each account what get_escalation_contact answers with', async () => {
  const seen = new Set<string>();
  const anyAsked = fc.record({ audience: fc.constantFrom(...AUDIENCES), atMs: moment });
  await fc.assert(
    fc.asyncProperty(company, anyAsked, async (made, asked) => {
      const release = releaseOf(made);
      for (const one of surveyed(made, release, asked).accounts) {
        expect(covered(one)).toEqual(told(await answered(made, release, asked, one.account)));
        seen.add(one.outcome);
      }
    }),
    { numRuns: 400 },
  );
  // Companies that never come to one of them would prove nothing about it.
  expect([...seen].toSorted()).toEqual(['fallback', 'owner', 'stand_in', 'team', 'team_instead']);
});

it('an owner who isn’t named always has a cause, and one who is never', () => {
  fc.assert(
    fc.property(company, moment, (made, atMs) => {
      const release = releaseOf(made);
      const { accounts, report } = surveyed(made, release, { audience: 'customers', atMs });
      for (const { outcome, cause } of accounts) expect(cause === null).toBe(outcome === 'owner' || outcome === 'team');
      const parts = [report.groups, report.bands, [...report.rows, report.noRow]];
      for (const all of parts.filter(({ length }) => length > 0))
        expect(all.reduce((sum, part) => sum + part.accounts, 0)).toBe(report.all.accounts);
    }),
    { numRuns: 400 },
  );
});
