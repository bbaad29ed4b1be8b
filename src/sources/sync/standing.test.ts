import { expect, it } from 'vitest';
import type { SyncBook, SyncedCopy, SyncNote } from '../../store/sync-notes.ts';
import type { FileSource, SystemSource } from '../declaration.ts';
import { markText } from '../file-url/mark.ts';
import { standingsOf } from './standing.ts';
import { NOTED, system } from './sync-fixtures.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const copy = (asOf: string | null, note: Partial<SyncNote> = {}): SyncedCopy => ({
  source: 'crm',
  read: 'accounts',
  asOf: asOf === null ? null : `2026-11-23T${asOf}:00.000Z`,
  rows: 5,
  isUnderWay: false,
  note: { ...NOTED, ...note },
});
const book = (reads: readonly SyncedCopy[], busy: readonly string[] = []): SyncBook => ({
  reads,
  busy,
  lastImport: null,
});
const failing: Partial<SyncNote> = {
  failures: 2,
  failingSince: '2026-11-23T11:40:00.000Z',
  attemptAt: '2026-11-23T11:59:30.000Z',
  failure: { kind: 'auth', message: 'No.' },
};

it.each<readonly [string, SyncBook, string]>([
  ['nothing is noted', book([]), 'never_synced'],
  ['it is read for the first time', book([], ['crm']), 'syncing'],
  ['its first sync failed', book([copy(null, failing)], ['crm']), 'never_synced'],
  ['it was read within its time', book([copy('11:50')]), 'fine'],
  ['its time came a moment ago', book([copy('11:43')]), 'fine'],
  ['its time came a while ago', book([copy('11:35')]), 'late'],
  ['three turns were missed', book([copy('11:14')]), 'stale'],
  ['it fails', book([copy('11:40', failing)]), 'failing'],
  ['it fails and is read just now', book([copy('11:40', failing)], ['crm']), 'failing'],
  ['it fails for too long', book([copy('11:00', failing)]), 'stale'],
  ['it is read just now', book([copy('11:40')], ['crm']), 'syncing'],
])('a system stands as it should where %s', (_when, noted, state) => {
  const [standing] = standingsOf([system()], noted, () => [], NOW);
  expect(standing?.state).toBe(state);
});

it('the age from which on it is stale may be said, and is told with what failed', () => {
  const said = system({ stale: { afterMs: 24 * 60 * 60_000, facts: 'kept' } });
  const [standing] = standingsOf([said], book([copy('08:00', failing)]), () => [], NOW);
  expect(standing).toMatchObject({
    state: 'failing',
    stale: false,
    age_seconds: 4 * 3_600,
    failures: 2,
    failure: { read: 'accounts', kind: 'auth', message: 'No.' },
  });
});

it.each<readonly [string, Partial<SyncedCopy>, string | null, string]>([
  [
    'a file that was written long ago',
    { mark: markText({ etag: null, modified: 'Mon, 23 Nov 2026 09:00:00 GMT' }) },
    null,
    '09:00',
  ],
  ['answers tell of it as it was before, for the import is held', {}, '08:00', '08:00'],
  ['answers tell of it as it was synced', {}, '11:50', '11:50'],
])('a system is as old as what answers tell: %s', (_what, also, moment, told) => {
  const moments = new Map(moment === null ? [] : [['@crm/accounts', `2026-11-23T${moment}:00.000Z`]]);
  const noted = book([{ ...copy('11:50'), ...also }]);
  const said = system({ stale: { afterMs: 2 * 3_600_000, facts: 'missing' } });
  const standing = (of: SystemSource) => standingsOf([of], noted, () => [], NOW, moments)[0];
  const [ruled, unsaid] = [standing(said), standing(system())];
  expect(Date.parse(ruled?.as_of ?? '')).toBe(Date.parse(`2026-11-23T${told}:00Z`));
  expect(ruled?.stale).toBe(told !== '11:50');
  // Where no age is said, it is read as often as it should be.
  expect(unsaid).toMatchObject({ as_of: ruled?.as_of, stale: false, state: 'fine' });
});

it('an export is as old as the oldest of its files, and stale where that is said', () => {
  const source: FileSource = {
    name: 'hr',
    connector: 'file',
    mappings: [],
    reads: ['a', 'b'].map((name) => ({ name, path: name, format: 'csv', sheet: null, headerRow: 1, list: [] })),
    stale: { afterMs: 3_600_000, facts: 'kept' },
  };
  const states = ([first, second]: readonly (number | null)[]) =>
    standingsOf([source], book([]), () => [first ?? null, second ?? null], NOW)[0]?.state;
  expect(states([NOW, NOW - 3_000_000])).toBe('fine');
  expect(states([NOW, NOW - 4_000_000])).toBe('stale');
  expect(states([NOW, null])).toBe('never_synced');
});
