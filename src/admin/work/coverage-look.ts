/**
 * Looks at every account of the directory for the coverage: one look at a time, in the background, with a turn for whoever asks
 * something else in between. What it found stands until the directory or the release is another, or somebody wants it as of now.
 */
import { setImmediate } from 'node:timers/promises';
import type { PreparedRelease } from '../../answer/prepared-release.ts';
import type { EpochMs } from '../../base/clock.ts';
import { plainQuestion } from '../../coverage/account-coverage.ts';
import { chosenFacts } from '../../coverage/chosen-facts.ts';
import type { CoverageReport } from '../../coverage/report.ts';
import { survey } from '../../coverage/survey.ts';
import type { PersonKey, Roster } from '../../directory/records.ts';
import { ineligible } from '../../guardrails/eligible.ts';
import type { DirectoryStore, Generation } from '../../store/store.ts';
import { factLabel } from '../../cli/coverage-figures.ts';
import { CAUSE_WORDS, OUTCOME_WORDS } from '../../cli/coverage-words.ts';
import type { AccountsQuery, AccountsReply, Coverage, CoverageReply, NamedAccount } from '../contract.ts';
import type { CoverageBook } from './coverage-book.ts';
import { coverageBook } from './coverage-book.ts';

export type CoverageLook = {
  /** Begins to look where that is due, and tells how it stands. */
  readonly coverage: (release: PreparedRelease, wanted: Wanted) => Promise<CoverageReply>;
  readonly behind: (query: AccountsQuery) => AccountsReply;
  readonly named: (text: string) => readonly NamedAccount[];
};

/** `atMs`: null for the moment at which it is looked at. */
export type Wanted = { readonly atMs: EpochMs | null; readonly again: boolean };

/** What makes one look another than the next. */
type Subject = { readonly release: string; readonly generation: Generation; readonly atMs: EpochMs | null };
type Looking = Subject & { readonly book: CoverageBook; accounts: number; isWanted: boolean };
type Looked = Subject & { readonly book: CoverageBook; readonly coverage: Coverage };

const NOTHING: AccountsReply = { accounts: 0, pages: 0, listed: [] };

export function coverageLook(directory: DirectoryStore, tenant: string, now: () => EpochMs): CoverageLook {
  let looking: Looking | null = null;
  let looked: Looked | null = null;
  let failed: { readonly error: unknown } | null = null;

  const look = async (release: PreparedRelease, mine: Looking): Promise<void> => {
    try {
      const report = await lookedAt(release, mine, { directory, tenant, atMs: mine.atMs ?? now() });
      if (report === null) return mine.book.close();
      looked?.book.close();
      looked = { ...mine, coverage: { report, labels: labelsOf(report) } };
    } catch (error) {
      mine.book.close();
      failed = { error };
    }
    if (looking === mine) looking = null;
  };
  const begin = (release: PreparedRelease, subject: Subject): void => {
    if (looking !== null) looking.isWanted = false;
    looking = { ...subject, book: coverageBook(), accounts: 0, isWanted: true };
    void look(release, looking);
  };
  const reply = (): CoverageReply => {
    if (looking !== null) return { kind: 'looking', accounts: looking.accounts, before: looked?.coverage ?? null };
    return looked === null ? { kind: 'nothing_imported' } : { kind: 'looked', ...looked.coverage };
  };
  return {
    coverage: async (release, { atMs, again }) => {
      const generation = await directory.generation(tenant);
      if (generation === 0) return { kind: 'nothing_imported' };
      const told = failed;
      failed = null;
      if (told !== null) throw told.error;
      const subject = { release: release.id, generation, atMs };
      const isDue = looking === null ? again || !isSame(looked, subject) : !isSame(looking, subject);
      if (isDue) begin(release, subject);
      return reply();
    },
    behind: (query) => looked?.book.behind(query) ?? NOTHING,
    named: (text) => (looked ?? looking)?.book.named(text) ?? [],
  };
}

function isSame(one: Subject | null, { release, generation, atMs }: Subject): boolean {
  return one !== null && one.release === release && one.generation === generation && one.atMs === atMs;
}

/** Between two turns for others. */
const ACCOUNTS_AT_ONCE = 500;

type Place = { readonly directory: DirectoryStore; readonly tenant: string; readonly atMs: EpochMs };

/** Null where it isn't wanted any more. */
async function lookedAt(release: PreparedRelease, mine: Looking, place: Place): Promise<CoverageReport | null> {
  const { directory, tenant, atMs } = place;
  const roster = await directory.roster(tenant);
  const facts = chosenFacts({}, release.frame);
  const { add, report } = survey({ release, roster, question: plainQuestion('customers', atMs), facts });
  const stale = stalePeople(roster, release);
  for await (const dossier of directory.dossiers(tenant)) {
    mine.book.add(add(dossier), dossier, stale);
    // An embedded store answers at once, so nothing else would ever get its turn.
    if (++mine.accounts % ACCOUNTS_AT_ONCE > 0) continue;
    await setImmediate();
    if (!mine.isWanted) return null;
  }
  mine.book.seal();
  return report();
}

function stalePeople({ people }: Roster, { house }: PreparedRelease): ReadonlySet<PersonKey> {
  const stale = [...people.values()].filter((person) => ineligible(person, house.approver, []) !== null);
  return new Set(stale.map(({ key }) => key));
}

function labelsOf({ by, value }: CoverageReport): Coverage['labels'] {
  return {
    by: by && factLabel(by),
    value: value && factLabel(value),
    isMoney: value?.endsWith('_usd') === true,
    outcomes: OUTCOME_WORDS,
    causes: CAUSE_WORDS,
  };
}
