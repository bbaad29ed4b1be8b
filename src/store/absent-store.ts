/** Stands where a store can't be opened: every read and write fails with the reason. Nothing of it needs a disk. */
import type { Failure } from '../base/failure.ts';
import type { Store } from './store.ts';

export function absentStore(trouble: Failure): Store {
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
      replace: refuse,
      forget: refuse,
    },
    releases: { keep: refuse, get: refuse },
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
    close: () => Promise.resolve(),
  };
}
