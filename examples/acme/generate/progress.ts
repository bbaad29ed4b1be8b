/** Says how far a long run has come, on one line of a terminal or now and then in a log. A short run says nothing. */

export type Progress = {
  /** Of `steps` that are told together, another is done. */
  readonly step: () => void;
  /** Ends the line. */
  readonly done: () => void;
};

export type ProgressOutput = { readonly isTTY?: boolean; readonly write: (text: string) => unknown };

/** Before this nobody wonders. */
const QUIET_MS = 2000;
/** Between two lines, on a terminal and in a log. */
const TERMINAL_MS = 200;
const LOG_MS = 5000;
/** The clock is asked once in so many steps. */
const STEPS_PER_LOOK = 512;

export function watch(steps: number, output: ProgressOutput, now: () => number): Progress {
  const isTerminal = output.isTTY === true;
  const start = now();
  let [done, next, hasSpoken] = [0, start + QUIET_MS, false];
  return {
    step: () => {
      if (++done % STEPS_PER_LOOK !== 0 || now() < next) return;
      next = now() + (isTerminal ? TERMINAL_MS : LOG_MS);
      hasSpoken = true;
      const share = `${Math.min(99, Math.floor((100 * done) / steps))} %`;
      output.write(isTerminal ? `\r${share} written` : `${share} written\n`);
    },
    done: () => {
      if (hasSpoken && isTerminal) output.write('\r\u001b[K');
    },
  };
}
