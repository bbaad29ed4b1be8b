import { describe, expect, it } from 'vitest';
import { instantOf } from '../../base/clock.ts';
import type { SyncedCopy, SyncNote } from '../../store/sync-notes.ts';
import { dueAt } from './due.ts';
import { NOTED, system } from './sync-fixtures.ts';

const AT = Date.parse('2026-11-23T08:00:00Z');
const MINUTE = 60_000;

function copy(read: string, asOf: number | null, also: Partial<SyncNote> = {}, isUnderWay = false): SyncedCopy {
  const note = { ...NOTED, attemptAt: instantOf(AT), ...also };
  return { source: 'crm', read, rows: 1, isUnderWay, asOf: asOf === null ? null : instantOf(asOf), note };
}

const failed = (failures: number, also: Partial<SyncNote> = {}): Partial<SyncNote> => ({ failures, ...also });

describe('a source that is read every fifteen minutes is due', () => {
  it.each<readonly [string, readonly SyncedCopy[], number]>([
    ['at once where it was never read', [], 0],
    ['at once where one of its reads never was', [copy('accounts', AT)], 0],
    ['at once where a sync stopped on its way', [copy('accounts', AT, {}, true), copy('people', AT)], 0],
    [
      'fifteen minutes after the older of its reads',
      [copy('accounts', AT), copy('people', AT - MINUTE)],
      AT + 14 * MINUTE,
    ],
    ['a minute after a failure', [copy('accounts', AT - 60 * MINUTE, failed(1)), copy('people', AT)], AT + MINUTE],
    ['later after the next', [copy('accounts', null, failed(3)), copy('people', AT)], AT + 4 * MINUTE],
    ['never later than its schedule', [copy('accounts', null, failed(400)), copy('people', AT)], AT + 15 * MINUTE],
    [
      'not before the system wants to be asked',
      [copy('accounts', null, failed(1, { retryAt: instantOf(AT + 12 * MINUTE) })), copy('people', AT)],
      AT + 12 * MINUTE,
    ],
  ])('%s', (_when, copies, due) => {
    expect(dueAt(system({ reads: ['accounts', 'people'] }), copies)).toBe(due);
  });

  it('again within six hours, whatever its schedule and whatever a system says', () => {
    const weekly = system({ reads: ['accounts'], everyMs: 7 * 24 * 60 * MINUTE });
    expect(dueAt(weekly, [copy('accounts', null, failed(40))])).toBe(AT + 6 * 60 * MINUTE);
    const asked = failed(1, { retryAt: instantOf(AT + 1_000 * 60 * MINUTE) });
    expect(dueAt(weekly, [copy('accounts', null, asked)])).toBe(AT + 24 * 60 * MINUTE);
  });
});
