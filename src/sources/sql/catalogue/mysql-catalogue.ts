/** The catalogue of MySQL and MariaDB (`information_schema`), of the one database that is connected to. It shows only what the user may see. */
import type { CatalogueRows, ColumnKind, InTable } from './catalogue.ts';
import type { AskCatalogue, CatalogueRow } from './catalogue-rows.ts';
import { isTrue, textOf, together } from './catalogue-rows.ts';

const COLUMNS = `select c.table_name, t.table_type, t.table_comment, c.column_name, c.data_type, c.column_type, c.column_comment,
  c.privileges
from information_schema.columns c
join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
where c.table_schema = ?
order by c.table_name, c.ordinal_position`;

/** Without those of a column's beginning, and those of expressions. */
const KEYS = `select s.table_name, s.index_name, s.non_unique, s.column_name
from information_schema.statistics s
where s.table_schema = ? and not exists (
  select 1 from information_schema.statistics p where p.table_schema = s.table_schema and p.table_name = s.table_name
    and p.index_name = s.index_name and (p.sub_part is not null or p.column_name is null))
order by s.table_name, s.index_name, s.seq_in_index`;

const REFERENCES = `select k.table_name, k.constraint_name, k.column_name, k.referenced_table_name
from information_schema.key_column_usage k
where k.table_schema = ? and k.referenced_table_name is not null
order by k.table_name, k.constraint_name, k.ordinal_position`;

/** Whether checks say of which table they are: MariaDB's do. */
const CHECKS_OF_TABLES = `select c.column_name from information_schema.columns c
where c.table_schema = 'information_schema' and c.table_name = 'CHECK_CONSTRAINTS' and c.column_name = 'TABLE_NAME'`;

/** MariaDB has no type for JSON: it is a text with a check, which is called like the column. */
const JSON_CHECKS = `select c.table_name, c.constraint_name
from information_schema.check_constraints c
where c.constraint_schema = ? and c.level = 'Column' and c.check_clause like 'json_valid(%'`;

export async function mysqlCatalogue(ask: AskCatalogue, database: string): Promise<CatalogueRows> {
  const columns = await ask({ text: COLUMNS, values: [database] });
  const keys = await ask({ text: KEYS, values: [database] });
  const references = await ask({ text: REFERENCES, values: [database] });
  const documents = await jsonColumns(ask, database);
  return {
    columns: columns.map(([table, kind, tableComment, name, type, whole, comment, privileges]) => {
      const isView = textOf(kind) !== 'BASE TABLE';
      return {
        ...inTable(table),
        isView,
        tableComment: isView ? '' : textOf(tableComment),
        column: {
          name: textOf(name),
          type: textOf(whole),
          kind: documents.has(idOf(table, name))
            ? 'document'
            : kindOf(textOf(type).toLowerCase(), textOf(whole).toLowerCase()),
          values: textOf(type).toLowerCase() === 'enum' ? enumValues(textOf(whole)) : null,
          comment: textOf(comment),
          isReadable: /\bselect\b/i.test(textOf(privileges)),
        },
      };
    }),
    keys: together(keys).map(([[table, index, nonUnique], rows]) => ({
      ...inTable(table),
      isPrimary: textOf(index) === 'PRIMARY',
      isUnique: !isTrue(nonUnique),
      columns: rows.map((row) => textOf(row[3])),
    })),
    references: together(references).flatMap(([[table, , column, to], rows]) =>
      rows.length === 1 ? [{ ...inTable(table), column: textOf(column), to: textOf(to) }] : [],
    ),
  };
}

async function jsonColumns(ask: AskCatalogue, database: string): Promise<ReadonlySet<string>> {
  const [tellsTables] = await ask({ text: CHECKS_OF_TABLES, values: [] });
  const checks = tellsTables === undefined ? [] : await ask({ text: JSON_CHECKS, values: [database] });
  return new Set(checks.map(([table, column]) => idOf(table, column)));
}

function idOf(table: CatalogueRow[number] | undefined, column: CatalogueRow[number] | undefined): string {
  return JSON.stringify([textOf(table), textOf(column)]);
}

function inTable(table: CatalogueRow[number] | undefined): InTable {
  return { schema: '', table: textOf(table) };
}

/** `enum('a','it''s')` */
function enumValues(type: string): readonly string[] {
  return [...type.matchAll(/'((?:[^']|'')*)'/g)].map(([, value = '']) => value.replaceAll("''", "'"));
}

const BY_NAME: Readonly<Record<string, ColumnKind>> = {
  tinyint: 'integer',
  smallint: 'integer',
  mediumint: 'integer',
  int: 'integer',
  year: 'integer',
  bigint: 'big_integer',
  bit: 'big_integer',
  decimal: 'number',
  float: 'number',
  double: 'number',
  date: 'day',
  timestamp: 'moment',
  datetime: 'local_time',
  time: 'text',
  char: 'text',
  varchar: 'text',
  tinytext: 'text',
  text: 'text',
  mediumtext: 'text',
  longtext: 'text',
  enum: 'text',
  set: 'text',
  uuid: 'text',
  inet4: 'text',
  inet6: 'text',
  json: 'document',
};

function kindOf(type: string, whole: string): ColumnKind {
  return whole.startsWith('tinyint(1)') || whole === 'bit(1)' ? 'flag' : (BY_NAME[type] ?? 'other');
}
