/**
 * From the identity in a call to an account reference. Exact matches only: an address or id that merely looks alike
 * is unknown. Not for deciding who may ask: binding happened before.
 */
import { emailDomain, normalEmail } from '../base/email.ts';
import type { Tenant } from '../caller/caller.ts';
import type { AccountKey } from '../directory/records.ts';
import type { DirectoryStore } from '../store/store.ts';
import type { AccountHint, AccountReference } from './reference.ts';

type Lookups = Pick<DirectoryStore, 'accountsById' | 'accountsByEmail' | 'accountsByDomain' | 'namespaces'>;

/** `verified` says that the hint comes from an assertion. */
export async function resolveAccount(
  hint: AccountHint,
  verified: boolean,
  tenant: Tenant,
  lookups: Lookups,
): Promise<AccountReference> {
  const byId = hint.accountId === undefined ? undefined : await resolveId(hint.accountId, verified, tenant, lookups);
  const byEmail = hint.email === undefined ? undefined : await resolveEmail(hint.email, verified, tenant, lookups);
  if (byId !== undefined && byEmail !== undefined) return agreed(byId, byEmail);
  return byId ?? byEmail ?? { kind: 'unknown' };
}

async function resolveId(id: string, verified: boolean, tenant: Tenant, lookups: Lookups): Promise<AccountReference> {
  const { namespace, bare } = await splitNamespace(id.trim(), tenant, lookups);
  const accounts = await lookups.accountsById(tenant, bare, namespace);
  return only(accounts, (account) => ({ kind: 'known', account, by: 'account_id', verified }));
}

/** `crm:42` names its source where `crm` is one; any other colon is part of the id. */
async function splitNamespace(id: string, tenant: Tenant, lookups: Lookups) {
  const colon = id.indexOf(':');
  const namespace = id.slice(0, Math.max(colon, 0));
  const known = namespace !== '' && (await lookups.namespaces(tenant)).has(namespace);
  return known ? { namespace, bare: id.slice(colon + 1) } : { bare: id };
}

async function resolveEmail(
  text: string,
  verified: boolean,
  tenant: Tenant,
  lookups: Lookups,
): Promise<AccountReference> {
  const email = normalEmail(text);
  if (email === null) return { kind: 'unknown' };
  const accounts = await lookups.accountsByEmail(tenant, email);
  if (accounts.length > 0) return only(accounts, (account) => ({ kind: 'known', account, by: 'email', verified }));
  const byDomain = await lookups.accountsByDomain(tenant, emailDomain(email));
  return only(byDomain, (account) => ({ kind: 'domain', account, verified }));
}

function only(accounts: readonly AccountKey[], one: (account: AccountKey) => AccountReference): AccountReference {
  const [first, ...others] = accounts;
  if (first === undefined) return { kind: 'unknown' };
  return others.length === 0 ? one(first) : { kind: 'ambiguous', accounts };
}

/** Both identities must name one account; else nobody can say which was meant. */
function agreed(byId: AccountReference, byEmail: AccountReference): AccountReference {
  const accounts = [...new Set([...accountsOf(byId), ...accountsOf(byEmail)])].toSorted();
  const agree = byId.kind === 'known' && byEmail.kind === 'known' && byId.account === byEmail.account;
  return agree ? byId : { kind: 'ambiguous', accounts };
}

function accountsOf(reference: AccountReference): readonly AccountKey[] {
  switch (reference.kind) {
    case 'known':
    case 'domain':
      return [reference.account];
    case 'ambiguous':
      return reference.accounts;
    case 'unknown':
      return [];
  }
}
