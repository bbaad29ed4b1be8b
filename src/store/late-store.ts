/**
 * A store that may come later: where it can't be opened it is tried again and again, and until then stands in for itself as
 * absent. So whoever serves can start with a damaged disk, and mends itself when the disk is mended.
 */
import { Failure } from '../base/failure.ts';
import { absentStore } from './absent-store.ts';
import type { KeysAlone, Store } from './store.ts';

export type LateStore = {
  /** Whichever it is at the moment: ask each time. */
  readonly store: Store;
  /** Why it isn't there; null once it is. */
  readonly trouble: Failure | null;
};

export type LateOptions = {
  readonly retryMs: number;
  /** Opens the keys alone, so that callers are known while the rest can't be opened. */
  readonly openKeys: () => Promise<KeysAlone>;
  /** Called once, when a later try has opened it. */
  readonly onOpened: () => void;
};

/** @throws whatever `open` throws that is no Failure `store_unavailable` */
export async function lateStore(
  open: () => Promise<Store>,
  { retryMs, openKeys, onOpened }: LateOptions,
): Promise<LateStore> {
  let current: Store;
  let trouble: Failure | null = null;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  const attempt = async (): Promise<Store> => {
    try {
      const opened = await open();
      trouble = null;
      return opened;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      trouble = error;
      return absentStore(error, await keysOrNone(openKeys));
    }
  };

  const again = async (): Promise<void> => {
    const opened = await attempt();
    if (closed) return await opened.close();
    const before = current;
    current = opened;
    if (trouble === null) onOpened();
    else later();
    await before.close();
  };

  const later = (): void => {
    retry = setTimeout(() => void again(), retryMs).unref();
  };

  current = await attempt();
  if (trouble !== null) later();
  const close = async (): Promise<void> => {
    closed = true;
    clearTimeout(retry);
    await current.close();
  };
  const store: Store = {
    get directory() {
      return current.directory;
    },
    get releases() {
      return current.releases;
    },
    get records() {
      return current.records;
    },
    get keys() {
      return current.keys;
    },
    get copies() {
      return current.copies;
    },
    close,
  };
  return {
    store,
    get trouble() {
      return trouble;
    },
  };
}

async function keysOrNone(openKeys: () => Promise<KeysAlone>): Promise<KeysAlone | null> {
  try {
    return await openKeys();
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return null;
  }
}

function isUnavailable(error: unknown): error is Failure {
  return error instanceof Failure && error.code === 'store_unavailable';
}
