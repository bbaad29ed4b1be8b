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
  readonly coverage: (release: PreparedRelease, again: boolean) => Promise<CoverageReply>;
  readonly behind: (query: AccountsQuery) => AccountsReply;
  readonly named: (text: string) => readonly NamedAccount[];
};

type Look = { readonly release: string; readonly generation: Generation; readonly book: CoverageBook };
type Looking = Look & { accounts: number; failed: unknown };
type Looked = Look & { readonly coverage: Coverage };

const NOTHING: AccountsReply = { accounts: 0, pages: 0, listed: [] };

export function coverageLook(directory: DirectoryStore, tenant: string, now: () => EpochMs): CoverageLook {
  let looking: Looking | null = null;
  let looked: Looked | null = null;

  const begin = async (release: PreparedRelease, generation: Generation): Promise<void> => {
    const mine: Looking = { release: release.id, generation, book: coverageBook(), accounts: 0, failed: null };
    looking = mine;
    try {
      const report = await lookedAt(release, mine, { directory, tenant, atMs: now() });
      looked?.book.close();
      looked = { ...mine, coverage: { report, labels: labelsOf(report) } };
      looking = null;
    } catch (error) {
      mine.book.close();
      mine.failed = error;
    }
  };
  const reply = (): CoverageReply => {
    if (looking !== null) return { kind: 'looking', accounts: looking.accounts, before: looked?.coverage ?? null };
    return looked === null ? { kind: 'nothing_imported' } : { kind: 'looked', ...looked.coverage };
  };
  return {
    coverage: async (release, again) => {
      const generation = await directory.generation(tenant);
      if (generation === 0) return { kind: 'nothing_imported' };
      if (looking !== null && looking.failed !== null) {
        const { failed } = looking;
        looking = null;
        throw failed;
      }
      const isDue = again || looked?.release !== release.id || looked.generation !== generation;
      if (looking === null && isDue) void begin(release, generation);
      return reply();
    },
    behind: (query) => looked?.book.behind(query) ?? NOTHING,
    named: (text) => (looked ?? unfailed(looking))?.book.named(text) ?? [],
  };
}

function unfailed(looking: Looking | null): Looking | null {
  return looking?.failed === null ? looking : null;
}

/** Between two turns for others. */
const ACCOUNTS_AT_ONCE = 500;

type Place = { readonly directory: DirectoryStore; readonly tenant: string; readonly atMs: EpochMs };

async function lookedAt(release: PreparedRelease, mine: Looking, place: Place): Promise<CoverageReport> {
  const { directory, tenant, atMs } = place;
  const roster = await directory.roster(tenant);
  const facts = chosenFacts({}, release.frame);
  const { add, report } = survey({ release, roster, question: plainQuestion('customers', atMs), facts });
  const stale = stalePeople(roster, release);
  for await (const dossier of directory.dossiers(tenant)) {
    mine.book.add(add(dossier), dossier, stale);
    // An embedded store answers at once, so nothing else would ever get its turn.
    if (++mine.accounts % ACCOUNTS_AT_ONCE === 0) await setImmediate();
  }
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
