/**
 * Customers' own e-mail domains. What sources give counts, but for public mail providers and the company's own domains.
 * Where they give none, an account's contacts speak for it, unless people of another account write from there too: then
 * it is a provider or an agency that no list knows.
 */
import providers from 'email-providers/all.json' with { type: 'json' };
import type { AccountGroups } from './account-groups.ts';
import type { AccountDomain } from './records.ts';
import type { AccountNumbers, Stage } from './stage.ts';
import { UNKNOWN } from './stage.ts';

const PUBLIC_PROVIDERS: ReadonlySet<string> = new Set(providers);

/** `own` are the company's own. Sorted by domain, then account. */
export function* accountDomains(
  stage: Stage,
  { keys, numbers, contacts }: AccountGroups,
  own: readonly string[],
): Generator<AccountDomain> {
  const isNobodys = nobodysDomain(own);
  addDomainsOfContacts(stage, numbers, contacts, keys.length);
  for (const [domain, entry] of stage.domains(numbers)) {
    if (isNobodys(domain)) continue;
    yield { domain, account: keys.at(numbers[entry] ?? UNKNOWN) };
  }
}

/** Whether nobody is known by a domain: it is a public provider's, or the company's own. */
export function nobodysDomain(own: readonly string[]): (domain: string) => boolean {
  const ownDomains = new Set(own.map((domain) => domain.toLowerCase()));
  return (domain) => PUBLIC_PROVIDERS.has(domain) || ownDomains.has(domain);
}

function addDomainsOfContacts(stage: Stage, numbers: AccountNumbers, contacts: AccountNumbers, accounts: number): void {
  const [hasGiven, entryOf] = [new Uint8Array(accounts), new Int32Array(accounts)];
  for (const entry of stage.entriesWithDomain()) hasGiven[numbers[entry] ?? 0] = 1;
  for (const [entry, account] of numbers.entries()) entryOf[account] = entry;
  for (const [domain, contact] of stage.domainsOfOne(contacts)) {
    const account = contacts[contact] ?? 0;
    if (hasGiven[account] === 0) stage.addDomain(domain, entryOf[account] ?? 0);
  }
}
