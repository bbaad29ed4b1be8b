/** `concierge guardrails export`: the decision tables and the reasons' wordings as a workbook or CSV, for whoever edits them there. */
import { existsSync, statSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import { howTo } from '../../../spreadsheets/how-to.ts';
import { notCarried } from '../../../spreadsheets/not-carried.ts';
import type { OutSheet } from '../../../spreadsheets/out-sheets.ts';
import { outSheets } from '../../../spreadsheets/out-sheets.ts';
import type { SheetName } from '../../../spreadsheets/sheet-names.ts';
import { workspaceTables } from '../../../spreadsheets/workspace-tables.ts';
import type { WorkspaceTables } from '../../../spreadsheets/workspace-tables.ts';
import { csvText } from '../../../spreadsheets/write-csv.ts';
import { xlsxFile } from '../../../spreadsheets/write-xlsx.ts';
import type { CommandContext } from '../../context.ts';
import { counted } from '../../terminal/counted.ts';
import { pathFrom } from '../../terminal/from-here.ts';
import { notCarriedLines } from '../../releases/guardrails-text.ts';
import { writeWhole } from '../../files/write-whole.ts';

export type GuardrailsExportOptions = {
  readonly dir: string | undefined;
  readonly to: string;
  readonly table?: SheetName;
  readonly replace?: boolean;
};

export async function exportGuardrails(options: GuardrailsExportOptions, context: CommandContext): Promise<void> {
  const folder = resolve(context.cwd, options.dir ?? '.');
  const tables = workspaceTables(folder);
  const sheets = outSheets(tables).filter(({ name }) => options.table === undefined || name === options.table);
  if (sheets.length === 0)
    throw new Failure(
      'not_found',
      `The workspace has no table ${options.table}.`,
      'Leave --table out to see which it has.',
    );
  refuseOddText(sheets);
  const files = await filesOf(sheets, tables, options, resolve(context.cwd, options.to));
  refuseExisting(files, options, context);
  for (const [path, content] of files) {
    writeWhole(path, content);
    context.out(`Wrote ${pathFrom(context.cwd, path)}`);
  }
  for (const { name, rows } of sheets) context.out(`  ${name}  ${counted(rows.length, 'row')}`);
  const written = tables.tables.filter(({ table }) => sheets.some(({ name }) => name === table));
  const left = written.flatMap(({ file, yaml }) => notCarried(file, yaml));
  for (const line of notCarriedLines(left, context.cwd)) context.err(line);
}

type Files = readonly (readonly [path: string, content: string | Buffer])[];

async function filesOf(
  sheets: readonly OutSheet[],
  { frame }: WorkspaceTables,
  { to }: GuardrailsExportOptions,
  path: string,
): Promise<Files> {
  const ending = extname(path).toLowerCase();
  if (ending === '.xlsx') return [[path, await xlsxFile(sheets, howTo(frame.facts))]];
  if (ending === '.csv') {
    const [only, ...others] = sheets;
    if (only === undefined || others.length > 0)
      throw new Failure(
        'usage',
        `A CSV file holds one table, and there are ${sheets.map(({ name }) => name).join(', ')}.`,
        'Name one with --table, or name a folder.',
      );
    return [[path, csvText(only)]];
  }
  if (ending !== '' && statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new Failure(
      'usage',
      `${to} ends neither with .xlsx nor with .csv.`,
      'Name such a file, or a folder for CSV files.',
    );
  return sheets.map((sheet) => [join(path, `${sheet.name}.csv`), csvText(sheet)]);
}

function refuseExisting(files: Files, { replace }: GuardrailsExportOptions, { cwd }: CommandContext): void {
  const there = files.map(([path]) => path).find((path) => existsSync(path));
  if (there !== undefined && replace !== true)
    throw new Failure(
      'usage',
      `There is a file ${pathFrom(cwd, there)} already, which somebody may have edited.`,
      'Name another, or add --replace.',
    );
}

const MAX_CELL = 32_767;

/** What neither format can hold. */
function refuseOddText(sheets: readonly OutSheet[]): void {
  for (const { name, columns, rows } of sheets)
    for (const row of rows)
      for (const [index, text] of row.entries()) {
        if (text.length <= MAX_CELL && text.isWellFormed()) continue;
        const what = text.isWellFormed() ? `has more than ${MAX_CELL} characters` : 'has half a character';
        throw new Failure(
          'configuration',
          `\`${columns[index]?.name}\` of \`${row[0]}\` in ${name} ${what}, which no spreadsheet can hold.`,
          'Mend it in the file.',
        );
      }
}
