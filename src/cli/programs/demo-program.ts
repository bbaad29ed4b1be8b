/** The command `concierge demo` on the command line. */
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { DemoOptions } from '../commands/demo.ts';
import { port } from './common-options.ts';
import type { CommandContext } from '../context.ts';
import type { Press } from '../demo/presses.ts';
import { pressOf } from '../demo/presses.ts';

export function addDemo(program: Command, context: CommandContext): void {
  program
    .command('demo')
    .description('Show the sample company at work, with stand-ins of its systems on this machine.')
    .requiredOption('--live', 'ask four systems, which can be switched off while answers go on')
    .option('--port <number>', 'port to listen on (default: any free one)', port)
    .option('--press <key@seconds...>', 'press a key by itself after so many seconds, e.g. 2@10 q@30', pressed)
    .action(async (options: DemoOptions) => {
      const { demo } = await import('../commands/demo.ts');
      await demo(options, context);
    });
}

function pressed(text: string, before: readonly Press[] = []): readonly Press[] {
  const press = pressOf(text);
  if (press !== null) return [...before, press];
  throw new InvalidArgumentError('Write a key (1 to 4, c, s, q), @ and seconds, like 2@10.');
}
