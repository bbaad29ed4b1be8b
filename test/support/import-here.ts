/** Imports as the program does, but in this process: quicker where a test is about something else. */
import { systemClock } from '../../src/base/clock.ts';
import type { RunImport } from '../../src/cli/processes/import-in-process.ts';
import type { StoreChoice } from '../../src/config/deployment.ts';
import { runImport, WITHOUT_SYSTEMS } from '../../src/directory/import-job.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';

export const importHere: RunImport = async (job, { store: choice }, { onProgress }) => {
  const store = await openSqliteStore(folderOf(choice), { now: systemClock.now });
  try {
    return await runImport(job, { directory: store.directory, ...WITHOUT_SYSTEMS }, onProgress);
  } finally {
    await store.close();
  }
};

export function folderOf(choice: StoreChoice): string {
  if (choice.kind !== 'sqlite') throw new Error('these tests keep their data in SQLite');
  return choice.folder;
}
