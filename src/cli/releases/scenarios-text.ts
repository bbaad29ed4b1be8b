/** Scenarios as a leader reads them in a terminal: each a line, and what failed with the difference and the story. */
import type { ExplainedRow, Explanation } from '../../answer/explain.ts';
import { explanation } from '../../answer/explain.ts';
import type { Considered } from '../../answer/considered.ts';
import { failedAlone } from '../../scenarios/failed-alone.ts';
import { rowIn } from '../../scenarios/judge.ts';
import type { Tried } from '../../scenarios/suite.ts';
import { columns, indented } from '../terminal/columns.ts';
import type { Emphasize } from '../terminal/emphasis.ts';
import { accountLine, candidateCells, rowCells } from '../explanation-text.ts';

export type TriedFile = { readonly file: string; readonly tried: readonly Tried[] };

export function scenariosText(files: readonly TriedFile[], emphasize: Emphasize): string {
  return files
    .map(({ file, tried }) => [emphasize(file), ...tried.map((one) => indented(triedText(one, file))), ''].join('\n'))
    .join('\n')
    .trimEnd();
}

function triedText(tried: Tried, file: string): string {
  const { name, place } = tried.scenario;
  if (tried.mismatches.length === 0) return `ok      ${name}`;
  return [`FAILED  ${name}  (${file}:${place.line})`, ...storyOf(tried).map((line) => `        ${line}`)].join('\n');
}

function storyOf(tried: Tried): readonly string[] {
  const told = explanation(tried.considered);
  return [
    ...columns(tried.mismatches.map(({ what, expected, got }) => [what, `expected ${expected}`, `got ${got}`])),
    ...about('account', [accountLine(told)]),
    ...about('rows', rowsStory(tried, told)),
    ...about('candidates', columns(told.candidates.map((one) => candidateCells(one)))),
  ];
}

function about(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

/** The row that fired, and why the expected one didn't. */
function rowsStory({ scenario, considered }: Tried, told: Explanation): readonly string[] {
  const rows = told.tool === 'get_account_health' ? told.healthRows : told.rows;
  const { row } = scenario.expected;
  const fired = rowIn(considered);
  const passedOver = row === null || row === fired ? [] : [expectedRow(row, rows, fired, considered)];
  return columns([...passedOver, ...(fired === null ? [] : [[fired, 'fired']])]);
}

function expectedRow(
  row: string,
  rows: readonly ExplainedRow[],
  fired: string | null,
  considered: Considered,
): readonly string[] {
  const tried = rows.find(({ rule }) => rule === row);
  if (tried !== undefined) return rowCells(tried);
  if (fired === null) return [row, 'wasn’t tried'];
  const [, otherwise = ''] = rowCells({ rule: row, fired: false, failed: failedAlone(row, considered) });
  const also = otherwise === '' ? 'would fit as well' : `wouldn’t fit: ${otherwise}`;
  return [row, `wasn’t tried, for ${fired} stands above it and fits; it ${also}`];
}
