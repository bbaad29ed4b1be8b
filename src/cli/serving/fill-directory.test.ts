/** What a server does whose first import can't be made, as the import itself fails. */
import { expect, it } from 'vitest';
import { Failure } from '../../base/failure.ts';
import { runImport, WITHOUT_SYSTEMS } from '../../directory/import-job.ts';
import { BLANK_JOB } from '../../directory/import-fixtures.ts';
import type { ReadOutcome } from '../../sources/sync/sync-sources.ts';
import type { Concierge } from '../concierge.ts';
import { fillDirectory } from './fill-directory.ts';

const OF = { source: 'crm', read: 'accounts' };
const BUSY: ReadOutcome = { ...OF, outcome: 'busy' };

/** Over a store that holds nothing, where nothing was copied yet. */
function concierge(synced: readonly ReadOutcome[]): Concierge {
  const refuse = async () => {
    throw new Failure('unreadable_source', 'Nothing was copied yet.');
  };
  const directory = {
    generation: async () => 0,
    erasures: refuse,
    replace: refuse,
    replacePart: refuse,
    mergedAs: refuse,
  };
  const importSources = () =>
    runImport(BLANK_JOB, { ...WITHOUT_SYSTEMS, directory, sync: async () => synced }, () => {});
  const rest = { storeTrouble: () => null, store: { directory }, workspace: { tenant: 'default', folder: '' } };
  return { ...rest, importSources } as unknown as Concierge;
}

it('another process reads the systems just then: it serves, for that one fills the directory', async () => {
  const { outcome, warnings } = await fillDirectory({}, concierge([BUSY]));
  expect(outcome).toBeNull();
  expect(warnings).toEqual([
    expect.stringMatching(
      /another process syncs this source just now\.[\s\S]*Sync again when the other process is done\.$/,
    ),
    'Nothing was ever imported: every customer gets the fallback.',
  ]);
});

it('a system can’t be read: it ends, for nobody will fill it', async () => {
  const failed: ReadOutcome = { ...OF, outcome: 'failed', kind: 'auth', message: 'No.' };
  await expect(fillDirectory({}, concierge([BUSY, failed]))).rejects.toMatchObject({ code: 'sync_failed' });
});
