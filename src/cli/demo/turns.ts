/** Something that is done again and again, with a while between, or sooner where somebody asks for it. One at a time. */

export type Turns = {
  /** The next one now; after the one under way. */
  readonly soon: () => void;
  /** When the one under way is done. */
  readonly stop: () => Promise<void>;
};

export type Pace = { readonly firstMs: number; readonly everyMs: number };

/** `turn` never rejects. */
export function takeTurns({ firstMs, everyMs }: Pace, turn: () => Promise<void>): Turns {
  const stopped = new AbortController();
  let isWanted = false;
  let wake = (): void => {};
  const pause = (ms: number): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, isWanted ? 0 : ms);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
    return promise;
  };
  const turning = (async () => {
    await pause(firstMs);
    while (!stopped.signal.aborted) {
      isWanted = false;
      await turn();
      if (!stopped.signal.aborted) await pause(everyMs);
    }
  })();
  return {
    soon: () => {
      isWanted = true;
      wake();
    },
    stop: async () => {
      stopped.abort();
      wake();
      await turning;
    },
  };
}
