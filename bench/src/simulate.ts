/**
 * A simulation over a large directory: a generated company, its import, and a draft in which one row takes fewer accounts.
 * Beside each run a loop that never changes: where others are at work, its time tells how fast the machine is just then, and
 * CPU time what the run would take alone. Prints a table on stderr and JSON on stdout, or into `--json FILE`.
 */
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { count, printJson, readOptions, runBench } from './command-line.ts';
import { environment } from './environment.ts';
import { generated } from './scale/company.ts';
import { imported } from './scale/import.ts';
import { runToEnd } from './scale/run.ts';
import { PRODUCT } from './subjects.ts';
import { WORK } from './workspace.ts';

const ACCOUNTS = 1_000_000;
/** Monday morning in Berlin, and Sunday: then everybody is closed, and pools are asked to the last member. */
const MOMENTS = { working: '2026-11-23T09:00:00Z', closed: '2026-11-22T12:00:00Z' };

const HELP = `Usage: npm --prefix bench run -s simulate -- [options]
  --accounts N    accounts of the generated company (default ${ACCOUNTS.toLocaleString('en-US')})
  --company DIR   a company that was imported before; without it one is generated
  --json FILE     write the JSON there instead of to stdout`;

const values = readOptions(HELP, {
  accounts: { type: 'string', default: String(ACCOUNTS) },
  company: { type: 'string' },
  json: { type: 'string' },
});

async function main(): Promise<void> {
  const folder = values.company ?? (await newCompany(count('accounts', values.accounts)));
  const draft = draftOf(folder);
  say('Simulating …');
  const runs = await measured(folder, draft);
  const report = { ...environment(), accounts: runs[0]?.accounts, runs };
  console.error(`\n${runs.map(lineOf).join('\n')}`);
  printJson(report, values.json);
}

async function newCompany(accounts: number): Promise<string> {
  say(`Generating ${accounts.toLocaleString('en-US')} accounts …`);
  const { folder } = await generated(accounts);
  say('Importing …');
  await imported(folder);
  return folder;
}

function say(line: string): void {
  console.error(line);
}

/** The row of the best customers takes the very best alone. */
function draftOf(folder: string): string {
  const draft = join(mkdtempSync(join(WORK, 'simulate-')), 'draft');
  cpSync(folder, draft, { recursive: true, filter: (path) => !['data', '.concierge'].includes(basename(path)) });
  const file = join(draft, 'guardrails/escalation.yaml');
  const text = readFileSync(file, 'utf8');
  const row = 'account.tier: [VVIP, VIP]';
  if (!text.includes(row)) throw new Error(`The sample's table has no row for ${row} any more.`);
  writeFileSync(file, text.replace(row, 'account.tier: VVIP'));
  return draft;
}

type Measured = {
  readonly moment: string;
  readonly threads: number;
  readonly accounts: number;
  readonly ms: number;
  /** Of all threads. */
  readonly cpuMs: number;
  /** CPU time of the loop, just before. */
  readonly controlMs: number;
  readonly accountsPerS: number;
  readonly changed: number;
  readonly peakRssBytes: number;
};

async function measured(folder: string, draft: string): Promise<readonly Measured[]> {
  const runs: Measured[] = [];
  for (const threads of new Set([1, availableParallelism()])) {
    for (const [moment, at] of Object.entries(MOMENTS)) {
      const options = ['--at', at, '--threads', String(threads), '--json'];
      const controlMs = control();
      const run = await runToEnd([PRODUCT, 'simulate', folder, '--draft', draft, ...options]);
      const { report } = JSON.parse(run.stdout) as { report: { all: Record<string, { accounts: number }> } };
      const { all, contact } = report.all;
      if (all === undefined || contact === undefined) throw new Error('The report has no figures.');
      const accountsPerS = all.accounts / (run.ms / 1000);
      runs.push({
        moment,
        threads,
        accounts: all.accounts,
        ms: run.ms,
        cpuMs: run.cpuMs,
        controlMs,
        accountsPerS,
        changed: contact.accounts,
        peakRssBytes: run.peakRssBytes,
      });
    }
  }
  return runs;
}

const ROUNDS = 600_000_000;

/** Arithmetic alone. */
function control(): number {
  const began = process.cpuUsage();
  let hash = 1;
  for (let round = 0; round < ROUNDS; round++) {
    hash = Math.imul(hash ^ round, 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  const { user, system } = process.cpuUsage(began);
  // Told, so that no compiler leaves the loop out.
  if (hash === 0.5) say('never');
  return (user + system) / 1000;
}

function lineOf({ moment, threads, ms, cpuMs, controlMs, accountsPerS, changed, peakRssBytes }: Measured): string {
  const rate = Math.round(accountsPerS).toLocaleString('en-US');
  const memory = `${Math.round(peakRssBytes / 1e6)} MB`;
  const [time, cpu, loop] = [ms, cpuMs, controlMs].map((each) => (each / 1000).toFixed(1));
  return `| ${moment} | ${threads} threads | ${time} s | ${cpu} s of CPU | ${loop} s control | ${rate} accounts/s | ${changed} change | ${memory} |`;
}

await runBench(main);
