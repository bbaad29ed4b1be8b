/** `concierge publish`, `releases`, `diff` and `rollback` on the command line: what each takes. */
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { DiffOptions } from '../commands/diff.ts';
import type { PublishOptions } from '../commands/publish.ts';
import type { ReleasesOptions } from '../commands/releases.ts';
import type { RollbackOptions } from '../commands/rollback.ts';
import { DEPLOYMENT } from './common-options.ts';
import type { CommandContext } from '../context.ts';

export function addReleases(program: Command, context: CommandContext): void {
  for (const add of [addPublish, addList, addDiff, addRollback]) add(program, context);
}

function addPublish(program: Command, context: CommandContext): void {
  program
    .command('publish [dir]')
    .description('Make the folder the live release, after check, scenarios and simulation.')
    .option('--accept-change', 'also where it changes more than the workspace allows: you accept it')
    .option('--by <name>', 'who publishes (default: this machine’s user)')
    .option('--note <text>', 'what it is for; kept in the history')
    .option('--dry-run', 'go through the gate, and publish nothing')
    .option(...DEPLOYMENT)
    .option('--json', 'print JSON')
    .action(async (dir: string | undefined, options: Omit<PublishOptions, 'dir'>) => {
      const { publish } = await import('../commands/publish.ts');
      await publish({ dir, ...options }, context);
    });
}

function addList(program: Command, context: CommandContext): void {
  program
    .command('releases [dir]')
    .description('List what went live when, by whom and why, the newest first.')
    .option('--limit <number>', 'how many at most', whole, 20)
    .option(...DEPLOYMENT)
    .option('--json', 'print JSON')
    .action(async (dir: string | undefined, options: Omit<ReleasesOptions, 'dir'>) => {
      const { releases } = await import('../commands/releases.ts');
      await releases({ dir, ...options }, context);
    });
}

function addDiff(program: Command, context: CommandContext): void {
  program
    .command('diff [from] [to] [dir]')
    .description('Say in words what differs between two releases: numbers, hashes, `live` or `folder`.')
    .option(...DEPLOYMENT)
    .option('--json', 'print JSON')
    .action(
      async (
        from: string | undefined,
        to: string | undefined,
        dir: string | undefined,
        options: Omit<DiffOptions, 'dir' | 'from' | 'to'>,
      ) => {
        const { diff } = await import('../commands/diff.ts');
        await diff({ from: from ?? 'live', to: to ?? 'folder', dir, ...options }, context);
      },
    );
}

function addRollback(program: Command, context: CommandContext): void {
  program
    .command('rollback <release> [dir]')
    .description('Make an earlier release live again, at once: its number or hash.')
    .option('--by <name>', 'who does it (default: this machine’s user)')
    .option('--note <text>', 'why; kept in the history')
    .option(...DEPLOYMENT)
    .option('--json', 'print JSON')
    .action(async (release: string, dir: string | undefined, options: Omit<RollbackOptions, 'dir' | 'release'>) => {
      const { rollback } = await import('../commands/rollback.ts');
      await rollback({ release, dir, ...options }, context);
    });
}

function whole(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('Write a whole number above 0.');
}
