/** The report as a table: one figure a line. */
import type { Imported } from './import.ts';
import type { LookUps } from './look-ups.ts';
import type { Run } from './run.ts';
import type { Latency, Served } from './serving.ts';

export type ScaleReport = {
  readonly accounts: number;
  readonly exports: Readonly<Record<string, number>>;
  readonly generatedMs: number;
  readonly imports: Readonly<Record<'first' | 'same', Imported>>;
  readonly files: Readonly<Record<string, number>>;
  readonly lookUps: LookUps;
  readonly coverage: Omit<Run, 'stdout'>;
  readonly serving: Served;
};

export function scaleTable(report: ScaleReport): string {
  const { imports, lookUps, coverage, serving } = report;
  const rows = [
    ['accounts', whole(report.accounts)],
    ['exports', `${megabytes(sum(report.exports))} in ${seconds(report.generatedMs)}`],
    ['first import', importText(imports.first)],
    ['the same again', importText(imports.same)],
    ['every row newer', importText(serving.importAlone)],
    ['files of the store', Object.entries(report.files).map(fileText).join(', ')],
    ...Object.entries(lookUps).map(([what, { p50Us, p99Us }]) => [
      `look-up ${what}`,
      `p50 ${p50Us.toFixed(1)} µs, p99 ${p99Us.toFixed(1)} µs`,
    ]),
    ['coverage', `${seconds(coverage.ms)}, ${megabytes(coverage.peakRssBytes)}`],
    ['start to first answer', serving.startToFirstAnswerMs.map((ms) => `${whole(ms)} ms`).join(', ')],
    ['memory', `${megabytes(serving.rssIdleBytes)} idle, ${megabytes(serving.rssLoadedBytes)} after load`],
    [`at ${serving.ratePerS} requests/s`, latencyText(serving.alone)],
    ['… during an import', latencyText(serving.duringImport)],
    ['that import', importText(serving.import)],
  ];
  return rows.map(([what, figure]) => `| ${what} | ${figure} |`).join('\n');
}

function importText({ kind, ms, rowsPerS, accountsPerS, peakRssBytes }: Imported): string {
  return `${kind} in ${seconds(ms)}: ${whole(rowsPerS)} rows/s, ${whole(accountsPerS)} accounts/s, ${megabytes(peakRssBytes)}`;
}

function latencyText({ typical, worst, pieces, requests }: Latency): string {
  const text = ({ p50Ms, p99Ms }: Latency['typical']): string =>
    `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`;
  return `${text(typical)} in a typical second; ${text(worst)} in the worst of ${pieces}; ${whole(requests)} requests`;
}

function fileText([name, bytes]: readonly [string, number]): string {
  return `${name} ${megabytes(bytes)}`;
}

function sum(sizes: Readonly<Record<string, number>>): number {
  return Object.values(sizes).reduce((total, size) => total + size, 0);
}

function megabytes(bytes: number): string {
  return `${whole(bytes / 1_000_000)} MB`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function whole(number: number): string {
  return Math.round(number).toLocaleString('en-US');
}
