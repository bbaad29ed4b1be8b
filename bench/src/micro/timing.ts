/** CPU time of one operation on this thread, so that what others do on the machine counts little. */
import { median } from '../statistics.ts';

export type Timing = { readonly name: string; readonly nsEach: number; readonly perS: number };

const WARM_UP_MS = 1_000;
const ROUND_MS = 300;
const ROUNDS = 7;

/** `work(index)` is one operation; its result is kept, so that V8 can't leave it out. Median of several rounds. */
export function timed(name: string, work: (index: number) => unknown): Timing {
  spend(work, WARM_UP_MS);
  return timing(name, median(Array.from({ length: ROUNDS }, () => spend(work, ROUND_MS))));
}

/** The same where an operation waits: `together` of them are under way at once. */
export async function timedTogether(
  name: string,
  together: number,
  work: (index: number) => Promise<unknown>,
): Promise<Timing> {
  await spendTogether(work, together, WARM_UP_MS);
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await spendTogether(work, together, ROUND_MS));
  return timing(name, median(rounds));
}

function timing(name: string, nsEach: number): Timing {
  return { name, nsEach, perS: Math.round(1e9 / nsEach) };
}

/** What the last operation of a block came to. */
export let kept: unknown;

const BLOCK = 64;

function spend(work: (index: number) => unknown, forMs: number): number {
  const ends = performance.now() + forMs;
  const before = threadUs();
  let done = 0;
  while (performance.now() < ends) {
    for (let each = 0; each < BLOCK; each++) kept = work(done++);
  }
  return ((threadUs() - before) * 1000) / done;
}

async function spendTogether(
  work: (index: number) => Promise<unknown>,
  together: number,
  forMs: number,
): Promise<number> {
  const ends = performance.now() + forMs;
  const before = threadUs();
  let done = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() < ends) kept = await work(done++);
  };
  await Promise.all(Array.from({ length: together }, lane));
  return ((threadUs() - before) * 1000) / done;
}

function threadUs(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}
