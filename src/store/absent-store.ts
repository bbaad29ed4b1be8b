/**
 * Stands where a store can't be opened: every read and write fails with the reason. Nothing of it needs a disk. Its keys may
 * be had all the same: who is known is then admitted, and gets the constant fallback.
 */
import type { Failure } from '../base/failure.ts';
import type { KeysAlone, KeyStore, Store } from './store.ts';

/** `alone`: the keys, which the store lets go of when it is closed; null where they can't be opened either. */
export function absentStore(trouble: Failure, alone: KeysAlone | null): Store {
  const refuse = (): Promise<never> => Promise.reject(trouble);
  const refuseAll = (): AsyncIterable<never> => ({ [Symbol.asyncIterator]: () => ({ next: refuse }) });
  return {
    directory: {
      accountsById: refuse,
      accountsByEmail: refuse,
      accountsByDomain: refuse,
      dossier: refuse,
      roster: refuse,
      identities: refuse,
      namespaces: refuse,
      generation: refuse,
      refresh: () => {},
      accounts: refuseAll,
      dossiers: refuseAll,
      sayings: refuseAll,
      replace: refuse,
      replacePart: refuse,
      mergedAs: refuse,
      erasures: refuse,
      moments: refuse,
      forget: refuse,
    },
    releases: { get: refuse, publish: refuse, live: refuse, publications: refuse },
    records: {
      append: refuse,
      get: refuse,
      latest: refuseAll,
      chain: refuseAll,
      heads: refuse,
      snapshot: refuse,
      erase: refuse,
      expire: refuse,
      healthy: () => false,
    },
    keys: alone?.keys ?? absentKeys(trouble),
    copies: { count: refuse, forget: refuse, book: refuse },
    close: async () => await alone?.close(),
  };
}

/** No key is known, and none is unknown. */
function absentKeys(trouble: Failure): KeyStore {
  const refuse = (): Promise<never> => Promise.reject(trouble);
  return {
    create: refuse,
    list: refuse,
    revoke: refuse,
    known: () => {
      throw trouble;
    },
    used: () => {},
  };
}
