/** How the store reads: an answer or one sentence about the file, and long lists page by page. Not for writing. */
import { storeFailure } from './database.ts';

export type Read = <Value>(work: () => Value) => Promise<Value>;

/** Rejects with a Failure `store_unavailable` that names the file. */
export function readsOf(file: string): Read {
  return async (work) => {
    try {
      return work();
    } catch (error) {
      throw storeFailure(file, error);
    }
  };
}

/** Page by page, so that no read transaction stays open while the caller works. */
export async function* pages<Item, Position>(
  start: Position,
  next: (after: Position) => Promise<readonly Item[]>,
  positionOf: (item: Item) => Position,
): AsyncGenerator<Item> {
  for await (const page of wholePages(start, next, positionOf)) yield* page;
}

/** None of them empty. */
export async function* wholePages<Item, Position>(
  start: Position,
  next: (after: Position) => Promise<readonly Item[]>,
  positionOf: (item: Item) => Position,
): AsyncGenerator<readonly Item[]> {
  let after = start;
  for (;;) {
    const items = await next(after);
    const last = items.at(-1);
    if (last === undefined) return;
    yield items;
    after = positionOf(last);
  }
}
