/**
 * A long walk over stored things: it says how far it is, lets signals through (the embedded store answers without ever
 * waiting), and ends when somebody stops the command.
 */
import { setImmediate } from 'node:timers/promises';
import { Failure } from '../../base/failure.ts';
import type { CommandContext } from '../context.ts';
import { count } from './progress-line.ts';

const STEP = 500;

/** @throws Failure `interrupted` */
export async function* watched<Item>(
  items: AsyncIterable<Item>,
  doing: string,
  { progress, interrupted }: Pick<CommandContext, 'progress' | 'interrupted'>,
): AsyncGenerator<Item> {
  let stopped = false;
  void interrupted.then(() => (stopped = true));
  let seen = 0;
  try {
    for await (const item of items) {
      yield item;
      seen += 1;
      if (seen % STEP > 0) continue;
      progress(`${doing}: ${count(seen)}`);
      await setImmediate();
      if (stopped) throw new Failure('interrupted', `Stopped after ${count(seen)}, before the end.`);
    }
  } finally {
    progress(null);
  }
}
