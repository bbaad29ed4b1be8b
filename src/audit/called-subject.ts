/**
 * Whether what a system said tells of somebody: its fields are called as it likes, and it knows an account by a bare id. So every
 * text and number counts, whatever member it stands in. Names alone aren't found. Pure.
 */
import { isPlainObject } from '../base/json.ts';
import type { AccountKey, PersonKey } from '../directory/records.ts';
import { addressesIn } from './addresses.ts';

type Known = {
  readonly people: ReadonlySet<PersonKey>;
  readonly emails: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
  readonly accounts: ReadonlySet<AccountKey>;
  readonly ids?: ReadonlySet<string>;
};

/** Within a longer text, only an id of so many characters is no other word or number. */
const TELLING = 8;
const WORDS = /[\p{L}\p{N}_-]+/gu;

export function saidOf({ people, emails, links, accounts, ids: further }: Known): (answer: unknown) => boolean {
  const ids = new Set([...(further ?? []), ...[...accounts].map(bareId)]);
  const isTold = (text: string): boolean =>
    [ids, people, accounts, links].some((known) => known.has(text)) ||
    (text.includes('@') && addressesIn(text).some((address) => emails.has(address))) ||
    (text.match(WORDS) ?? []).some((word) => word.length >= TELLING && ids.has(word));
  const isSaid = (value: unknown): boolean => {
    if (typeof value === 'string' || typeof value === 'number') return isTold(String(value));
    if (Array.isArray(value)) return value.some(isSaid);
    return isPlainObject(value) && Object.values(value).some(isSaid);
  };
  return isSaid;
}

function bareId(account: AccountKey): string {
  return account.slice(account.indexOf(':') + 1);
}
