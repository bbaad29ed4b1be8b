/**
 * What has to be merged anew when some rows have changed: the accounts that these rows named before or name now, whoever shares an
 * id with one of those, and all who stand below them, for they may inherit. Their e-mail domains are asked of all who have them.
 * To merge these, the rows of accounts above them and of those that share a domain are read as well, but nothing of theirs is
 * written. All of it is found by the notes of the last merge, never by looking through what exists.
 */
import type { NotedRow, OpenNotes, RowRef } from '../store/merge-notes.ts';
import { NAMES } from '../store/merge-notes.ts';

export type Touched = {
  /** By all ids that sources have for them, or had: the keys by which the directory knows them are among these. */
  readonly ids: ReadonlySet<string>;
  readonly domains: ReadonlySet<string>;
  /** Those to be read. */
  readonly rows: readonly RowRef[];
};

export type TouchedGround = {
  readonly notes: Pick<OpenNotes, 'noted' | 'naming'>;
  /** Whether nobody is known by a domain. */
  readonly isNobodys: (domain: string) => boolean;
  readonly mostRows: number;
};

/** Whose holder is another person now, or none, or somebody where there was nobody. */
export type ChangedHolders = Iterable<string>;

/** Null where that is more rows than may be. Expects notes that hold the changed rows as they are now. */
export function touchedBy(
  changed: readonly NotedRow[],
  holders: ChangedHolders,
  ground: TouchedGround,
): Touched | null {
  const walk = new Walk(ground);
  try {
    for (const { names } of changed) {
      for (const [how, what] of names) {
        if (how === NAMES.account) walk.touch(what, 'below');
        else if (how === NAMES.contactOf) walk.touch(what, 'alone');
        else if (how === NAMES.domain || how === NAMES.contactDomain) walk.share(what);
      }
    }
    for (const holder of holders) walk.touchHeld(holder);
    walk.toEnd();
    return walk.touched();
  } catch (error) {
    if (error instanceof TooMuch) return null;
    throw error;
  }
}

class TooMuch extends Error {}

/** `below`: with those who stand below it. An account of which only a contact is another lends nothing else. */
type Reach = 'below' | 'alone';

class Walk {
  readonly #ground: TouchedGround;
  readonly #touched = new Map<string, Reach>();
  readonly #around = new Set<string>();
  readonly #domains = new Set<string>();
  readonly #rows = new Map<string, { readonly ref: RowRef; readonly noted: NotedRow }>();
  readonly #touching: (readonly [id: string, reach: Reach])[] = [];
  readonly #surrounding: string[] = [];
  readonly #sharing: string[] = [];

  constructor(ground: TouchedGround) {
    this.#ground = ground;
  }

  touch(id: string, reach: Reach): void {
    const known = this.#touched.get(id);
    if (known === reach || known === 'below') return;
    this.#touched.set(id, reach);
    this.#touching.push([id, reach]);
  }

  touchHeld(holder: string): void {
    for (const noted of this.#rowsNaming(NAMES.holder, holder)) this.#touchAccount(noted, 'below');
  }

  share(domain: string): void {
    if (this.#domains.has(domain) || this.#ground.isNobodys(domain)) return;
    this.#domains.add(domain);
    this.#sharing.push(domain);
  }

  toEnd(): void {
    for (;;) {
      const touching = this.#touching.pop();
      if (touching !== undefined) {
        this.#spread(...touching);
        continue;
      }
      const [domain, id] = [this.#sharing.pop(), this.#surrounding.pop()];
      if (domain === undefined && id === undefined) return;
      if (domain !== undefined) this.#spreadDomain(domain);
      if (id !== undefined) this.#spreadAround(id);
    }
  }

  touched(): Touched {
    const refs = [...this.#rows.values()].map(({ ref }) => ref);
    return { ids: new Set(this.#touched.keys()), domains: this.#domains, rows: refs.toSorted(compareRefs) };
  }

  #spread(id: string, reach: Reach): void {
    for (const noted of this.#rowsNaming(NAMES.account, id)) {
      this.#touchAccount(noted, reach);
      for (const [how, what] of noted.names) {
        if (how === NAMES.parent) this.#surround(what);
        else if (how === NAMES.domain) this.share(what);
      }
    }
    if (reach === 'below') for (const noted of this.#rowsNaming(NAMES.parent, id)) this.#touchAccount(noted, reach);
    for (const { names } of this.#rowsNaming(NAMES.contactOf, id))
      for (const [how, what] of names) if (how === NAMES.contactDomain) this.share(what);
  }

  #touchAccount({ names }: NotedRow, reach: Reach): void {
    for (const [how, what] of names) if (how === NAMES.account) this.touch(what, reach);
  }

  #surround(id: string): void {
    if (this.#around.has(id)) return;
    this.#around.add(id);
    this.#surrounding.push(id);
  }

  #spreadAround(id: string): void {
    for (const { names } of this.#rowsNaming(NAMES.account, id))
      for (const [how, what] of names) if (how === NAMES.account || how === NAMES.parent) this.#surround(what);
  }

  #spreadDomain(domain: string): void {
    for (const how of [NAMES.domain, NAMES.contactDomain])
      for (const { names } of this.#rowsNaming(how, domain))
        for (const [named, what] of names)
          if (named === NAMES.account || named === NAMES.contactOf) this.#surround(what);
  }

  *#rowsNaming(...by: Parameters<OpenNotes['naming']>): Generator<NotedRow> {
    const { notes, mostRows } = this.#ground;
    for (const ref of notes.naming(...by)) {
      const key = `${ref.read} ${ref.row}`;
      const noted = this.#rows.get(key)?.noted ?? notes.noted(ref);
      if (noted === null) continue;
      this.#rows.set(key, { ref, noted });
      if (this.#rows.size > mostRows) throw new TooMuch();
      yield noted;
    }
  }
}

/** As SQLite has them: by the bytes of UTF-8. */
function compareRefs(a: RowRef, b: RowRef): number {
  return a.read - b.read || Buffer.compare(Buffer.from(a.row), Buffer.from(b.row));
}
