import { expect, it } from 'vitest';
import type { ColumnProfiles, ValueKind } from '../../store/sync-notes.ts';
import type { SyncKind } from '../../store/copies.ts';
import { driftOf, profilesOf } from './drift.ts';
import { projection } from './project.ts';

const text: readonly ValueKind[] = ['text'];
const was = (rows: number, filled: number, kinds = text): ColumnProfiles => ({ tier: { rows, filled, kinds } });
const seen = (values: readonly unknown[], kind: SyncKind = 'full') => {
  const project = projection('id', ['tier']);
  values.forEach((tier, id) => project.row({ id, tier }));
  return { kind, rows: values.length, columns: project.seen };
};
const many = (value: unknown, number = 25): readonly unknown[] => Array.from({ length: number }, () => value);

it.each<readonly [string, ReturnType<typeof seen>, ColumnProfiles | null, unknown]>([
  ['filled as before', seen(many('VIP')), was(25, 25), []],
  ['gone from all records', seen(many(null)), was(25, 3), [{ column: 'tier', is: 'gone' }]],
  ['never there, at the first sync', seen(many(null)), null, [{ column: 'tier', is: 'gone' }]],
  ['never there, as before', seen(many(null)), was(25, 0), []],
  ['gone from a few records', seen(many(null, 5)), was(25, 25), []],
  [
    'missing in all changes, often filled before',
    seen(many(null), 'changes'),
    was(25, 20),
    [{ column: 'tier', is: 'gone' }],
  ],
  ['missing in all changes, seldom filled before', seen(many(null), 'changes'), was(900, 20), []],
  ['missing in all changes, and nothing known of before', seen(many(null), 'changes'), null, []],
  ['an object', seen(many({ value: 'VIP' })), was(25, 25), [{ column: 'tier', is: 'an object' }]],
  [
    'numbers that were words',
    seen(many(3)),
    was(25, 25),
    [{ column: 'tier', is: 'another type', was: ['text'], now: ['number'] }],
  ],
  [
    'words that were days',
    seen(many('soon')),
    was(25, 25, ['day']),
    [{ column: 'tier', is: 'another type', was: ['day'], now: ['text'] }],
  ],
  ['words among numbers, as before', seen([...many('3'), 'many']), was(25, 25, ['digits']), []],
])('a column that is %s', (_what, now, before, drift) => {
  expect(driftOf(now, before)).toEqual(drift);
});

it('one that is gone is remembered as it was, until it is back', () => {
  const before = was(25, 25);
  const gone = profilesOf(seen(many(null)), before);
  expect(gone).toEqual(before);
  expect(profilesOf(seen(many(3)), gone)).toEqual(was(25, 25, ['number']));
});
