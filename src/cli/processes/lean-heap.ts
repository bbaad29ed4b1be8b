/**
 * For a process that works through far more than it keeps: V8 would let its garbage grow to several times of what is in use,
 * which is no faster.
 */
import { setFlagsFromString } from 'node:v8';

/** What Node is started with. In MiB: new objects have twice this. */
export const LEAN_HEAP_ARGUMENTS = ['--max-semi-space-size=12'] as const;

/** So much may come to what was in use after the last collection. */
const GROWING_PERCENT = 30;

export function growSlowly(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);
}
