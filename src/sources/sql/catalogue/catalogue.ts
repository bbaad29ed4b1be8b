/** What a database holds, as its own catalogue tells it: tables and views, their columns, by what their rows are found. No row is read. */

/** What becomes of a column's values on their way out, see docs/sources/sql.md. */
export type ColumnKind =
  | 'text'
  /** Text that the database compares with nothing. */
  | 'passage'
  | 'integer'
  /** May be larger than JavaScript's whole numbers. */
  | 'big_integer'
  | 'number'
  | 'boolean'
  /** 1 or 0. */
  | 'flag'
  | 'day'
  /** With a zone. */
  | 'moment'
  | 'local_time'
  | 'list'
  /** JSON. */
  | 'document'
  /** Nothing can be made of it. */
  | 'other';

export type CatalogueColumn = {
  readonly name: string;
  /** As the database calls it. */
  readonly type: string;
  readonly kind: ColumnKind;
  /** The only values of an enumeration; null for other types. */
  readonly values: readonly string[] | null;
  /** Empty where there is none. */
  readonly comment: string;
  /** Whether the user may read it. */
  readonly isReadable: boolean;
};

export type CatalogueKey = {
  readonly isPrimary: boolean;
  /** False for an index alone. */
  readonly isUnique: boolean;
  readonly columns: readonly string[];
};

/** A foreign key of one column. */
export type CatalogueReference = {
  readonly column: string;
  /** The other table's name, without its schema. */
  readonly to: string;
};

export type CatalogueTable = {
  /** Empty where the database has none. */
  readonly schema: string;
  readonly name: string;
  readonly isView: boolean;
  readonly comment: string;
  readonly columns: readonly CatalogueColumn[];
  readonly keys: readonly CatalogueKey[];
  readonly references: readonly CatalogueReference[];
};

/** By schema and name. */
export type Catalogue = readonly CatalogueTable[];

export function fullName({ schema, name }: Pick<CatalogueTable, 'schema' | 'name'>): string {
  return schema === '' ? name : `${schema}.${name}`;
}

/** What a dialect's queries come to, table by table. */
export type CatalogueRows = {
  readonly columns: readonly ColumnRow[];
  readonly keys: readonly (InTable & CatalogueKey)[];
  readonly references: readonly (InTable & CatalogueReference)[];
};

export type InTable = { readonly schema: string; readonly table: string };

export type ColumnRow = InTable & {
  readonly isView: boolean;
  readonly tableComment: string;
  readonly column: CatalogueColumn;
};

export function catalogueOf({ columns, keys, references }: CatalogueRows): Catalogue {
  const keysOf = grouped(keys);
  const referencesOf = grouped(references);
  return [...grouped(columns)].flatMap(([id, rows]): readonly CatalogueTable[] => {
    const [first] = rows;
    if (first === undefined) return [];
    const { schema, table, isView, tableComment } = first;
    return [
      {
        schema,
        name: table,
        isView,
        comment: tableComment,
        columns: rows.map(({ column }) => column),
        keys: (keysOf.get(id) ?? []).map(({ isPrimary, isUnique, columns: of }) => ({
          isPrimary,
          isUnique,
          columns: of,
        })),
        references: (referencesOf.get(id) ?? []).map(({ column, to }) => ({ column, to })),
      },
    ];
  });
}

function grouped<Row extends InTable>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const id = JSON.stringify([row.schema, row.table]);
    const group = groups.get(id) ?? [];
    groups.set(id, group);
    group.push(row);
  }
  return groups;
}
