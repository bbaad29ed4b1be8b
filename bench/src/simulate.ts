/**
 * A simulation over a large directory: a generated company, its import, and a draft in which one row takes fewer accounts.
 * Prints a table on stderr and JSON on stdout, or into `--json FILE`.
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { count, printJson, readOptions, runBench } from './command-line.ts';
import { environment } from './environment.ts';
import { generated } from './scale/company.ts';
import { imported } from './scale/import.ts';
import { runToEnd } from './scale/run.ts';
import { PRODUCT } from './subjects.ts';

const ACCOUNTS = 1_000_000;
/** Monday morning in Berlin, and Sunday: then everybody is closed, and pools are asked to the last member. */
const MOMENTS = { working: '2026-11-23T09:00:00Z', closed: '2026-11-22T12:00:00Z' };

const HELP = `Usage: npm --prefix bench run -s simulate -- [options]
  --accounts N    accounts of the generated company (default ${ACCOUNTS.toLocaleString('en-US')})
  --json FILE     write the JSON there instead of to stdout`;

const values = readOptions(HELP, {
  accounts: { type: 'string', default: String(ACCOUNTS) },
  json: { type: 'string' },
});

async function main(): Promise<void> {
  const accounts = count('accounts', values.accounts);
  const say = (line: string): void => console.error(line);
  say(`Generating ${accounts.toLocaleString('en-US')} accounts …`);
  const { folder } = await generated(accounts);
  say('Importing …');
  await imported(folder);
  const draft = draftOf(folder);
  say('Simulating …');
  const runs = await measured(folder, draft);
  const report = { ...environment(), accounts, runs };
  console.error(`\n${runs.map(lineOf).join('\n')}`);
  printJson(report, values.json);
}

/** The row of the best customers takes the very best alone. */
function draftOf(folder: string): string {
  const draft = `${folder}-draft`;
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
  readonly ms: number;
  readonly accountsPerS: number;
  readonly changed: number;
  readonly peakRssBytes: number;
};

async function measured(folder: string, draft: string): Promise<readonly Measured[]> {
  const runs: Measured[] = [];
  for (const threads of new Set([1, availableParallelism()])) {
    for (const [moment, at] of Object.entries(MOMENTS)) {
      const options = ['--at', at, '--threads', String(threads), '--json'];
      const run = await runToEnd([PRODUCT, 'simulate', folder, '--draft', draft, ...options]);
      const { report } = JSON.parse(run.stdout) as { report: { all: Record<string, { accounts: number }> } };
      const { all, contact } = report.all;
      if (all === undefined || contact === undefined) throw new Error('The report has no figures.');
      const accountsPerS = all.accounts / (run.ms / 1000);
      runs.push({
        moment,
        threads,
        ms: run.ms,
        accountsPerS,
        changed: contact.accounts,
        peakRssBytes: run.peakRssBytes,
      });
    }
  }
  return runs;
}

function lineOf({ moment, threads, ms, accountsPerS, changed, peakRssBytes }: Measured): string {
  const rate = Math.round(accountsPerS).toLocaleString('en-US');
  const memory = `${Math.round(peakRssBytes / 1e6)} MB`;
  return `| ${moment} | ${threads} threads | ${(ms / 1000).toFixed(1)} s | ${rate} accounts/s | ${changed} change | ${memory} |`;
}

await runBench(main);
