/** SQLite's two kinds of locks, among the connections of one thread. */
const SLOTS = 8;

/** On slots of shared memory: many may share one, or one holds it alone. */
export class SharedLocks {
  readonly #holders = Array.from({ length: SLOTS }, () => new Map<number, 'shared' | 'alone'>());

  /** False, with nothing taken, where somebody else is in the way. */
  take(who: number, from: number, count: number, isShared: boolean): boolean {
    const slots = this.#holders.slice(from, from + count);
    const isFree = slots.every((slot) =>
      [...slot].every(([other, how]) => other === who || (isShared && how === 'shared')),
    );
    if (isFree) for (const slot of slots) slot.set(who, isShared ? 'shared' : 'alone');
    return isFree;
  }

  give(who: number, from: number, count: number): void {
    for (const slot of this.#holders.slice(from, from + count)) slot.delete(who);
  }

  giveAll(who: number): void {
    this.give(who, 0, SLOTS);
  }
}

const [SHARED, RESERVED, PENDING, EXCLUSIVE] = [1, 2, 3, 4];

/** On a whole file, in SQLite's levels: many read, one of them may mean to write, and writes when it is alone. */
export class FileLock {
  readonly #levels = new Map<number, number>();

  raise(who: number, level: number): boolean {
    const others = [...this.#levels].filter(([other]) => other !== who).map(([, held]) => held);
    const highest = Math.max(0, ...others);
    const isFree = level === SHARED ? highest < PENDING : level === EXCLUSIVE ? highest < SHARED : highest < RESERVED;
    if (isFree) this.#levels.set(who, level);
    return isFree;
  }

  lower(who: number, level: number): void {
    if (level === 0) this.#levels.delete(who);
    else this.#levels.set(who, level);
  }

  isReserved(): boolean {
    return [...this.#levels.values()].some((level) => level >= RESERVED);
  }
}
