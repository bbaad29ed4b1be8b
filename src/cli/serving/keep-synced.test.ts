import { beforeEach, describe, expect, it } from 'vitest';
import { instantOf } from '../../base/clock.ts';
import { NO_CHANGES } from '../../directory/changes.ts';
import type { ImportJob, ImportOutcome } from '../../directory/import-job.ts';
import { EMPTY_REPORT } from '../../directory/import-report.ts';
import { standingsOf } from '../../sources/sync/standing.ts';
import { NOTED, system } from '../../sources/sync/sync-fixtures.ts';
import type { SyncBook, SyncedCopy, SyncNote } from '../../store/sync-notes.ts';
import { SyncKeeper } from './keep-synced.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-11-23T08:00:00Z');
/** Longer than any spread. */
const A_TURN = 17 * MINUTE;

let nowMs: number;
let book: SyncBook;
let jobs: Pick<ImportJob, 'sync' | 'mergeWhere'>[];
let stale: string[];
let release: string;
let imports: () => Partial<ImportOutcome>;
let keeper: SyncKeeper;

beforeEach(() => {
  nowMs = START;
  book = { reads: [copy('crm'), copy('desk')], busy: [], lastImport: null };
  jobs = [];
  stale = [];
  release = 'one';
  imports = () => ({});
  const sources = [system(), system({ name: 'desk' })];
  keeper = new SyncKeeper(
    {
      live: () => ({ id: release, sources }),
      book: async () => book,
      standings: async (noted) => standingsOf(sources, noted, () => [], nowMs),
      run: async (job) => {
        jobs.push(job);
        const outcome: ImportOutcome = {
          kind: 'imported',
          report: EMPTY_REPORT,
          changes: NO_CHANGES,
          excesses: [],
          synced: [],
        };
        return { ...outcome, ...imports() };
      },
      now: () => nowMs,
      onStart: () => {},
      onStale: ({ source }) => stale.push(source),
    },
    new AbortController().signal,
  );
});

function copy(source: string, at = START, note: Partial<SyncNote> = {}): SyncedCopy {
  const asOf = instantOf(at);
  return { source, read: 'accounts', asOf, rows: 1, isUnderWay: false, note: { ...NOTED, attemptAt: asOf, ...note } };
}

/** What a look imports; nothing where it doesn't. */
async function looked(): Promise<readonly string[]> {
  const before = jobs.length;
  await keeper.look().catch(() => {});
  return jobs.slice(before).flatMap(({ sync }) => (sync.sources === 'due' ? ['due'] : sync.sources));
}

it('asks whom it is time for, by its schedule and a little spread', async () => {
  nowMs += 14 * MINUTE;
  expect(await looked()).toEqual([]);
  nowMs = START + A_TURN;
  book = { ...book, reads: [copy('crm'), copy('desk', nowMs - MINUTE)] };
  expect(await looked()).toEqual(['crm']);
  expect(jobs).toMatchObject([{ mergeWhere: 'synced', sync: { unlessSince: { crm: nowMs - 7.5 * MINUTE } } }]);
});

it('leaves to others what they have just now, and for a minute what was taken from under it', async () => {
  nowMs += A_TURN;
  book = { ...book, busy: ['crm'] };
  imports = () => ({ synced: [{ source: 'desk', read: 'accounts', outcome: 'busy' }] });
  expect(await looked()).toEqual(['desk']);
  expect(await looked()).toEqual([]);
  nowMs += MINUTE;
  expect(await looked()).toEqual(['desk']);
});

it('what fails is asked again a minute later, then later and later', async () => {
  book = { ...book, reads: [copy('crm', START, { failures: 3 }), copy('desk')] };
  nowMs += 3 * MINUTE;
  expect(await looked()).toEqual([]);
  nowMs += MINUTE;
  expect(await looked()).toEqual(['crm']);
});

it('an import that fails is tried again later and later, and then merges whatever was read', async () => {
  nowMs += A_TURN;
  imports = () => {
    throw new Error('no disk');
  };
  expect(await looked()).toEqual(['crm', 'desk']);
  book = { ...book, reads: [copy('crm', nowMs), copy('desk', nowMs)] };
  expect(jobs).toHaveLength(1);
  for (const minutes of [1, 2, 4]) {
    await looked();
    const before = jobs.length;
    nowMs += minutes * MINUTE - 1;
    await looked();
    expect(jobs).toHaveLength(before);
    nowMs += 1;
    await looked();
    expect(jobs).toHaveLength(before + 1);
    expect(jobs.at(-1)).not.toHaveProperty('mergeWhere');
  }
});

it('an import that fails holds up neither other sources, a webhook nor a release that goes live', async () => {
  imports = () => {
    throw new Error('no disk');
  };
  nowMs += A_TURN;
  while (jobs.length < 8) {
    book = { ...book, reads: [copy('crm'), copy('desk', nowMs)] };
    await looked();
    nowMs += MINUTE;
  }
  expect(await looked()).toEqual([]);
  book = { ...book, reads: [copy('crm'), copy('desk', nowMs - A_TURN)] };
  expect(await looked()).toEqual(['desk']);
  expect(jobs.at(-1)).toMatchObject({ mergeWhere: 'synced' });
  // The import failed before it was asked.
  expect(await looked()).toEqual([]);
  keeper.nudge('crm');
  nowMs += 10_000;
  expect(await looked()).toEqual(['crm']);
  release = 'two';
  imports = () => ({});
  expect(await looked()).toEqual(['due']);
});

it('what was only asked while an import waits is not taken for merged', async () => {
  imports = () => {
    throw new Error('no disk');
  };
  nowMs += A_TURN;
  await looked();
  imports = () => ({ kind: 'skipped' });
  book = { ...book, reads: [copy('crm', nowMs), copy('desk', nowMs)] };
  keeper.nudge('crm');
  nowMs += MINUTE - 1;
  await looked();
  nowMs += 1;
  await looked();
  expect(jobs.at(-1)).not.toHaveProperty('mergeWhere');
});

it('an import that is held goes on only where a system says something new', async () => {
  book = { ...book, lastImport: { at: instantOf(START), outcome: 'held', changes: 'abc', failure: null } };
  nowMs += A_TURN;
  await looked();
  expect(jobs).toMatchObject([{ mergeWhere: 'changed' }]);
});

it('a release that goes live is read in its own way at once, until that has gone well', async () => {
  release = 'two';
  imports = () => {
    throw new Error('no disk');
  };
  expect(await looked()).toEqual(['due']);
  imports = () => ({});
  expect(await looked()).toEqual([]);
  nowMs += MINUTE;
  expect(await looked()).toEqual(['due']);
  expect(jobs.at(-1)).not.toHaveProperty('mergeWhere');
  expect(await looked()).toEqual([]);
});

it('a source that is stale is told once, until it is fresh and stale again', async () => {
  for (const age of [46, 47, 1, 50]) {
    book = { ...book, reads: [copy('crm', nowMs - age * MINUTE), copy('desk', nowMs)] };
    await looked();
  }
  expect(stale).toEqual(['crm', 'crm']);
});

describe('after a webhook', () => {
  it('its source is asked once, when things have settled, and is read though it was read a moment ago', async () => {
    nowMs += 5 * MINUTE;
    for (let second = 0; second < 9; second += 1) {
      keeper.nudge('crm');
      expect(await looked()).toEqual([]);
      nowMs += 1_000;
    }
    nowMs += 9_000;
    expect(await looked()).toEqual(['crm']);
    expect(jobs[0]?.sync.unlessSince).toEqual({ crm: nowMs - 10_000 });
    expect(await looked()).toEqual([]);
  });

  it('its source is asked after a minute where they never end', async () => {
    for (let second = 0; second < 60; second += 1) {
      keeper.nudge('crm');
      expect(await looked()).toEqual([]);
      nowMs += 1_000;
    }
    expect(await looked()).toEqual(['crm']);
  });

  it('another one soon after waits for a minute, and one during the sync is not lost', async () => {
    keeper.nudge('crm');
    nowMs += 10_000;
    imports = () => {
      nowMs += 1_000;
      keeper.nudge('crm');
      return {};
    };
    expect(await looked()).toEqual(['crm']);
    imports = () => ({});
    nowMs += 30_000;
    expect(await looked()).toEqual([]);
    nowMs += 30_000;
    expect(await looked()).toEqual(['crm']);
  });

  it.each<[string, () => Partial<ImportOutcome>]>([
    ['another has the source just then', () => ({ synced: [{ source: 'crm', read: 'accounts', outcome: 'busy' }] })],
    [
      'the import fails',
      () => {
        throw new Error('no disk');
      },
    ],
  ])('its source is asked again where %s', async (_what, first) => {
    keeper.nudge('crm');
    const at = nowMs;
    nowMs += 10_000;
    imports = first;
    expect(await looked()).toEqual(['crm']);
    imports = () => ({});
    nowMs += MINUTE;
    expect(await looked()).toEqual(['crm']);
    expect(jobs.at(-1)?.sync.unlessSince).toEqual({ crm: at });
    nowMs += MINUTE;
    expect(await looked()).toEqual([]);
  });

  it('nothing is asked of a source that fails before its time', async () => {
    book = { ...book, reads: [copy('crm', START, { failures: 5 }), copy('desk')] };
    keeper.nudge('crm');
    nowMs += MINUTE;
    expect(await looked()).toEqual([]);
  });
});
