/**
 * The product with a large directory: a generated company, its import, its files, look-ups, the start, serving, and
 * serving while an import runs. Prints a table on stderr and JSON on stdout, or into `--json FILE`.
 */
import { count, printJson, readOptions, runBench } from './command-line.ts';
import { environment, fileSystemOf } from './environment.ts';
import { generated } from './scale/company.ts';
import { coverage } from './scale/coverage.ts';
import { bytesOfStore, imported, touchExports } from './scale/import.ts';
import { lookUps } from './scale/look-ups.ts';
import { scaleTable } from './scale/report.ts';
import { served } from './scale/serving.ts';
import { WORK } from './workspace.ts';

const ACCOUNTS = 1_000_000;

const HELP = `Usage: npm --prefix bench run -s scale -- [options]
  --accounts N    accounts of the generated company (default ${ACCOUNTS.toLocaleString('en-US')})
  --rate N        requests a second while latencies are measured (default 500)
  --json FILE     write the JSON there instead of to stdout`;

const values = readOptions(HELP, {
  accounts: { type: 'string', default: String(ACCOUNTS) },
  rate: { type: 'string', default: '500' },
  json: { type: 'string' },
});

async function main(): Promise<void> {
  const [accounts, ratePerS] = [count('accounts', values.accounts), count('rate', values.rate)];
  const say = (line: string): void => console.error(line);
  say(`Generating ${accounts.toLocaleString('en-US')} accounts …`);
  const company = await generated(accounts);
  say('Importing for the first time …');
  const first = await imported(company.folder);
  say('Importing the same again …');
  const same = await imported(company.folder);
  const files = bytesOfStore(company.folder);
  say('Looking up …');
  const looked = await lookUps(company);
  say('Surveying coverage …');
  const surveyed = await coverage(company.folder);
  say('Serving, then serving while every row is imported anew …');
  const serving = await served(company, ratePerS, () => touchExports(company.folder));
  const report = {
    ...environment(),
    records: fileSystemOf(WORK),
    accounts,
    exports: company.exports,
    generatedMs: company.ms,
    imports: { first, same },
    files,
    lookUps: looked,
    coverage: surveyed,
    serving,
  };
  console.error(`\n${scaleTable(report)}`);
  printJson(report, values.json);
}

await runBench(main);
