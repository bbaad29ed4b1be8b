/** Results as a table for people, in Markdown so that it can go into a document as it is. */
import type { Row } from './rows.ts';

type Column = readonly [title: string, cell: (row: Row) => string];

const HOT_PATH: readonly Column[] = [
  ['subject', ({ subject }) => subject],
  ['CPU µs', ({ cpuUs }) => cpuUs.toFixed(1)],
  ['of it main thread', ({ mainThreadUs }) => mainThreadUs.toFixed(1)],
  ['at best', ({ bestCpuUs }) => bestCpuUs.toFixed(1)],
  ['of raw', ({ ofRaw }) => ofRaw.median.toFixed(3)],
  ['lowest to highest', ({ ofRaw }) => `${ofRaw.lowest.toFixed(3)} to ${ofRaw.highest.toFixed(3)}`],
  ['at best', ({ ofRaw }) => ofRaw.atBest.toFixed(3)],
  ['× concierge', ({ timesConcierge }) => timesConcierge.toFixed(2)],
  ['requests/s', ({ requestsPerS }) => String(Math.round(requestsPerS))],
  ['others, cores', ({ othersCores }) => othersCores.toFixed(1)],
  ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(2)],
  ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(2)],
  ['RSS MB', ({ rssBytes }) => String(Math.round(rssBytes / 1024 ** 2))],
];

export function hotPathTable(rows: readonly Row[]): string {
  return table(
    HOT_PATH.map(([title]) => title),
    rows.map((row) => HOT_PATH.map(([, cell]) => cell(row))),
  );
}

/** The first column is text, the others are numbers. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}
