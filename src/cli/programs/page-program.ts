/** `concierge page` on the command line: what it takes. */
import type { Command } from 'commander';
import type { PageOptions } from '../commands/page.ts';
import type { CommandContext } from '../context.ts';

export function addPage(program: Command, context: CommandContext): void {
  program
    .command('page [dir]')
    .description('Print a link to the leader’s page of the server that runs.')
    .option('--deployment <file>', 'deployment file (default: DIR/deployment.yaml where there is one)')
    .action(async (dir: string | undefined, options: Omit<PageOptions, 'dir'>) => {
      const { page } = await import('../commands/page.ts');
      await page({ dir, ...options }, context);
    });
}
