/** The last looks at the coverage, one for each moment that somebody looks at: a few, since each has a book of all accounts. */
import type { EpochMs } from '../../base/clock.ts';
import type { Generation } from '../../store/store.ts';
import type { Coverage } from '../contract.ts';
import type { CoverageBook } from './coverage-book.ts';

export type Look = {
  readonly release: string;
  readonly generation: Generation;
  /** As it was asked for; null: now. */
  readonly atMs: EpochMs | null;
  readonly book: CoverageBook;
  readonly coverage: Coverage;
  /** From then on it is to be looked at again. */
  dueMs: EpochMs;
};

const KEPT = 3;

export class Looks {
  /** By the asked moment; whichever was wanted last stands last. */
  readonly #kept = new Map<EpochMs | null, Look>();

  /** In place of the former one of its moment, of all of another release or import, and of whichever nobody wanted for longest. */
  keep(look: Look): void {
    for (const former of this.#kept.values()) if (isReplaced(former, look)) this.#drop(former);
    this.#kept.set(look.atMs, look);
    const [first] = this.#kept.values();
    if (first !== undefined && this.#kept.size > KEPT) this.#drop(first);
  }

  at(atMs: EpochMs | null): Look | null {
    const look = this.#kept.get(atMs);
    if (look === undefined) return null;
    this.#kept.delete(atMs);
    this.#kept.set(atMs, look);
    return look;
  }

  /** `at`: as its report says it. */
  of(at: string | null): Look | null {
    return [...this.#kept.values()].find(({ coverage }) => coverage.report.at === at) ?? null;
  }

  last(): Look | null {
    return [...this.#kept.values()].at(-1) ?? null;
  }

  #drop(look: Look): void {
    look.book.close();
    this.#kept.delete(look.atMs);
  }
}

function isReplaced(former: Look, { atMs, release, generation }: Look): boolean {
  return former.atMs === atMs || former.release !== release || former.generation !== generation;
}
