/** Asks the person at the terminal which tables agents may have, and which columns of each. */
import { cleanText } from '../../base/clean-text.ts';
import type { Catalogue, CatalogueTable } from '../../sources/sql/catalogue/catalogue.ts';
import { fullName } from '../../sources/sql/catalogue/catalogue.ts';
import type { Picks } from '../../wrapping/sql/offered-tables.ts';
import { whyRefused } from '../../wrapping/sql/offered-tables.ts';
import { wrappedColumns } from '../../wrapping/sql/wrapped-columns.ts';
import { counted } from '../terminal/counted.ts';
import type { Questions } from '../terminal/questions.ts';

/** What looks private stands there unticked. @throws Failure `interrupted` */
export async function askedPicks(catalogue: Catalogue, questions: Pick<Questions, 'chooseSome'>): Promise<Picks> {
  const open = catalogue.filter(
    (table) => wrappedColumns(table).length > 0 && whyRefused(table, namesOf(table)) === null,
  );
  const chosen = await questions.chooseSome({
    message: 'Which tables may agents ask?',
    choices: open.map((table) => ({
      value: fullName(table),
      name: `${fullName(table)} (${table.isView ? 'view, ' : ''}${counted(table.columns.length, 'column')})`,
      about: cleanText(table.comment, 200),
    })),
    byDefault: [],
  });
  const picks = new Map<string, readonly string[] | null>();
  for (const table of open.filter((each) => chosen.includes(fullName(each))))
    picks.set(fullName(table), await columnsAsked(table, questions));
  return picks;
}

function namesOf(table: CatalogueTable): readonly string[] {
  return wrappedColumns(table).map(({ column }) => column.name);
}

/** Null where all that was ticked before stays so: then columns that come later are proposed, too. */
async function columnsAsked(
  table: CatalogueTable,
  questions: Pick<Questions, 'chooseSome'>,
): Promise<readonly string[] | null> {
  const columns = wrappedColumns(table);
  const harmless = columns.filter(({ why }) => why === null).map(({ column }) => column.name);
  const chosen = await questions.chooseSome({
    message: `Which columns of ${fullName(table)}?`,
    choices: columns.map(({ column, why }) => ({
      value: column.name,
      name: `${column.name}  ${cleanText(column.type, 40)}${why === null ? '' : `  (${why})`}`,
      about: cleanText(column.comment, 200),
    })),
    byDefault: harmless,
  });
  const isUnchanged = chosen.length === harmless.length && harmless.every((name) => chosen.includes(name));
  return isUnchanged ? null : columns.map(({ column }) => column.name).filter((name) => chosen.includes(name));
}
