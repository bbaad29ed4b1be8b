/** `concierge simulate` on the command line: what it takes. */
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { SimulateOptions } from '../commands/simulate.ts';
import { DEPLOYMENT } from './common-options.ts';
import type { CommandContext } from '../context.ts';

const MAX_THREADS = 64;

export function addSimulate(program: Command, context: CommandContext): void {
  program
    .command('simulate [dir]')
    .description('Show what a draft would change: for each account, and for past decisions.')
    .option(
      '--draft <dir>',
      'folder with the draft: a workspace of the same tenant; its data isn’t read (default: DIR)',
    )
    .addOption(new Option('--release <release>', 'a release as the draft: its number or hash').conflicts('draft'))
    .option('--topic <topic>', 'one of the draft’s topics')
    .option('--language <tag>', 'the customer’s language, e.g. de')
    .option('--urgency <urgency>', 'normal or urgent')
    .option('--audience <audience>', 'customers, teams or partners', 'customers')
    .option('--at <time>', 'the asked moment, ISO 8601 with a zone, e.g. 2026-12-24T10:00:00Z')
    .option('--by <fact>', 'break down by this enum or boolean (default: account.tier where it is one)')
    .option('--value <fact>', 'add up this number (default: account.arr_usd where it is one)')
    .option('--past <since>', 'answer recorded calls again too: a moment, a day, or how long ago: 30d')
    .option('--until <time>', 'with --past: only calls before then (default: now)')
    .option('--past-only', 'with --past: leave the accounts out')
    .option('--threads <number>', 'how many threads work (default: one for each core)', threads)
    .option(...DEPLOYMENT)
    .option('--json', 'print everything as JSON, every change in it')
    .addOption(new Option('--csv', 'print a line for each change, for a spreadsheet').conflicts('json'))
    .action(async (dir: string | undefined, options: Omit<SimulateOptions, 'dir'>) => {
      const { simulate } = await import('../commands/simulate.ts');
      await simulate({ dir, ...options }, context);
    });
}

function threads(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= MAX_THREADS) return number;
  throw new InvalidArgumentError(`A whole number from 1 to ${MAX_THREADS}.`);
}
