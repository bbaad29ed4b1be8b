/**
 * Syncs of a system that tells its accounts page by page: the first, of all there is, and later ones, of what has changed. Prints a
 * table on stderr and JSON on stdout, or into `--json FILE`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { LEAN_HEAP_ARGUMENTS } from '../../src/cli/processes/lean-heap.ts';
import { count, printJson, readOptions, runBench } from './command-line.ts';
import { environment, fileSystemOf } from './environment.ts';
import { runToEnd } from './scale/run.ts';
import { pagedCompany } from './sync/company.ts';
import { WORK } from './workspace.ts';

const ACCOUNTS = 1_000_000;
const CHANGED = [0, 1, 100, 10_000];

const HELP = `Usage: npm --prefix bench run -s sync -- [options]
  --accounts N    accounts that the system holds (default ${ACCOUNTS.toLocaleString('en-US')})
  --json FILE     write the JSON there instead of to stdout`;

const values = readOptions(HELP, {
  accounts: { type: 'string', default: String(ACCOUNTS) },
  json: { type: 'string' },
});

type Phase = { readonly ms: number; readonly cpuMs: number };
type Synced = {
  readonly what: string;
  /** `peakRssBytes`: while it was asked; of the whole process below. */
  readonly sync: Phase & { readonly rows: number; readonly pages: number; readonly peakRssBytes: number };
  readonly merge: Phase & {
    readonly kind: string;
    readonly part: { readonly rows: number; readonly accounts: number } | null;
    /** Accounts, people, contacts and assignments that were merged. */
    readonly records: number;
  };
  readonly files: Readonly<Record<string, number>>;
  readonly peakRssBytes: number;
};

async function main(): Promise<void> {
  const accounts = count('accounts', values.accounts);
  const system = await started(accounts);
  try {
    const folder = pagedCompany();
    const runs: Synced[] = [];
    const run = async (what: string, ...how: readonly string[]): Promise<void> => {
      const synced = await syncedOnce([folder, system.url, ...how], what);
      console.error(lineOf(synced));
      runs.push(synced);
    };
    await run('all, for the first time');
    for (const rows of CHANGED) {
      await fetch(`${system.url}/change?rows=${rows}`, { method: 'POST' });
      await run(`${rows} changed`);
    }
    await fetch(`${system.url}/change?rows=100`, { method: 'POST' });
    await run('100 changed, all merged anew', 'whole');
    printJson({ ...environment(), store: fileSystemOf(WORK), accounts, runs }, values.json);
  } finally {
    system.stop();
  }
}

async function syncedOnce(told: readonly string[], what: string): Promise<Synced> {
  const script = join(import.meta.dirname, 'sync', 'sync-process.ts');
  const { stdout, peakRssBytes } = await runToEnd([...LEAN_HEAP_ARGUMENTS, script, ...told]);
  return { what, ...(JSON.parse(stdout) as Omit<Synced, 'what' | 'peakRssBytes'>), peakRssBytes };
}

async function started(accounts: number): Promise<{ readonly url: string; readonly stop: () => void }> {
  const script = join(import.meta.dirname, '..', 'programs', 'paged-system.ts');
  const child = spawn(process.execPath, [script, String(accounts)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: said.toString('utf8').trim(), stop: () => child.kill() };
}

function lineOf({ what, sync, merge, peakRssBytes }: Synced): string {
  const rate = ({ ms }: Phase, rows: number): string => `${Math.round(rows / (ms / 1000)).toLocaleString('en-US')}/s`;
  const took = ({ ms, cpuMs }: Phase): string => `${seconds(ms)} (${seconds(cpuMs)} of processor)`;
  const all = { ms: sync.ms + merge.ms, cpuMs: sync.cpuMs + merge.cpuMs };
  const whole = `all, ${merge.records} records of the directory, ${rate(all, merge.records)} from the first request`;
  const merged = merge.part === null ? whole : `${merge.part.accounts} accounts from ${merge.part.rows} rows`;
  const asked = `${sync.rows} rows in ${sync.pages} pages, ${took(sync)}, ${rate(sync, sync.rows)}`;
  return `| ${what} | ${asked} | ${merged}, ${took(merge)} | ${megabytes(sync.peakRssBytes)}, then ${megabytes(peakRssBytes)} |`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

await runBench(main);
