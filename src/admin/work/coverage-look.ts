/**
 * Looks at every account of the directory for the coverage: one look at a time, in the background, with a turn for whoever asks
 * something else in between. What it found stands until the directory or the release is another; of now, for some minutes.
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
import { factLabel } from '../../cli/coverage/coverage-figures.ts';
import { CAUSE_WORDS, OUTCOME_WORDS } from '../../cli/coverage/coverage-words.ts';
import type { AccountsQuery, AccountsReply, Coverage, CoverageReply, NamedAccount } from '../contract.ts';
import type { CoverageBook } from './coverage-book.ts';
import { coverageBook } from './coverage-book.ts';
import { Looks } from './looks.ts';

export type CoverageLook = {
  /** Begins to look where that is due, and tells how it stands. */
  readonly coverage: (release: PreparedRelease, wanted: Wanted) => Promise<CoverageReply>;
  readonly behind: (query: AccountsQuery) => AccountsReply;
  readonly named: (text: string) => readonly NamedAccount[];
  /** Whom a name means, by every account's; begins to look where nobody has. */
  readonly meant: (name: string, release: PreparedRelease) => Promise<Meant>;
};

/** Of this very name, or else whose name holds it; or so many accounts that are looked at so far. */
export type Meant =
  | { readonly kind: 'found'; readonly accounts: readonly NamedAccount[] }
  | { readonly kind: 'looking'; readonly accounts: number };

/** `atMs`: null for the moment at which it is looked at. */
export type Wanted = { readonly atMs: EpochMs | null; readonly again: boolean };

/** What a look is of: the rules and the directory. Another ground makes what was found before untrue. */
type Ground = { readonly release: string; readonly generation: Generation };
type Looking = Ground & {
  readonly atMs: EpochMs | null;
  readonly book: CoverageBook;
  readonly beganMs: EpochMs;
  accounts: number;
  isWanted: boolean;
};

const NOTHING: AccountsReply = { accounts: 0, pages: 0, listed: [] };

export function coverageLook(directory: DirectoryStore, tenant: string, now: () => EpochMs): CoverageLook {
  const looks = new Looks();
  let looking: Looking | null = null;
  let failed: { readonly error: unknown } | null = null;

  const look = async (release: PreparedRelease, mine: Looking): Promise<void> => {
    try {
      const report = await lookedAt(release, mine, { directory, tenant, atMs: mine.atMs ?? mine.beganMs });
      if (report === null) return mine.book.close();
      looks.keep({ ...mine, coverage: { report, labels: labelsOf(report) }, dueMs: dueAfter(mine, now()) });
    } catch (error) {
      mine.book.close();
      failed = { error };
    }
    if (looking === mine) looking = null;
  };
  const begin = (release: PreparedRelease, ground: Ground, atMs: EpochMs | null): Looking => {
    if (looking !== null) looking.isWanted = false;
    const mine = { ...ground, atMs, book: coverageBook(), beganMs: now(), accounts: 0, isWanted: true };
    looking = mine;
    void look(release, mine);
    return mine;
  };
  /** Of a look that nobody waited for. */
  const tellFailure = (): void => {
    const told = failed;
    failed = null;
    if (told !== null) throw told.error;
  };
  return {
    coverage: async (release, { atMs, again }) => {
      const generation = await directory.generation(tenant);
      if (generation === 0) return { kind: 'nothing_imported' };
      tellFailure();
      const ground = { release: release.id, generation };
      const kept = looks.at(atMs);
      if (kept !== null && again) kept.dueMs = now();
      if (kept !== null && isSame(kept, ground) && now() < kept.dueMs) return { kind: 'looked', ...kept.coverage };
      // One that runs for another moment is let finish: somebody else waits for it. This one's turn comes when asked again.
      const running = isSame(looking, ground) ? looking : begin(release, ground, atMs);
      const accounts = running.atMs === atMs ? running.accounts : 0;
      return { kind: 'looking', accounts, before: (kept ?? looks.last())?.coverage ?? null };
    },
    behind: (query) => (looks.of(query.at) ?? looks.last())?.book.behind(query) ?? NOTHING,
    meant: async (name, release) => {
      const generation = await directory.generation(tenant);
      tellFailure();
      const last = looks.last();
      const accounts = last === null ? [] : found(name, last.book);
      // Who came since then may be the one that is meant.
      if (generation === 0 || accounts.length > 0 || last?.generation === generation)
        return { kind: 'found', accounts };
      const running =
        looking?.generation === generation ? looking : begin(release, { release: release.id, generation }, null);
      return { kind: 'looking', accounts: running.accounts };
    },
    named: (text) => (looks.last() ?? looking)?.book.named(text) ?? [],
  };
}

function found(name: string, book: CoverageBook): readonly NamedAccount[] {
  const called = book.called(name);
  return called.length > 0 ? called : book.named(name);
}

function isSame<One extends Ground>(one: One | null, { release, generation }: Ground): one is One {
  return one !== null && one.release === release && one.generation === generation;
}

/** Of now: what is true on Friday isn't on Monday. */
const STALE_MS = 5 * 60_000;
/** Looking takes no more than this part of the time. */
const LOOKS_ONE_IN = 20;

/** When it is to be looked at again though nothing was imported or published: never at a moment that stays. */
function dueAfter({ atMs, beganMs }: Looking, endedMs: EpochMs): EpochMs {
  if (atMs !== null) return Number.POSITIVE_INFINITY;
  return endedMs + Math.max(STALE_MS, LOOKS_ONE_IN * (endedMs - beganMs));
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
