/** The time of one request with all its redirects: one timer, which tells whoever waits at that moment. */
export class Deadline {
  #isOver = false;
  #onOver: (() => void) | null = null;
  readonly #timer: NodeJS.Timeout;

  constructor(ms: number) {
    // Not AbortSignal.timeout: its timers would outlive the requests, thousands of them at a time.
    this.#timer = setTimeout(() => {
      this.#isOver = true;
      this.#onOver?.();
    }, ms);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** One waits at a time; null for nobody. */
  tell(onOver: (() => void) | null): void {
    this.#onOver = onOver;
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#onOver = null;
  }
}
