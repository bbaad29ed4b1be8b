/**
 * One sync and the import after it, as the import's process does them, with the time of each. Arguments: the workspace's folder,
 * where the system is in truth, for a file can't name an address of this machine; `whole` for an import that remembers nothing. Prints JSON.
 */
import { join } from 'node:path';
import { openCopies, openKeptCopies, openMergeNotes, openStore } from '../../../src/adapters.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { growSlowly } from '../../../src/cli/processes/lean-heap.ts';
import { openSystems } from '../../../src/cli/sources/systems.ts';
import { loadDeployment } from '../../../src/config/load-deployment.ts';
import { requireWorkspace } from '../../../src/config/load-workspace.ts';
import { runImport } from '../../../src/directory/import-job.ts';
import { isFileSource } from '../../../src/sources/declaration.ts';
import { bytesOfStore } from '../scale/import.ts';

growSlowly();
const [folder = '', baseUrl = '', how = ''] = process.argv.slice(2);
const declared = requireWorkspace(folder);
const sources = declared.sources.map((source) =>
  isFileSource(source) ? source : { ...source, access: { ...source.access, baseUrl } },
);
const workspace = { ...declared, sources };
const deployment = loadDeployment({ file: join(folder, 'deployment.yaml'), workspace: folder });
const request = { sources: 'all', full: false } as const;
const job = {
  tenant: workspace.tenant,
  workspace,
  nowMs: systemClock.now(),
  confirmed: null,
  sync: request,
  holdAbove: { dropped: null, changed: null },
};
const store = await openStore(deployment.store, systemClock);
const watch = { openCopies, openKeptCopies, openMergeNotes, onProgress: () => {} };
const systems = await openSystems(job, deployment, watch);
const asked = await timed(() => systems.ground.sync(request));
const askedPeakRssBytes = process.resourceUsage().maxRSS * 1024;
const { remembered } = systems.ground;
const ground = { ...systems.ground, remembered: how === 'whole' ? null : remembered, sync: async () => [] };
const merged = await timed(() => runImport(job, { directory: store.directory, ...ground }, () => {}));
await systems.close();
await store.close();

const synced = asked.result.flatMap((read) => {
  if (read.outcome !== 'synced') throw new Error(`${read.read}: ${JSON.stringify(read)}`);
  return [read];
});
const rows = synced.reduce((sum, read) => sum + read.rows, 0);
const { kind, report, changes } = merged.result;
const { accounts, people, contacts, assignments } = report.directory;
process.stdout.write(
  JSON.stringify({
    sync: {
      ...timesOf(asked),
      peakRssBytes: askedPeakRssBytes,
      rows,
      pages: synced.reduce((sum, read) => sum + read.pages, 0),
    },
    merge: {
      ...timesOf(merged),
      kind,
      part: report.part,
      accounts: changes.accounts,
      records: accounts + people + contacts + assignments,
    },
    files: bytesOfStore(folder),
  }),
);

type Timed<Result> = { readonly ms: number; readonly cpuMs: number; readonly result: Result };

async function timed<Result>(work: () => Promise<Result>): Promise<Timed<Result>> {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - began, cpuMs: (user + system) / 1000, result };
}

function timesOf({ ms, cpuMs }: Timed<unknown>) {
  return { ms, cpuMs };
}
