/**
 * How far something has come, on stderr: a line that is written over in a person's terminal, and a line now and then where
 * nobody watches. What is done within two seconds says nothing.
 */
import type { ImportProgress } from '../../directory/progress.ts';

const QUIET_MS = 2_000;
/** Between two lines: often enough for an eye, seldom enough for a log. */
const TERMINAL_MS = 100;
const LOG_MS = 10_000;

const CLEAR = '\r\u001B[2K';

export function progressLine(
  write: (text: string) => void,
  isTerminal: boolean,
  now: () => number = performance.now.bind(performance),
): (text: string | null) => void {
  let startedAt: number | undefined;
  let writtenAt = Number.NEGATIVE_INFINITY;
  let isShown = false;

  const show = (text: string): void => {
    const at = now();
    startedAt ??= at;
    if (at - startedAt < QUIET_MS || at - writtenAt < (isTerminal ? TERMINAL_MS : LOG_MS)) return;
    write(isTerminal ? `${CLEAR}${text}` : `${text}\n`);
    writtenAt = at;
    isShown = isTerminal;
  };

  const end = (): void => {
    if (isShown) write(CLEAR);
    startedAt = undefined;
    isShown = false;
  };

  return (text) => (text === null ? end() : show(text));
}

export function progressText(progress: ImportProgress): string {
  if ('source' in progress) {
    const [doing, what] = progress.phase === 'syncing' ? ['Asking', 'records'] : ['Reading', 'rows'];
    return `${doing} ${progress.source}: ${count(progress.rows)} ${what}`;
  }
  const done = progress.of === null ? count(progress.done) : `${count(progress.done)} of ${count(progress.of)}`;
  return `${progress.phase === 'merging' ? 'Merging' : 'Writing'}: ${done}`;
}

/** `1,234,567`. */
export function count(number: number): string {
  return number.toLocaleString('en-US');
}
