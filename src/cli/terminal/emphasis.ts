/** Bold for a person's terminal, plain where output is piped or NO_COLOR asks for it. */
import { styleText } from 'node:util';
import type { CommandContext } from '../context.ts';

export type Emphasize = (text: string) => string;

export function emphasis({ isTerminal, env }: Pick<CommandContext, 'isTerminal' | 'env'>): Emphasize {
  const plain = !isTerminal || (env['NO_COLOR'] ?? '') !== '';
  return plain ? (text) => text : (text) => styleText('bold', text, { validateStream: false });
}
