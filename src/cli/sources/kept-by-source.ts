/** What is opened once for each source as it is declared: another release that says the same has the same. */
import { contentHash } from '../../base/hash.ts';
import type { SystemSource } from '../../sources/declaration.ts';

/** More than any release has; of those before, the oldest go. */
const MOST = 100;

/** `drop` hears of one that nobody keeps any more. */
export function keptBySource<Opened>(
  open: (source: SystemSource) => Opened,
  drop: (opened: Opened) => void = () => {},
) {
  /** A declaration is looked at once, however often its source is asked. */
  const known = new WeakMap<SystemSource, Opened>();
  const kept = new Map<string, Opened>();
  return {
    of: (source: SystemSource): Opened => {
      const held = known.get(source);
      if (held !== undefined) return held;
      const key = keyOf(source);
      const opened = kept.get(key) ?? open(source);
      kept.set(key, opened);
      known.set(source, opened);
      for (const [oldest, left] of kept) {
        if (kept.size <= MOST) break;
        kept.delete(oldest);
        drop(left);
      }
      return opened;
    },
    all: (): Iterable<Opened> => kept.values(),
  };
}

/** All by which it is asked; how it is mapped and when it is synced is no part of it. */
function keyOf({ name, connector, system, access, queries, operations, files, upstream }: SystemSource): string {
  return contentHash({ name, connector, system, access, queries, operations, files, at: upstream?.at });
}
