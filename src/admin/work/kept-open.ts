/**
 * The pages' work over a store that may break: opened when first asked for; after the store has failed it is closed, and opened
 * anew for the next question, for it may have been mended.
 */
import { Failure } from '../../base/failure.ts';
import type { PageWork } from './page-work.ts';

export type OpenedWork = { readonly work: PageWork; readonly close: () => Promise<void> };

/** Has something done by it. Rejects as the opening or the work does. */
export type KeptOpen = <Result>(use: (work: PageWork) => Promise<Result>) => Promise<Result>;

export function keptOpen(open: () => Promise<OpenedWork>): KeptOpen {
  let opened: Promise<OpenedWork> | null = null;
  return async (use) => {
    opened ??= open();
    const mine = opened;
    try {
      const { work } = await mine;
      return await use(work);
    } catch (error) {
      // Another question of the same store may have found it first.
      if (isStoreTrouble(error) && opened === mine) {
        opened = null;
        await closed(mine);
      }
      throw error;
    }
  };
}

function isStoreTrouble(error: unknown): boolean {
  return error instanceof Failure && error.code === 'store_unavailable';
}

/** What is wrong with it is told already. */
async function closed(opened: Promise<OpenedWork>): Promise<void> {
  await opened.then(({ close }) => close()).catch(() => undefined);
}
