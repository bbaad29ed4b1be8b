/** Customers and their contacts, as an export has them. */
import { normalHostName } from '../../base/email.ts';
import type { Export } from './export-columns.ts';
import { ACCOUNT, has, idOfColumn, isUnique, line, theirs } from './export-columns.ts';
import { comparableId } from './fit-person.ts';
import type { Ground, Lines } from './propose-account.ts';
import { accountLines } from './propose-account.ts';
import type { Proposal } from './proposal.ts';
import { columnsIn } from './proposal.ts';
import type { SeenColumn } from './seen-column.ts';
import { share } from './seen-column.ts';

function accountId({ columns }: Export): SeenColumn | undefined {
  const ids = columns.filter((seen) => has(seen, 'id', 'number', 'key', 'no') && !has(seen, 'parent'));
  return ids.find((seen) => has(seen, ...ACCOUNT)) ?? ids.find((seen) => seen.words.length === 1 && isUnique(seen));
}

export function accountName({ columns }: Export): SeenColumn | undefined {
  const named = columns.filter(
    (seen) => has(seen, 'name', ...ACCOUNT) && !has(seen, 'id', 'parent', 'owner', 'contact'),
  );
  return (
    named.find((seen) => has(seen, 'name') && has(seen, ...ACCOUNT)) ?? named.find(({ words }) => words.length === 1)
  );
}

export function accountPoints(what: Export, ground: Ground): number {
  const id = accountId(what);
  const own = id !== undefined && isUnique(id) ? 1 : 0;
  return own + (accountName(what) ? 1 : 0) + Math.min(3, accountLines(what.columns, ground, new Set()).lines.length);
}

export function contactPoints({ columns }: Export, ground: Ground): number {
  const address = columns.find((seen) => isUnique(seen) && theirs(ground)(seen));
  return address === undefined ? 0 : columns.some((seen) => has(seen, ...ACCOUNT) && has(seen, 'id')) ? 3 : 1;
}

export function proposedAccounts(what: Export, ground: Ground): Proposal {
  const { read: from, source, columns } = what;
  const id = accountId(what);
  if (id === undefined) return { records: [], notes: ['No column looks like the id of an account.'] };
  const name = accountName(what);
  const parent = columns.find((seen) => has(seen, 'parent') && share(seen, (cell) => sharesIds(cell, id)) >= 0.5);
  const domain = columns.find((seen) => has(seen, 'domain', 'website', 'web', 'url') && share(seen, isHost) >= 0.8);
  const written = idOfColumn(id, source);
  const lines = [
    ...(name === undefined ? [] : [line('name', name.column)]),
    ...(parent === undefined
      ? []
      : [line('parent', { ...written, column: parent.column }, 'holds ids of other accounts')]),
    ...(domain === undefined ? [] : [line('domain', { column: domain.column, transform: 'domain' }, 'holds domains')]),
  ];
  const taken = new Set([id.column, ...lines.flatMap((each) => ('value' in each ? columnsIn(each.value) : []))]);
  const found: Lines = accountLines(columns, ground, taken);
  const contact = columns.find((seen) => has(seen, 'email', 'mail', 'contact') && theirs(ground)(seen));
  return {
    records: [
      { kind: 'account', from, id: written, lines: [...lines, ...found.lines] },
      ...(contact === undefined
        ? []
        : [
            {
              kind: 'contact' as const,
              from,
              lines: [line('email', contact.column, 'holds customers’ addresses'), line('account', written)],
            },
          ]),
    ],
    notes: found.notes,
  };
}

function sharesIds(cell: string, { counts }: SeenColumn): boolean {
  return (
    counts.has(cell) ||
    [...counts.keys()].some(
      (id) => id.length >= 15 && comparableId(id, 'salesforce') === comparableId(cell, 'salesforce'),
    )
  );
}

function isHost(cell: string): boolean {
  const host = URL.parse(/^[a-z]+:\/\//i.test(cell) ? cell : `https://${cell}`)?.hostname ?? '';
  return host.includes('.') && normalHostName(host) !== null && !cell.includes('@');
}

export function proposedContacts({ read: from, source, columns }: Export, ground: Ground): Proposal {
  const email = columns.find((seen) => theirs(ground)(seen));
  const account =
    columns.find((seen) => has(seen, ...ACCOUNT) && has(seen, 'id')) ?? columns.find((seen) => has(seen, ...ACCOUNT));
  if (email === undefined || account === undefined)
    return { records: [], notes: ['No columns look like a customer’s address and its account.'] };
  const lines = [
    line('email', email.column, 'holds customers’ addresses'),
    line('account', idOfColumn(account, source)),
  ];
  return { records: [{ kind: 'contact', from, lines }], notes: [] };
}
