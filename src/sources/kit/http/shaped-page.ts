/** A page as its read wants it: the rows that are meant, with the columns that are added, and links that lead where they must. */
import type { TurnedPage } from './turn-pages.ts';
import type { AddedColumn, SyncRead } from './connector.ts';
import { valueAt, withValueAt } from './dotted-path.ts';
import type { Row } from './page.ts';
import { isIn } from './rows-where.ts';

export type ShapedPage = TurnedPage & {
  /** Links that were taken out, for they lead elsewhere. */
  readonly strayLinks: number;
};

/** The day of the question, and the value that was asked for, where it was one. */
export type Asking = { readonly today: string; readonly asked: string | null };

export function shapedPage(page: TurnedPage, read: SyncRead, asking: Asking): ShapedPage {
  let strayLinks = 0;
  const rows = page.rows
    .filter((row) => isIn(row, read.only))
    .map((row) => {
      const stray = Object.entries(read.links ?? {}).filter(([at, hosts]) => isStray(valueAt(row, at), hosts));
      strayLinks += stray.length;
      return stray.reduce<Row>(
        (shaped, [at]) => withValueAt(shaped, at, null),
        added(row, Object.entries(read.adds ?? {}), asking),
      );
    });
  return { ...page, rows, strayLinks };
}

/** One after the other: a later one may join an earlier one. */
function added(row: Row, columns: readonly (readonly [string, AddedColumn])[], { today, asked }: Asking): Row {
  return columns.reduce<Row>((shaped, [name, column]) => {
    if (column === 'today') return { ...shaped, [name]: today };
    return { ...shaped, [name]: column === 'asked' ? asked : joined(shaped, column.joined) };
  }, row);
}

/** What is missing stays an empty part, so that the same row always has the same text. */
function joined(row: Row, paths: readonly string[]): string {
  return paths
    .map((path) => valueAt(row, path))
    .map((value) => (typeof value === 'string' || typeof value === 'number' ? String(value) : ''))
    .join(':');
}

function isStray(link: unknown, hosts: readonly string[]): boolean {
  if (link === undefined || link === null || link === '') return false;
  const url = typeof link === 'string' ? URL.parse(link) : null;
  return url?.protocol !== 'https:' || url.username !== '' || url.port !== '' || !hosts.includes(url.hostname);
}
