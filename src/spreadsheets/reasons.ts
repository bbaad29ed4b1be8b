/** The reasons' wordings as a sheet: a row for each code, a column for each language. They may stand in two files of a workspace. */
import { languageSchema } from '../config/schema/names.ts';
import type { ConfigDocument } from '../config/yaml/document.ts';
import { flowScalar } from '../config/yaml/flow-text.ts';
import { cellPlace } from './grid.ts';
import type { Grid, GridRow } from './grid.ts';
import type { SheetColumns } from './read-sheet.ts';
import { readHead } from './read-sheet.ts';
import type { RowWords } from './row-words.ts';
import type { SheetRow, SheetTable } from './read-rows.ts';
import type { SheetProblem } from './sheet-problem.ts';
import { sheetError } from './sheet-problem.ts';
import { textOfCell } from './typed-cell.ts';

export const CODE = 'code';

/** `id` is the code, which `words` has under `code`. */
export type ReasonWords = { readonly id: string; readonly words: RowWords; readonly document: ConfigDocument };

export function reasonsInWords(documents: readonly ConfigDocument[], language: string): readonly ReasonWords[] {
  return documents.flatMap((document) =>
    document.keys(['reasons']).map((code) => {
      const said = document.textAt(['reasons', code]);
      const worded = said === null ? wordings(document, code) : [[language, said.text] as const];
      const words = [[CODE, code] as const, ...worded.map(([name, text]) => [name, prose(text)] as const)];
      return { id: code, document, words: new Map(words.filter(([, text]) => text !== '')) };
    }),
  );
}

function wordings(document: ConfigDocument, code: string): readonly (readonly [string, string])[] {
  const path = ['reasons', code];
  return document.keys(path).map((language) => [language, document.textAt([...path, language])?.text ?? '']);
}

/** The default language first, the others as they come. */
export function languagesOf(reasons: readonly ReasonWords[], first: string): readonly string[] {
  const used = reasons.flatMap(({ words }) => [...words.keys()]).filter((column) => column !== CODE);
  return [...new Set([first, ...used])];
}

/** `used`: how many reasons have words in a language now. */
export function readReasonRows(grid: Grid, used: ReadonlyMap<string, number>): SheetTable {
  const mend = 'A column is `code`, or a language tag like `de` or `pt-BR`.';
  const head = readHead(grid, {
    known: [CODE, ...used.keys()],
    needed: [CODE],
    used,
    also: (name) => languageSchema.safeParse(name).success,
    mend,
  });
  const problems: SheetProblem[] = [...head.problems];
  const rows = head.columns.has(CODE) ? head.rows.map((row) => readReason(grid, row, head.columns, problems)) : [];
  problems.push(...codeProblems(grid, rows, head.columns));
  return { grid, columns: head.columns, rows, problems };
}

function readReason(grid: Grid, row: GridRow, columns: SheetColumns, problems: SheetProblem[]): SheetRow {
  const words = new Map<string, string>();
  const yaml = new Map<string, string>();
  for (const [name, index] of columns) {
    const cell = textOfCell(row.cells[index] ?? null, name === CODE ? 'words' : 'prose');
    if (typeof cell !== 'string') problems.push(sheetError(cellPlace(grid, row.number, index), cell.wrong, cell.mend));
    else if (prose(cell) !== '') {
      words.set(name, prose(cell));
      yaml.set(name, flowScalar(prose(cell)));
    }
  }
  return { number: row.number, id: words.get(CODE) ?? '', words, yaml };
}

function codeProblems(grid: Grid, rows: readonly SheetRow[], columns: SheetColumns): readonly SheetProblem[] {
  const first = new Map<string, number>();
  return rows.flatMap(({ id, number, words }) => {
    const place = cellPlace(grid, number, columns.get(CODE) ?? 0);
    const before = first.get(id);
    first.set(id, before ?? number);
    if (id === '')
      return [sheetError(place, 'The wording has no code.', 'Give it one, which rows name as their reason.')];
    if (before !== undefined)
      return [sheetError(place, `Row ${before} is called \`${id}\` too.`, 'Word each reason in one row.')];
    return words.size > 1
      ? []
      : [sheetError(place, `The reason \`${id}\` has no words.`, 'Write them, or delete its row.')];
  });
}

/** Blanks around are nobody's intention. */
function prose(text: string): string {
  return text.replaceAll(/\r\n?/gu, '\n').trim();
}
