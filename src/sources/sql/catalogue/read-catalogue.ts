/** Reads a database's catalogue over a session that only reads. Bounded: what is larger is refused, and never cut in silence. */
import type { Cell, DatabaseSession } from '../../../outbound/database/database.ts';
import { DatabaseFailure } from '../../../outbound/database/database.ts';
import type { DialectName } from '../dialect.ts';
import type { Catalogue, CatalogueRows } from './catalogue.ts';
import { catalogueOf } from './catalogue.ts';
import type { AskCatalogue } from './catalogue-rows.ts';
import { mysqlCatalogue } from './mysql-catalogue.ts';
import { postgresqlCatalogue } from './postgresql-catalogue.ts';
import { sqliteCatalogue } from './sqlite-catalogue.ts';

type ReadRows = (ask: AskCatalogue, database: string) => Promise<CatalogueRows>;

const READERS: Readonly<Record<DialectName, ReadRows>> = {
  postgresql: postgresqlCatalogue,
  mysql: mysqlCatalogue,
  sqlite: sqliteCatalogue,
};

const ROWS_A_PAGE = 1_000;
/** Of each of its queries: columns of all tables are the most. */
const MOST_ROWS = 100_000;

/** `database`: the one that is connected to. @throws DatabaseFailure */
export async function readCatalogue(
  dialect: DialectName,
  session: Pick<DatabaseSession, 'pages'>,
  database: string,
): Promise<Catalogue> {
  const ask: AskCatalogue = async (statement) => {
    const rows: (readonly Cell[])[] = [];
    for await (const page of session.pages(statement, ROWS_A_PAGE)) {
      rows.push(...page);
      if (rows.length > MOST_ROWS)
        throw new DatabaseFailure('unfit', `The catalogue has more than ${MOST_ROWS} columns or keys.`);
    }
    return rows;
  };
  return catalogueOf(await READERS[dialect](ask, database));
}
