/** SQLite's catalogue, by its pragmas. Types are what a table declares; a file has no comments and no rights. */
import type { CatalogueRows, ColumnKind, InTable } from './catalogue.ts';
import type { AskCatalogue, CatalogueRow } from './catalogue-rows.ts';
import { isTrue, textOf, together } from './catalogue-rows.ts';

const TABLES = `pragma_table_list l where l.schema = 'main' and l.type in ('table', 'view') and l.name not like 'sqlite!_%' escape '!'`;

const COLUMNS = `select l.name, l.type, x.name, x.type, x.pk
from (select name, type from ${TABLES}) l, pragma_table_xinfo(l.name) x
where x.hidden <> 1 order by l.name, x.cid`;

/** Without those of some rows alone, and those of expressions. */
const KEYS = `select l.name, i.name, i."unique", i.origin, x.name
from (select name from ${TABLES}) l, pragma_index_list(l.name) i, pragma_index_info(i.name) x
where i.partial = 0 order by l.name, i.seq, x.seqno`;

const REFERENCES = `select l.name, f.id, f."from", f."table"
from (select name from ${TABLES}) l, pragma_foreign_key_list(l.name) f order by l.name, f.id, f.seq`;

export async function sqliteCatalogue(ask: AskCatalogue): Promise<CatalogueRows> {
  const columns = await ask({ text: COLUMNS, values: [] });
  const keys = await ask({ text: KEYS, values: [] });
  const references = await ask({ text: REFERENCES, values: [] });
  return {
    columns: columns.map(([table, kind, name, type]) => ({
      ...inTable(table),
      isView: textOf(kind) === 'view',
      tableComment: '',
      column: {
        name: textOf(name),
        type: textOf(type),
        kind: kindOf(textOf(type).toUpperCase()),
        values: null,
        comment: '',
        isReadable: true,
      },
    })),
    keys: [...primaryKeys(columns), ...indexes(keys)],
    references: together(references).flatMap(([[table, , column, to], rows]) =>
      rows.length === 1 ? [{ ...inTable(table), column: textOf(column), to: textOf(to) }] : [],
    ),
  };
}

function inTable(table: CatalogueRow[number] | undefined): InTable {
  return { schema: '', table: textOf(table) };
}

/** A key of one whole number has no index: the columns tell it. */
function primaryKeys(columns: readonly CatalogueRow[]): CatalogueRows['keys'] {
  const parts = columns.filter((row) => Number(row[4]) > 0).toSorted((one, other) => Number(one[4]) - Number(other[4]));
  return [...Map.groupBy(parts, ([table]) => textOf(table))].map(([table, rows]) => ({
    ...inTable(table),
    isPrimary: true,
    isUnique: true,
    columns: rows.map((row) => textOf(row[2])),
  }));
}

function indexes(keys: readonly CatalogueRow[]): CatalogueRows['keys'] {
  return together(keys).flatMap(([[table, , isUnique, origin], rows]) =>
    textOf(origin) === 'pk' || rows.some((row) => row[4] === null)
      ? []
      : [
          {
            ...inTable(table),
            isPrimary: false,
            isUnique: isTrue(isUnique),
            columns: rows.map((row) => textOf(row[4])),
          },
        ],
  );
}

/** The rules by which SQLite itself reads a declared type, and the words that people use beside. */
const RULES: readonly (readonly [RegExp, ColumnKind])[] = [
  [/BOOL/, 'flag'],
  [/BIG|INT8/, 'big_integer'],
  [/INT/, 'integer'],
  [/JSON/, 'document'],
  [/CHAR|CLOB|TEXT|UUID/, 'text'],
  [/BLOB/, 'other'],
  [/REAL|FLOA|DOUB|NUM|DEC/, 'number'],
  [/DATE|TIME/, 'local_time'],
];

function kindOf(type: string): ColumnKind {
  return RULES.find(([pattern]) => pattern.test(type))?.[1] ?? 'text';
}
