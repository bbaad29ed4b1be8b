/**
 * The way through a JSON document to its list, as the document is read: which object's keys matter, where the list is,
 * and what is wrong with the path. Depth is the number of containers that are open.
 */

/** What the document, though it is JSON, has against the path. */
export type ListProblem =
  /** `among` is what stands there instead; nothing when it is no object. */
  | { readonly kind: 'missing_key'; readonly key: string; readonly among: readonly string[] }
  | { readonly kind: 'no_list' }
  /** Nobody can say which of the two is meant. */
  | { readonly kind: 'key_twice'; readonly key: string };

/** Names of keys that are kept for a message. */
const MAX_KEYS = 1000;

export class ListPath {
  readonly #keys: readonly string[];
  /** How many of the open containers lie on the path, the list among them. */
  #open = 0;
  /** Whether the next value is the one that the path leads to. */
  #leadsHere = true;
  /** Keys of the path that were met, as many as there are. */
  #met = 0;
  /** The other keys of the innermost object on the path. */
  #others: string[] = [];
  #problem: ListProblem | null = null;

  constructor(keys: readonly string[]) {
    this.#keys = keys;
  }

  /** The first that was found. */
  get problem(): ListProblem | null {
    return this.#problem;
  }

  isListAt(depth: number): boolean {
    return depth === this.#open && depth > this.#keys.length;
  }

  wantsKeysAt(depth: number): boolean {
    return depth === this.#open && depth <= this.#keys.length;
  }

  key(key: string, depth: number): void {
    const isWanted = key === this.#keys[depth - 1];
    this.#leadsHere = isWanted && this.#met < depth;
    if (this.#leadsHere) this.#met = depth;
    else if (isWanted) this.#problem ??= { kind: 'key_twice', key };
    else if (this.#others.length < MAX_KEYS) this.#others.push(key);
  }

  /** A value begins, outside of the list. */
  value(isObject: boolean, isArray: boolean, depth: number): void {
    if (!this.#leadsHere) return;
    this.#leadsHere = false;
    const key = this.#keys[depth];
    const isOnPath = key === undefined ? isArray : isObject;
    if (isOnPath) [this.#open, this.#others] = [depth + 1, []];
    else this.#problem ??= key === undefined ? { kind: 'no_list' } : { kind: 'missing_key', key, among: [] };
  }

  close(depth: number): void {
    if (depth !== this.#open) return;
    const key = this.#keys[depth - 1];
    if (key !== undefined && this.#met < depth) this.#problem ??= { kind: 'missing_key', key, among: this.#others };
    this.#open--;
  }
}
