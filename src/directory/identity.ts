/**
 * Which entries are about the same account or person: those that share an id, and whatever shares one with them.
 * For people an e-mail joins too, unless that would make one person of two ids in one namespace: whoever hands out the
 * ids (HR, above all) says that they are two.
 */
import { compareText } from '../base/compare-text.ts';
import type { SourcedId } from '../sources/kit/mapping.ts';
import { idKey } from './trust.ts';

/** A forest over `count` things; each starts alone. */
export class Joined {
  readonly #parent: Int32Array;

  constructor(count: number) {
    this.#parent = new Int32Array(count).map((_, index) => index);
  }

  root(index: number): number {
    let at = index;
    for (;;) {
      const up = this.#parent[at] ?? at;
      if (up === at) return at;
      const above = this.#parent[up] ?? up;
      this.#parent[at] = above;
      at = above;
    }
  }

  join(a: number, b: number): void {
    const [first, second] = [this.root(a), this.root(b)];
    this.#parent[Math.max(first, second)] = Math.min(first, second);
  }

  /** Positions by group, in order. */
  groups(): readonly (readonly number[])[] {
    return byRoot(this.#parent.keys(), this);
  }
}

/** Those that share an id. In memory: for people. */
export function joinedByIds(ids: readonly (readonly SourcedId[])[]): Joined {
  const joined = new Joined(ids.length);
  const first = new Map<string, number>();
  ids.forEach((own, index) => {
    for (const id of own) {
      const key = idKey(id);
      const seen = first.get(key);
      if (seen === undefined) first.set(key, index);
      else joined.join(seen, index);
    }
  });
  return joined;
}

/** What the e-mail step knows of each entry. */
export type Addressed = {
  readonly ids: readonly SourcedId[];
  readonly emails: readonly string[];
  /** Some source says that this one left. */
  readonly left: boolean;
};

/** An address that stays with several people: the entries that name it, by person. */
export type SharedAddress = { readonly email: string; readonly holders: readonly (readonly number[])[] };

/** Joins by e-mail what may be joined, addresses in the order of the alphabet, so that the order of entries is nothing. */
export function joinByEmail(entries: readonly Addressed[], joined: Joined): readonly SharedAddress[] {
  const clusters = new Clusters(entries, joined);
  const shared: SharedAddress[] = [];
  for (const [email, holders] of [...holdersByEmail(entries)].toSorted(([a], [b]) => compareText(a, b))) {
    if (clusters.joinAll(holders) > 1) shared.push({ email, holders: byRoot(holders, joined) });
  }
  return shared;
}

function byRoot(indexes: Iterable<number>, joined: Joined): readonly (readonly number[])[] {
  const groups = new Map<number, number[]>();
  for (const index of indexes) {
    const root = joined.root(index);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [index]);
    else group.push(index);
  }
  return [...groups.values()];
}

function holdersByEmail(entries: readonly Addressed[]): ReadonlyMap<string, readonly number[]> {
  const holders = new Map<string, number[]>();
  entries.forEach(({ emails }, index) => {
    for (const email of emails) {
      const known = holders.get(email);
      if (known === undefined) holders.set(email, [index]);
      else known.push(index);
    }
  });
  return holders;
}

type Cluster = { readonly ids: Map<string, string>; left: boolean };

/** Groups with the ids that they have so far, one for each namespace that forbids a second. */
class Clusters {
  readonly #joined: Joined;
  readonly #byRoot = new Map<number, Cluster>();

  constructor(entries: readonly Addressed[], joined: Joined) {
    this.#joined = joined;
    entries.forEach(({ ids, left }, index) => {
      const cluster = this.#of(index);
      for (const { namespace, id } of ids) cluster.ids.set(namespace, least(cluster.ids.get(namespace), id));
      cluster.left ||= left;
    });
  }

  #of(index: number): Cluster {
    const root = this.#joined.root(index);
    const known = this.#byRoot.get(root) ?? { ids: new Map<string, string>(), left: false };
    this.#byRoot.set(root, known);
    return known;
  }

  /** Joins each holder to the first that it fits; gives how many groups are left. */
  joinAll(holders: readonly number[]): number {
    const roots = [...new Set(holders.map((index) => this.#joined.root(index)))];
    const apart: number[] = [];
    for (const root of roots.toSorted((a, b) => this.#compare(a, b))) {
      const fitting = apart.find((other) => fits(this.#of(other), this.#of(root)));
      if (fitting === undefined) apart.push(root);
      else this.#join(fitting, root);
    }
    return apart.length;
  }

  /** Who has ids goes first, then who still works here, then the first id: none of it depends on the order of entries. */
  #compare(a: number, b: number): number {
    const [one, other] = [this.#of(a), this.#of(b)];
    const known = Number(other.ids.size > 0) - Number(one.ids.size > 0);
    return known || Number(one.left) - Number(other.left) || compareText(label(one), label(other));
  }

  #join(a: number, b: number): void {
    const [one, other] = [this.#of(a), this.#of(b)];
    this.#joined.join(a, b);
    for (const [namespace, id] of other.ids) one.ids.set(namespace, id);
    one.left ||= other.left;
    this.#byRoot.set(this.#joined.root(a), one);
  }
}

function fits(one: Cluster, other: Cluster): boolean {
  return [...other.ids].every(([namespace, id]) => (one.ids.get(namespace) ?? id) === id);
}

function label({ ids }: Cluster): string {
  return [...ids]
    .map(([namespace, id]) => `${namespace}:${id}`)
    .toSorted(compareText)
    .join(' ');
}

function least(a: string | undefined, b: string): string {
  return a === undefined || b < a ? b : a;
}
