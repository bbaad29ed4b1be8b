/** Whether an import merges, by what asking the systems brought. */
import { expect, it } from 'vitest';
import type { ReadOutcome } from '../sources/sync/sync-sources.ts';
import { openTestStore } from '../store/test-store.ts';
import type { ImportJob } from './import-job.ts';
import { BLANK_JOB } from './import-fixtures.ts';
import { runImport, WITHOUT_SYSTEMS } from './import-job.ts';
import { UNWATCHED } from './progress.ts';

const OF = { source: 'crm', read: 'accounts' };
const came = (added: number): ReadOutcome => ({
  ...OF,
  outcome: 'synced',
  kind: 'changes',
  rows: added,
  pages: 1,
  changes: { added, changed: 0, dropped: 0 },
  nameless: 0,
  passedOver: 0,
  strayLinks: 0,
  drift: [],
});
const FAILED: ReadOutcome = { ...OF, outcome: 'failed', kind: 'auth', message: 'No.' };

it.each<readonly [ImportJob['mergeWhere'], readonly ReadOutcome[], boolean]>([
  [undefined, [FAILED], true],
  ['synced', [FAILED, { ...OF, outcome: 'busy' }, { ...OF, outcome: 'not_due' }], false],
  ['synced', [FAILED, came(0)], true],
  ['changed', [came(0), came(0)], false],
  ['changed', [came(0), came(1)], true],
])('merging where %s, after %j: %s', async (mergeWhere, synced, isMerged) => {
  const { store, dispose } = await openTestStore();
  const ground = { ...WITHOUT_SYSTEMS, directory: store.directory, sync: async () => synced };
  const outcome = await runImport({ ...BLANK_JOB, ...(mergeWhere && { mergeWhere }) }, ground, UNWATCHED);
  expect(outcome).toMatchObject({ kind: isMerged ? 'imported' : 'skipped', synced });
  expect(await store.directory.generation('default')).toBe(isMerged ? 1 : 0);
  await dispose();
});
