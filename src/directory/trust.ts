/** Which source is believed: the workspace's precedence for a name, then its `*`, then the order of the sources. */
import type { SourceDeclaration } from '../sources/declaration.ts';
import type { Entry } from '../sources/kit/entry.ts';
import type { SourcedId } from '../sources/kit/mapping.ts';
import type { Instant } from '../base/clock.ts';
import type { Provenance } from '../facts/types.ts';

/** In which e-mail addresses are ids of people. */
export const EMAIL_NAMESPACE = 'email';

/** One mapping of one source, and how old what it reads is. */
export type Origin = {
  /** Among the mappings of all sources, in their order. */
  readonly index: number;
  readonly source: string;
  readonly asOf: Instant;
};

/** What a row says, and where it says it. */
export type Sourced<E extends Pick<Entry, 'kind'> = Entry> = {
  readonly entry: E;
  readonly origin: Origin;
  readonly place: string;
  /** Within the source, over all its reads. */
  readonly row: number;
};

/** Where something is said, without what is said. */
export type At = Omit<Sourced, 'entry'>;

export type Trust = {
  /** The more trusted first; within a source the earlier mapping, then the earlier row. */
  readonly compare: (name: string) => (a: At, b: At) => number;
  /** By `Origin.index`, 0 for the most trusted; no two are the same. */
  readonly ranks: (name: string) => readonly number[];
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
  const ranks = remembered((name) => ranksOf(sources, inOrder(name)));
  return {
    ranks,
    compare: remembered((name) => comparer(ranks(name))),
    namespaces: (kind) => {
      const byName = new Map(sources.map((source) => [source.name, source]));
      const trusted = inOrder('*').flatMap((name) => byName.get(name) ?? []);
      return [
        ...new Set(trusted.flatMap(({ mappings }) => mappings).flatMap((mapping) => namespacesOf(mapping, kind))),
      ];
    },
  };
}

function remembered<Value>(make: (name: string) => Value): (name: string) => Value {
  const made = new Map<string, Value>();
  return (name) => {
    const known = made.get(name) ?? make(name);
    made.set(name, known);
    return known;
  };
}

function ranksOf(sources: readonly SourceDeclaration[], order: readonly string[]): readonly number[] {
  const mappings = sources.flatMap(({ name, mappings: own }) => own.map(() => order.indexOf(name)));
  const trusted = [...mappings.keys()].toSorted((a, b) => (mappings[a] ?? 0) - (mappings[b] ?? 0) || a - b);
  const ranks = mappings.map(() => 0);
  for (const [rank, index] of trusted.entries()) ranks[index] = rank;
  return ranks;
}

function namespacesOf(mapping: SourceDeclaration['mappings'][number], kind: 'account' | 'person'): readonly string[] {
  return mapping.kind === kind ? mapping.ids.map(({ namespace }) => namespace) : [];
}

function comparer(ranks: readonly number[]) {
  return (a: At, b: At): number => (ranks[a.origin.index] ?? 0) - (ranks[b.origin.index] ?? 0) || a.row - b.row;
}

export function provenance({ origin, place }: At): Provenance {
  return { source: origin.source, record: place, asOf: origin.asOf };
}

/** An id as a key: `crm:0018d00000AbCdEAAV`. */
export function idKey({ namespace, id }: SourcedId): string {
  return `${namespace}:${id}`;
}

/** The other way round: no namespace has a colon. */
export function idOfKey(key: string): SourcedId {
  const end = key.indexOf(':');
  return { namespace: key.slice(0, end), id: key.slice(end + 1) };
}

/**
 * Says that a reference leads nowhere. The id itself is not named: an address is somebody's, and anything may stand where
 * an id should, in a row that slipped by a column.
 */
export function describedByNobody(namespace: string, as: string): string {
  const what = namespace === EMAIL_NAMESPACE ? 'this address' : 'this id';
  return `No source describes ${what} in \`${namespace}\`, the ${as}.`;
}
