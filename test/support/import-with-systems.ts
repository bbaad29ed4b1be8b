/** Imports as the program does, systems asked before, but in this process. */
import { openCopies, openKeptCopies, openMergeNotes, openStore } from '../../src/adapters.ts';
import { systemClock } from '../../src/base/clock.ts';
import type { RunImport } from '../../src/cli/processes/import-in-process.ts';
import { openSystems } from '../../src/cli/sources/systems.ts';
import { runImport } from '../../src/directory/import-job.ts';

export const importWithSystems: RunImport = async (job, deployment, { onProgress }) => {
  const store = await openStore(deployment.store, systemClock);
  const systems = await openSystems(job, deployment, { openCopies, openKeptCopies, openMergeNotes, onProgress });
  try {
    return await runImport(job, { directory: store.directory, ...systems.ground }, onProgress);
  } finally {
    await systems.close();
    await store.close();
  }
};
