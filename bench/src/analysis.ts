/**
 * What `check` spends on the analysis of tables with 200 rows and 12 inputs, by how they are made. Prints a table on stderr
 * and JSON on stdout, or into `--json FILE`. How many boxes it looks at is the same on every machine.
 */
import type { Finding } from '../../src/guardrails/analysis/findings.ts';
import { analyseTable } from '../../src/guardrails/analysis/analyse-table.ts';
import type { Shape } from './analysis/wide-tables.ts';
import { SHAPES, WIDE_FRAME, wideTable } from './analysis/wide-tables.ts';
import { printJson, readOptions, runBench } from './command-line.ts';
import { environment } from './environment.ts';
import { table } from './report.ts';

const HELP = `Usage: npm --prefix bench run -s analysis -- [options]
  --json FILE          write the JSON there instead of to stdout`;

const values = readOptions(HELP, { json: { type: 'string' } });

type Measured = { readonly shape: string; readonly cpuMs: number; readonly findings: Readonly<Record<string, number>> };

function measured(shape: Shape): Measured {
  const rules = wideTable(shape);
  const before = process.threadCpuUsage();
  const findings = analyseTable(rules, WIDE_FRAME, ({ outcome }) => outcome);
  const { user, system } = process.threadCpuUsage(before);
  return { shape: shape.name, cpuMs: Math.round((user + system) / 1000), findings: counted(findings) };
}

function counted(findings: readonly Finding[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const finding of findings) {
    const rows = finding.kind === 'rows_not_proved' ? finding.rows.length : 1;
    counts[finding.kind] = (counts[finding.kind] ?? 0) + rows;
  }
  return counts;
}

async function main(): Promise<void> {
  const tables = SHAPES.map(measured);
  const rows = tables.map(({ shape, cpuMs, findings }) => [
    shape,
    cpuMs.toLocaleString('en'),
    Object.entries(findings)
      .map(([kind, count]) => `${count} ${kind}`)
      .join(', '),
  ]);
  console.error(table(['200 rows × 12 inputs', 'CPU ms', 'findings'], rows));
  printJson({ ...environment(), tables }, values.json);
}

await runBench(main);
