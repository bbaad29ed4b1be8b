/** Which source is believed: the workspace's precedence for a name, then its `*`, then the order of the sources. */
import type { SourceDeclaration } from '../sources/declaration.ts';
import type { Entry } from '../sources/kit/entry.ts';
import type { SourcedId } from '../sources/kit/mapping.ts';
import type { Instant } from '../base/clock.ts';
import type { Provenance } from '../facts/types.ts';

/** In which e-mail addresses are ids of people. */
export const EMAIL_NAMESPACE = 'email';

/** What a row says, and where it says it. */
export type Sourced<E extends Entry = Entry> = {
  readonly entry: E;
  readonly source: string;
  readonly place: string;
  readonly asOf: Instant;
  /** Within the source: the mapping's position, then the row's. */
  readonly mapping: number;
  readonly row: number;
};

export type Trust = {
  /** The more trusted first; within a source the earlier mapping, then the earlier row. */
  readonly compare: (name: string) => (a: Sourced, b: Sourced) => number;
  /** Namespaces of a kind's ids, the more trusted first. */
  readonly namespaces: (kind: 'account' | 'person') => readonly string[];
};

export function trustOf(
  sources: readonly SourceDeclaration[],
  precedence: Readonly<Record<string, readonly string[]>>,
): Trust {
  const inOrder = (name: string): readonly string[] => [
    ...new Set([...(precedence[name] ?? []), ...(precedence['*'] ?? []), ...sources.map((source) => source.name)]),
  ];
  const comparers = new Map<string, (a: Sourced, b: Sourced) => number>();
  return {
    compare: (name) => {
      const known = comparers.get(name) ?? comparer(inOrder(name));
      comparers.set(name, known);
      return known;
    },
    namespaces: (kind) => {
      const byName = new Map(sources.map((source) => [source.name, source]));
      const trusted = inOrder('*').flatMap((name) => byName.get(name) ?? []);
      return [
        ...new Set(trusted.flatMap(({ mappings }) => mappings).flatMap((mapping) => namespacesOf(mapping, kind))),
      ];
    },
  };
}

function namespacesOf(mapping: SourceDeclaration['mappings'][number], kind: 'account' | 'person'): readonly string[] {
  return mapping.kind === kind ? mapping.ids.map(({ namespace }) => namespace) : [];
}

function comparer(order: readonly string[]) {
  const rank = new Map(order.map((name, index) => [name, index]));
  return (a: Sourced, b: Sourced): number =>
    (rank.get(a.source) ?? order.length) - (rank.get(b.source) ?? order.length) ||
    a.mapping - b.mapping ||
    a.row - b.row;
}

export function provenance({ source, place, asOf }: Sourced): Provenance {
  return { source, record: place, asOf };
}

/** An id as a key: `crm:0018d00000AbCdEAAV`. */
export function idKey({ namespace, id }: SourcedId): string {
  return `${namespace}:${id}`;
}

/**
 * Says that a reference leads nowhere. Only an address, which was read as one, is named: anything may stand where an id
 * should, in a row that slipped by a column.
 */
export function describedByNobody({ namespace, id }: SourcedId, as: string): string {
  const what = namespace === EMAIL_NAMESPACE ? idKey({ namespace, id }) : `this id in \`${namespace}\``;
  return `No source describes ${what}, the ${as}.`;
}

/** The oldest, as text; instants compare as such. */
export function oldest(instants: readonly Instant[]): Instant {
  return instants.reduce((old, next) => (next < old ? next : old));
}
