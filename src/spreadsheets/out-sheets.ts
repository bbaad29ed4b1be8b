/** A workspace's guardrails as sheets that go out: columns with what may stand in them, and rows of words. */
import type { FactDeclaration } from '../facts/types.ts';
import { itemText } from '../guardrails/words-list.ts';
import { CODE } from './reasons.ts';
import type { RowKey } from './row-keys.ts';
import { caseColumn, HEADING, NOTE, rowKeysOf } from './row-keys.ts';
import type { RowWords } from './row-words.ts';
import type { SheetName } from './sheet-names.ts';
import type { WorkspaceTables } from './workspace-tables.ts';
import { usedColumns } from './workspace-tables.ts';
import type { WrittenTable } from './written-table.ts';

export type OutColumn = {
  readonly name: string;
  /** Words to choose from; others may be written too, unless these are all. */
  readonly choices: readonly string[];
  readonly isAll: boolean;
  /** They are the codes of the sheet of reasons, which may get more. */
  readonly areCodes: boolean;
};

export type OutSheet = {
  readonly name: SheetName;
  readonly columns: readonly OutColumn[];
  readonly rows: readonly (readonly string[])[];
};

export function outSheets(tables: WorkspaceTables): readonly OutSheet[] {
  return [...tables.tables.map((written) => rowSheet(written, tables)), reasonSheet(tables)];
}

function rowSheet(written: WrittenTable, { frame, reasons }: WorkspaceTables): OutSheet {
  const used = new Set(usedColumns(written.words.map((words) => ({ words }))).keys());
  const codes = reasons.map(({ id }) => id);
  const keys = rowKeysOf(written.table);
  const columns = [
    ...keys.slice(0, 1).flatMap((key) => keyColumns(key, used, codes)),
    ...frame.facts.filter(({ name }) => used.has(name)).map(factColumn),
    ...keys.slice(1).flatMap((key) => keyColumns(key, used, codes)),
    ...[NOTE, HEADING].map((name) => column(name)),
  ];
  return { name: written.table, columns, rows: rowsOf(columns, written.words) };
}

function reasonSheet({ reasons, languages }: WorkspaceTables): OutSheet {
  const columns = [CODE, ...languages].map((name) => column(name));
  return {
    name: 'reasons',
    columns,
    rows: rowsOf(
      columns,
      reasons.map(({ words }) => words),
    ),
  };
}

function rowsOf(columns: readonly OutColumn[], rows: readonly RowWords[]): OutSheet['rows'] {
  return rows.map((words) => columns.map(({ name }) => words.get(name) ?? ''));
}

function factColumn({ name, type }: FactDeclaration): OutColumn {
  if (type.type === 'boolean') return column(name, ['true', 'false']);
  return column(name, type.type === 'enum' ? type.values.map((value) => itemText(value)) : []);
}

/** Of the cases of a choice, and of parts, those that some row has. */
function keyColumns({ key, kind, options, cases }: RowKey, used: ReadonlySet<string>, codes: readonly string[]) {
  if (kind === 'cells') return [];
  const names = cases.map((name) => caseColumn(key, name)).filter((name) => used.has(name));
  if (kind === 'parts') return names.map((name) => column(name));
  if (kind !== 'choice') return [column(key, options, kind === 'word')];
  return [key, ...names].map((name): OutColumn => ({ ...column(name, codes), areCodes: true }));
}

function column(name: string, choices: readonly string[] = [], isAll = false): OutColumn {
  return { name, choices, isAll: isAll && choices.length > 0, areCodes: false };
}
