/** `concierge test` on the command line: what it takes. */
import type { Command } from 'commander';
import type { TestOptions } from '../commands/test.ts';
import { DEPLOYMENT } from './common-options.ts';
import type { CommandContext } from '../context.ts';

export function addTest(program: Command, context: CommandContext, exit: (code: number) => void): void {
  program
    .command('test [dir]')
    .description('Try the workspace’s scenarios: who should be met, and who is.')
    .option('--only <text>', 'scenarios with this text in their names, in upper or lower case')
    .option('--mutate', 'then remove each row, and swap neighbours, and show which scenario notices')
    .option(...DEPLOYMENT)
    .option('--json', 'print JSON')
    .action(async (dir: string | undefined, options: Omit<TestOptions, 'dir'>) => {
      const { test } = await import('../commands/test.ts');
      exit(await test({ dir, ...options }, context));
    });
}
