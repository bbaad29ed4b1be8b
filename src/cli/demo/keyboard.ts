/**
 * The keys of the demo, from its beginning: a process that it starts puts the terminal back, when it ends, to how it was when that
 * began. What is typed before anybody listens comes then.
 */
import type { CommandContext } from '../context.ts';

export type Keyboard = {
  readonly listen: (onKey: (key: string) => void) => void;
  readonly close: () => void;
};

const MOST_EARLY = 20;

export function keyboardOf({ keys }: Pick<CommandContext, 'keys'>): Keyboard {
  const early: string[] = [];
  let hear = (key: string): void => {
    if (early.length < MOST_EARLY) early.push(key);
  };
  const leave = keys?.((key) => hear(key));
  return {
    listen: (onKey) => {
      hear = onKey;
      early.forEach(onKey);
    },
    close: () => leave?.(),
  };
}
