/**
 * API key → the caller for whom it stands, with no more scopes than the key has. Everything is asked of memory: a key costs
 * its hash and two look-ups. What comes of a key is made once and kept for as long as the keys stay as they are.
 */
import type { EpochMs } from '../base/clock.ts';
import type { KeyStore, KnownKey } from '../store/store.ts';
import { isSameHash, parseApiKey } from './api-key.ts';
import type { Authenticate, Authenticated, Rejected, RejectionReason } from './authenticated.ts';
import type { Caller, Scope, Tenant } from './caller.ts';

export type KeyAuthentication = {
  /** Asked each time: a store may come later. */
  readonly keys: () => Pick<KeyStore, 'known' | 'used'>;
  readonly tenant: Tenant;
  /** The workspace's, by id. */
  readonly callers: ReadonlyMap<string, Caller>;
  readonly now: () => EpochMs;
};

/** Whom a key admits, and until when. */
type Admission = { readonly outcome: Authenticated | Rejected; readonly endsAtMs: EpochMs };

/** Where the keys can't be read, nobody can tell: `undecided`. */
export function authenticateKeys({ keys, tenant, callers, now }: KeyAuthentication): Authenticate {
  const admissions = new WeakMap<KnownKey, Admission>();
  const admissionOf = (key: KnownKey): Admission => {
    const kept = admissions.get(key);
    if (kept !== undefined) return kept;
    const made = admit(key, callers.get(key.caller));
    admissions.set(key, made);
    return made;
  };

  return (token) => {
    const presented = parseApiKey(token);
    if (presented === null) return rejected('token_malformed');
    const store = keys();
    let found: KnownKey | undefined;
    try {
      found = store.known(tenant, presented.id);
    } catch {
      return UNDECIDED;
    }
    // An id that nobody has is compared as well, so that the time tells of none.
    const isHolder = isSameHash(found?.hash ?? NO_HASH, presented.hash);
    if (found === undefined || !isHolder) return rejected('unknown_key');
    const { outcome, endsAtMs } = admissionOf(found);
    const at = now();
    if (outcome.kind === 'rejected') return outcome;
    if (at >= endsAtMs) return rejected('key_expired');
    store.used(tenant, found.id, at);
    return outcome;
  };
}

const UNDECIDED = { kind: 'undecided' } as const;
/** No text has this one. */
const NO_HASH = '0'.repeat(64);

function admit(key: KnownKey, caller: Caller | undefined): Admission {
  const endsAtMs = key.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(key.expiresAt);
  if (key.revokedAt !== null) return { outcome: rejected('key_revoked'), endsAtMs };
  if (caller === undefined) return { outcome: rejected('unknown_caller'), endsAtMs };
  const narrowed = narrowedTo(key.scopes, caller);
  return {
    outcome: { kind: 'authenticated', caller: narrowed, granted: narrowed.scopes, customerClaim: null },
    endsAtMs,
  };
}

/** So that the caller's tools are those that the key may call. */
function narrowedTo(scopes: readonly Scope[] | null, caller: Caller): Caller {
  if (scopes === null) return caller;
  return { ...caller, scopes: new Set(scopes.filter((scope) => caller.scopes.has(scope))) };
}

function rejected(reason: RejectionReason): Rejected {
  return { kind: 'rejected', reason };
}
