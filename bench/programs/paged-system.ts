/**
 * A system on loopback that holds accounts and tells them page by page, as fast as it can be asked: every page is ready before the
 * first is asked for. Arguments: accounts. Prints its address. `POST /change?rows=N` makes N accounts, spread over all, others than
 * they were; `GET /accounts?since=…` tells those that were changed last.
 */
import { createServer } from 'node:http';
import { BLOCK, PEOPLE, personOf, ROWS_A_PAGE, rowText } from '../src/sync/rows.ts';

const accounts = Number(process.argv[2]);
const pages = Math.ceil(accounts / ROWS_A_PAGE);
let round = 0;
const all = Array.from({ length: pages }, (_, page) => {
  const from = page * ROWS_A_PAGE;
  return pageOf(rowsFrom(from, Math.min(from + ROWS_A_PAGE, accounts)), page + 1 < pages ? String(page + 1) : null);
});
let changed: readonly Buffer[] = [pageOf([], null)];
const people = Buffer.from(
  JSON.stringify({ rows: Array.from({ length: PEOPLE }, (_, nth) => personOf(nth)), next: null }),
);

function rowsFrom(from: number, to: number): readonly string[] {
  return Array.from({ length: to - from }, (_, nth) => rowText(from + nth, 0));
}

function pageOf(rows: readonly string[], next: string | null): Buffer {
  return Buffer.from(`{"rows":[${rows.join(',')}],"next":${JSON.stringify(next)}}`);
}

function change(rows: number): void {
  round += 1;
  const apart = accounts / rows;
  // Few of them stand above others.
  const within = Math.min(BLOCK, apart);
  const texts = Array.from({ length: rows }, (_, nth) =>
    rowText(Math.floor(nth * apart) + Math.floor((nth + 1) % within), round),
  );
  const count = Math.ceil(rows / ROWS_A_PAGE);
  changed = Array.from({ length: count }, (_, page) => {
    const from = page * ROWS_A_PAGE;
    return pageOf(texts.slice(from, from + ROWS_A_PAGE), page + 1 < count ? String(page + 1) : null);
  });
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://loopback');
  const query = (name: string): number => Number(url.searchParams.get(name) ?? 0);
  response.setHeader('content-type', 'application/json');
  if (url.pathname === '/change') change(query('rows'));
  if (url.pathname === '/people') response.end(people);
  else if (url.pathname === '/accounts')
    response.end((url.searchParams.has('since') ? changed : all)[query('cursor')] ?? pageOf([], null));
  else response.end('{}');
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The fake has no port.');
  process.stdout.write(`http://127.0.0.1:${address.port}\n`);
});
