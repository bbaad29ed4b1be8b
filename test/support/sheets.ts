/** Guardrails in a spreadsheet, for tests: what export wrote, edited as a person or a spreadsheet would, and handed back. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { CommandResult } from './cli.ts';
import { runCommand } from './cli.ts';

/** Rows with the columns' names first. */
export type Table = string[][];

/** The sheet as CSV text says it. */
export async function exportedTable(folder: string, table: string): Promise<Table> {
  const to = join(folder, `${table}.csv`);
  const { code, err } = await runCommand(['guardrails', 'export', folder, '--to', to, '--table', table, '--replace']);
  if (code !== 0) throw new Error(err);
  return parse(readFileSync(to), { bom: true });
}

export type CsvForm = { readonly delimiter?: string; readonly before?: string; readonly encoding?: BufferEncoding };

/** Imports the rows as `<table>.csv`; gives what the command said. */
export async function importTable(
  folder: string,
  table: string,
  rows: Table,
  { delimiter = ',', before = '', encoding = 'utf8' }: CsvForm = {},
  ...more: readonly string[]
): Promise<CommandResult> {
  const file = join(folder, `${table}.csv`);
  writeFileSync(file, before + stringify(rows, { delimiter }), encoding);
  return await runCommand(['guardrails', 'import', file, folder, ...more], { cwd: folder });
}

/** The cell of a row, by its first cell, and a column. */
export function setCell(rows: Table, id: string, column: string, text: string): void {
  const row = rows.find(([first]) => first === id);
  const index = (rows[0] ?? []).indexOf(column);
  if (row === undefined || index === -1) throw new Error(`there is no ${column} of ${id}`);
  row[index] = text;
}

/** Puts a column in before the one at `index`, empty but for the row with that id. */
export function addColumn(rows: Table, index: number, name: string, id = '', text = ''): void {
  for (const [at, row] of rows.entries()) row.splice(index, 0, at === 0 ? name : row[0] === id ? text : '');
}

export function fileText(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}
