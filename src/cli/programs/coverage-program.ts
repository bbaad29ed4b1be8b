/** `concierge coverage` on the command line: what it takes. */
import type { Command } from 'commander';
import { Option } from 'commander';
import type { CoverageOptions } from '../commands/coverage.ts';
import type { CommandContext } from '../context.ts';

export function addCoverage(program: Command, context: CommandContext): void {
  program
    .command('coverage [dir]')
    .description('Show who would answer for each account: owners, stand-ins, teams, and dead ends.')
    .option('--by <fact>', 'break down by this enum or boolean (default: account.tier where it is one)')
    .option('--value <fact>', 'add up this number (default: account.arr_usd where it is one)')
    .option('--audience <audience>', 'customers, teams or partners', 'customers')
    .option('--at <time>', 'the asked moment, ISO 8601 with a zone, e.g. 2026-12-24T10:00:00Z')
    .option('--deployment <file>', 'deployment file (default: DIR/deployment.yaml where there is one)')
    .option('--json', 'print the whole report as JSON')
    .addOption(new Option('--csv', 'print a line for each account, for a spreadsheet').conflicts('json'))
    .action(async (dir: string | undefined, options: Omit<CoverageOptions, 'dir'>) => {
      const { coverage } = await import('../commands/coverage.ts');
      await coverage({ dir, ...options }, context);
    });
}
