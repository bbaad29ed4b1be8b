/**
 * Customers' own e-mail domains. What sources give counts, but for public mail providers and the company's own domains.
 * Where they give none, an account's contacts speak for it, unless people of another account write from there too: then
 * it is a provider or an agency that no list knows.
 */
import providers from 'email-providers/all.json' with { type: 'json' };
import { compareText } from '../base/compare-text.ts';
import { emailDomain } from '../base/email.ts';
import type { AccountDomain, AccountKey, CustomerContact } from './records.ts';

const PUBLIC_PROVIDERS: ReadonlySet<string> = new Set(providers);

/** `given` are the domains that sources give, by account; `own` are the company's own. Sorted. */
export function accountDomains(
  given: ReadonlyMap<AccountKey, ReadonlySet<string>>,
  contacts: readonly CustomerContact[],
  own: readonly string[],
): readonly AccountDomain[] {
  const ownDomains = new Set(own.map((domain) => domain.toLowerCase()));
  const isCustomers = (domain: string): boolean => !PUBLIC_PROVIDERS.has(domain) && !ownDomains.has(domain);
  const pairs = [
    ...[...given].flatMap(([account, domains]) => [...domains].map((domain) => ({ domain, account }))),
    ...fromContacts(given, contacts),
  ];
  return pairs
    .filter(({ domain }) => isCustomers(domain))
    .toSorted((a, b) => compareText(a.domain, b.domain) || compareText(a.account, b.account));
}

function fromContacts(
  given: ReadonlyMap<AccountKey, ReadonlySet<string>>,
  contacts: readonly CustomerContact[],
): readonly AccountDomain[] {
  const accountsOf = new Map<string, Set<AccountKey>>();
  for (const { email, account } of contacts) {
    const domain = emailDomain(email);
    accountsOf.set(domain, (accountsOf.get(domain) ?? new Set()).add(account));
  }
  return [...accountsOf].flatMap(([domain, accounts]) => {
    const [account, other] = [...accounts];
    const speaks = account !== undefined && other === undefined && (given.get(account)?.size ?? 0) === 0;
    return speaks ? [{ domain, account }] : [];
  });
}
