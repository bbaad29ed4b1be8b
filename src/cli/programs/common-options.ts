/** Options that several commands take, so that they mean the same everywhere. */
import { InvalidArgumentError } from 'commander';
import { isPort } from '../serving/listen-address.ts';

/** For `option(...DEPLOYMENT)`. */
export const DEPLOYMENT = [
  '--deployment <file>',
  'deployment file (default: DIR/deployment.yaml where there is one)',
] as const;

/** For an option that may be given again: all that was given. */
export function gathered(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export function port(text: string): number {
  const number = Number(text);
  if (isPort(number)) return number;
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
}
