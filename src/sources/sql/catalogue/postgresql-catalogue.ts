/** PostgreSQL's catalogue (`pg_catalog`), with what the user may read of it. */
import type { Cell } from '../../../outbound/database/database.ts';
import type { CatalogueRows, ColumnKind } from './catalogue.ts';
import type { AskCatalogue } from './catalogue-rows.ts';
import { isTrue, textOf } from './catalogue-rows.ts';

const OF_PEOPLE = `c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
  and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'`;

/** A domain is read as what it is of. */
const COLUMNS = `select n.nspname::text, c.relname::text, c.relkind in ('v', 'm'), obj_description(c.oid, 'pg_class'),
  a.attname::text, format_type(a.atttypid, a.atttypmod), b.typname::text, b.typcategory::text,
  case when b.typtype = 'e' then
    array(select e.enumlabel::text from pg_catalog.pg_enum e where e.enumtypid = b.oid order by e.enumsortorder) end,
  col_description(c.oid, a.attnum),
  has_schema_privilege(n.oid, 'usage') and has_column_privilege(c.oid, a.attnum, 'select')
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_catalog.pg_type t on t.oid = a.atttypid
join pg_catalog.pg_type b on b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
where ${OF_PEOPLE}
order by 1, 2, a.attnum`;

/** Without those of some rows alone, and those of expressions. */
const KEYS = `select n.nspname::text, c.relname::text, i.indisprimary, i.indisunique,
  array(select a.attname::text from unnest(i.indkey::int2[]) with ordinality as k(number, place)
    join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
    where k.place <= i.indnkeyatts order by k.place)
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where ${OF_PEOPLE} and i.indisvalid and i.indpred is null and i.indexprs is null
order by 1, 2, i.indisprimary desc, i.indexrelid`;

const REFERENCES = `select n.nspname::text, c.relname::text, a.attname::text, r.relname::text
from pg_catalog.pg_constraint f
join pg_catalog.pg_class c on c.oid = f.conrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_class r on r.oid = f.confrelid
join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = f.conkey[1]
where ${OF_PEOPLE} and f.contype = 'f' and array_length(f.conkey, 1) = 1
order by 1, 2, 3, 4`;

export async function postgresqlCatalogue(ask: AskCatalogue): Promise<CatalogueRows> {
  const columns = await ask({ text: COLUMNS, values: [] });
  const keys = await ask({ text: KEYS, values: [] });
  const references = await ask({ text: REFERENCES, values: [] });
  return {
    columns: columns.map(
      ([schema, table, isView, tableComment, name, type, base, category, values, comment, isReadable]) => ({
        schema: textOf(schema),
        table: textOf(table),
        isView: isTrue(isView),
        tableComment: textOf(tableComment),
        column: {
          name: textOf(name),
          type: textOf(type),
          kind: kindOf(textOf(base), textOf(category)),
          values: textsOf(values),
          comment: textOf(comment),
          isReadable: isTrue(isReadable),
        },
      }),
    ),
    keys: keys.map(([schema, table, isPrimary, isUnique, of]) => ({
      schema: textOf(schema),
      table: textOf(table),
      isPrimary: isTrue(isPrimary),
      isUnique: isTrue(isUnique),
      columns: textsOf(of) ?? [],
    })),
    references: references.map(([schema, table, column, to]) => ({
      schema: textOf(schema),
      table: textOf(table),
      column: textOf(column),
      to: textOf(to),
    })),
  };
}

function textsOf(cell: Cell | undefined): readonly string[] | null {
  return Array.isArray(cell) ? cell.map((one: Cell) => textOf(one)) : null;
}

const BY_NAME: Readonly<Record<string, ColumnKind>> = {
  int2: 'integer',
  int4: 'integer',
  oid: 'integer',
  int8: 'big_integer',
  money: 'text',
  date: 'day',
  timestamptz: 'moment',
  timestamp: 'local_time',
  uuid: 'text',
  xml: 'passage',
  json: 'document',
  jsonb: 'document',
  _bytea: 'other',
  _json: 'other',
  _jsonb: 'other',
};

/** `pg_type.typcategory`: numbers, truths, texts, times, lengths of time, addresses of networks, enumerations, lists. */
const BY_CATEGORY: Readonly<Record<string, ColumnKind>> = {
  N: 'number',
  B: 'boolean',
  S: 'text',
  D: 'text',
  T: 'text',
  I: 'text',
  E: 'text',
  A: 'list',
};

function kindOf(type: string, category: string): ColumnKind {
  return BY_NAME[type] ?? BY_CATEGORY[category] ?? 'other';
}
