/** What the columns of an export look like, by their names and values: ids, addresses, days. For the proposals of each kind of record. */
import { emailDomain, normalEmail } from '../../base/email.ts';
import { dayReader } from '../kit/day.ts';
import type { WrittenId } from '../kit/http/usual.ts';
import { canonicalSalesforceId } from '../kit/salesforce-id.ts';
import type { Ground } from './propose-account.ts';
import type { WithEvidence } from './proposal.ts';
import type { SeenColumn } from './seen-column.ts';
import { share } from './seen-column.ts';

/** `source`: whose ids they are, where nothing tells more. */
export type Export = { readonly read: string; readonly source: string; readonly columns: readonly SeenColumn[] };

export const has = ({ words }: SeenColumn, ...wanted: readonly string[]): boolean =>
  wanted.some((word) => words.includes(word));

export const ACCOUNT = ['account', 'customer', 'company', 'organization', 'organisation', 'client', 'crm'] as const;

export const PERSON = ['employee', 'person', 'user', 'staff', 'worker', 'owner'] as const;

export function isUnique({ cells, counts, rows }: SeenColumn): boolean {
  return cells.length >= rows * 0.9 && counts.size >= cells.length * 0.98;
}

function isOurs(cell: string, { people: { domains, emails } }: Ground): boolean {
  const address = normalEmail(cell);
  return address !== null && (emails.has(address) || domains.has(emailDomain(address)));
}

export const isAddress = (cell: string): boolean => normalEmail(cell) !== null;

export const isDay = (cell: string): boolean => dayFormat([cell]) !== undefined;

export const ours = (ground: Ground) => (seen: SeenColumn) => share(seen, (cell) => isOurs(cell, ground)) >= 0.6;

export const theirs = (ground: Ground) => (seen: SeenColumn) =>
  share(seen, isAddress) >= 0.8 && share(seen, (cell) => isOurs(cell, ground)) < 0.2;

export function idOfColumn({ column, cells }: SeenColumn, namespace: string): WrittenId {
  const isSalesforce =
    cells.length > 0 &&
    cells.every((cell) => /^[A-Za-z0-9]{15,18}$/.test(cell)) &&
    cells.filter((cell) => canonicalSalesforceId(cell) !== null).length >= cells.length * 0.9;
  return {
    column,
    in: isSalesforce && namespace !== 'crm_user' ? 'crm' : namespace,
    ...(isSalesforce && { format: 'salesforce' as const }),
  };
}

export const line = (
  key: string,
  value: Extract<WithEvidence, { kind: 'value' }>['value'],
  evidence = '',
): WithEvidence => ({
  kind: 'value',
  key,
  value,
  evidence,
});

const FORMATS = [null, 'dd.MM.yyyy', 'MM/dd/yyyy', 'dd/MM/yyyy', 'yyyy/MM/dd'] as const;

export function dayFormat(cells: readonly string[]): string | null | undefined {
  return FORMATS.find((format) => cells.every((cell) => (dayReader(format)?.(cell) ?? null) !== null));
}
