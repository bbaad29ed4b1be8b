/**
 * Keeps a flood out of the log: within ten seconds twenty lines of a kind, then their number. A store that is full, or
 * somebody who knocks all day, must not fill a disk.
 */
const WINDOW_MS = 10_000;
const LINES = 20;

type Window<Kind> = { readonly kind: Kind; readonly endsAt: number; lines: number };

/** `Kind`s are few: a window is kept for each. `onLeftOut` is told how many were, when their window is over. */
export class FloodGate<Kind> {
  readonly #onLeftOut: (kind: Kind, lines: number) => void;
  readonly #windows = new Map<string, Window<Kind>>();

  constructor(onLeftOut: (kind: Kind, lines: number) => void) {
    this.#onLeftOut = onLeftOut;
  }

  admits(name: string, kind: Kind): boolean {
    const now = performance.now();
    const found = this.#windows.get(name);
    if (found === undefined || found.endsAt <= now) {
      this.#close(name);
      this.#windows.set(name, { kind, endsAt: now + WINDOW_MS, lines: 1 });
      return true;
    }
    found.lines += 1;
    // A flood that ends is told of as well.
    if (found.lines === LINES + 1) setTimeout(() => this.#close(name, found), found.endsAt - now).unref();
    return found.lines <= LINES;
  }

  /** Tells of everything that was left out so far. */
  flush(): void {
    for (const name of this.#windows.keys()) this.#close(name);
  }

  #close(name: string, only = this.#windows.get(name)): void {
    if (only === undefined || this.#windows.get(name) !== only) return;
    this.#windows.delete(name);
    if (only.lines > LINES) this.#onLeftOut(only.kind, only.lines - LINES);
  }
}
