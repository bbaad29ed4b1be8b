/**
 * By what a system knows the customer whom a call is about: their ids in a namespace, or the addresses that are theirs alone. And
 * whether a row is theirs.
 */
import { normalEmail } from '../base/email.ts';
import type { AccountKey } from '../directory/records.ts';
import type { CustomerInput } from '../services/declaration.ts';
import { valueAt } from '../sources/kit/http/dotted-path.ts';
import type { AccountIdentities } from '../store/store.ts';
import type { Call } from './call.ts';
import type { Customer } from './customer.ts';
import type { Desk } from './desk.ts';
import { readable } from './readable.ts';

/** None for who isn't known; null where it can't be read just now, which is told to the desk. */
export async function ownValues(
  { by }: CustomerInput,
  { reference, bound }: Customer,
  call: Call,
  desk: Desk,
): Promise<readonly string[] | null> {
  if (reference.kind !== 'known') return [];
  const { account } = reference;
  const read = async (): Promise<readonly string[]> => {
    const identities = await desk.directory.identities(desk.tenant, account);
    if (by !== 'email') return idsIn(identities, by.id);
    const own = await ownAddresses(identities, account, desk);
    const stated = bound ? statedAddress(call) : null;
    return stated !== null && own.includes(stated) ? [stated] : own;
  };
  return await readable(read, null, desk, call);
}

function idsIn({ ids: all }: AccountIdentities, wanted: string): readonly string[] {
  const ids = all.filter(({ namespace }) => namespace === wanted).map(({ id }) => id);
  return ids.filter((id) => !ids.some((other) => isSameSalesforceId(id, other)));
}

/** Whoever writes for two accounts has records of both: no address of theirs is one account's. */
async function ownAddresses(
  { emails }: AccountIdentities,
  account: AccountKey,
  { directory, tenant }: Desk,
): Promise<readonly string[]> {
  const own: string[] = [];
  for (const email of emails) {
    const accounts = await directory.accountsByEmail(tenant, email);
    if (accounts.length === 1 && accounts[0] === account) own.push(email);
  }
  return own;
}

function statedAddress({ ask: { assertion } }: Call): string | null {
  const isAddress = assertion.kind === 'verified' && assertion.subject.type === 'email';
  return isAddress ? normalEmail(assertion.subject.value) : null;
}

/** The directory lists both forms of a Salesforce id; the longer one says the same. */
function isSameSalesforceId(short: string, long: string): boolean {
  return short.length === SHORT_ID && long.length === LONG_ID && long.startsWith(short);
}

const SHORT_ID = 15;
const LONG_ID = 18;

export function isOwnRow(row: unknown, customer: CustomerInput | null, own: ReadonlySet<string>): boolean {
  const path = customer?.belongs ?? null;
  if (customer === null || path === null) return true;
  const value = valueAt(row, path);
  // A number past 2^53 has lost digits: it may be another's.
  if (typeof value === 'number') return Number.isSafeInteger(value) && own.has(String(value));
  if (typeof value !== 'string') return false;
  return own.has(customer.by === 'email' ? (normalEmail(value) ?? '') : value);
}
