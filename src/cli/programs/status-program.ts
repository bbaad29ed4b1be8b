/** The command `concierge status` on the command line. */
import type { Command } from 'commander';
import type { StatusOptions } from '../commands/status.ts';
import { DEPLOYMENT } from './common-options.ts';
import type { CommandContext } from '../context.ts';

export function addStatus(program: Command, context: CommandContext, exit: (code: number) => void): void {
  program
    .command('status [dir]')
    .description('Tell how the sources are doing: when each was read last, what fails, and how to mend it.')
    .option(...DEPLOYMENT)
    .option('--json', 'print JSON')
    .action(async (dir: string | undefined, options: Omit<StatusOptions, 'dir'>) => {
      const { status } = await import('../commands/status.ts');
      exit(await status({ dir, ...options }, context));
    });
}
