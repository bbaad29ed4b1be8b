/** The command `concierge sync` on the command line. */
import type { Command } from 'commander';
import type { SyncCommandOptions } from '../commands/sync.ts';
import type { CommandContext } from '../context.ts';

export function addSync(program: Command, context: CommandContext): void {
  program
    .command('sync [dir]')
    .description('Ask the systems for what they hold, and read it into the directory.')
    .option('--source <name...>', 'only these sources')
    .option('--full', 'read all, not only what has changed')
    .option('--deployment <file>', 'deployment file (default: DIR/deployment.yaml where there is one)')
    .option('--json', 'print JSON')
    .action(async (dir: string | undefined, options: Omit<SyncCommandOptions, 'dir'>) => {
      const { sync } = await import('../commands/sync.ts');
      await sync({ dir, ...options }, context);
    });
}
