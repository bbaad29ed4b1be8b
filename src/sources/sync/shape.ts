/** What a copy is of: a copy counts for as long as it would be made in the same way, of the same system. */
import type { ContentHash } from '../../base/hash.ts';
import { contentHash } from '../../base/hash.ts';
import type { Connector, SyncRead } from '../kit/http/connector.ts';

export type Shaped = {
  readonly connector: Connector;
  /** The connector's name for it. */
  readonly read: string;
  /** That the mapping names, sorted. */
  readonly columns: readonly string[];
  /** Where this source is, and as whom it is asked: a copy of another system, or for another account, is none of this one. */
  readonly place: string;
};

export function shapeOf({ connector, read, columns, place }: Shaped): ContentHash {
  const reads = readsOf(connector, read, new Set());
  const names = reads.flatMap(({ operation, changes }) => [
    operation,
    ...(changes === null
      ? []
      : [changes.operation, ...(changes.deletions === null ? [] : [changes.deletions.operation])]),
  ]);
  const operations = [...new Set(names)].toSorted().map((name) => connector.operations[name]);
  return contentHash({ connector: connector.name, base: connector.base, read, reads, operations, columns, place });
}

/** The read, and those whose values it is asked for. */
function readsOf(connector: Connector, name: string, seen: Set<string>): readonly SyncRead[] {
  const read = connector.reads[name];
  if (read === undefined || seen.has(name)) return [];
  seen.add(name);
  return [read, ...(read.forEach === undefined ? [] : readsOf(connector, read.forEach.of, seen))];
}
