/** How asking systems went, in words: what is true, and what to do. */
import { expect, it } from 'vitest';
import { syncLines } from './sync-text.ts';

const OF = { source: 'crm', read: 'accounts' } as const;

it.each([
  ['limit', 'A server that runs tries again by itself, later and later; else sync again after a while.'],
  ['transient', 'A server that runs tries again by itself, later and later; else sync again after a while.'],
  ['defect', 'That is a fault of this program: please report it.'],
])('says of a %s what to do', (kind, mend) => {
  expect(syncLines([{ ...OF, outcome: 'failed', kind, message: 'It is so.' }])).toEqual([
    `crm.accounts: failed. It is so. ${mend} What was read before stays.`,
  ]);
});

it('says that a busy source was not asked', () => {
  expect(syncLines([{ ...OF, outcome: 'busy' }])).toEqual([
    'crm.accounts: not asked: another process syncs this source just now. Sync again when that is done.',
  ]);
});
