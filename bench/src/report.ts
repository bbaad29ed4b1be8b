/** Results as a table for people, in Markdown so that it can go into a document as it is. */
import type { Row } from './measure.ts';

export function hotPathTable(rows: readonly Row[]): string {
  const header = [
    'subject',
    'CPU µs',
    'of it main thread',
    'of raw',
    'lowest to highest',
    'requests/s',
    'p50 ms',
    'p99 ms',
    'RSS MB',
  ];
  return table(
    header,
    rows.map(({ subject, cpuUs, mainThreadUs, ofRaw, requestsPerS, p50Ms, p99Ms, rssBytes }) => [
      subject,
      cpuUs.toFixed(1),
      mainThreadUs.toFixed(1),
      ofRaw.median.toFixed(3),
      `${ofRaw.lowest.toFixed(3)} to ${ofRaw.highest.toFixed(3)}`,
      String(Math.round(requestsPerS)),
      p50Ms.toFixed(2),
      p99Ms.toFixed(2),
      String(Math.round(rssBytes / 1024 ** 2)),
    ]),
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
