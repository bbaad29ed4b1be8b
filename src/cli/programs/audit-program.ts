/** `concierge audit …` on the command line: what each of its commands takes. */
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { CheckpointOptions } from '../commands/audit/checkpoint.ts';
import type { EraseOptions } from '../commands/audit/erase.ts';
import type { ExportOptions } from '../commands/audit/export.ts';
import type { ListOptions } from '../commands/audit/list.ts';
import type { ReplayOptions } from '../commands/audit/replay.ts';
import type { ShowOptions } from '../commands/audit/show.ts';
import type { VerifyCommandOptions } from '../commands/audit/verify.ts';
import { DEPLOYMENT, gathered } from './common-options.ts';
import type { CommandContext } from '../context.ts';

export function addAudit(program: Command, context: CommandContext): void {
  const audit = program
    .command('audit')
    .description('Look through the decision records, prove them, hand them out, erase from them.')
    .configureHelp({ sortSubcommands: false });
  for (const add of [addList, addShow, addVerify, addReplay, addExport, addErase, addCheckpoint]) add(audit, context);
}

function addList(audit: Command, context: CommandContext): void {
  between(audit.command('list [dir]').description('List decision records, the newest first.'))
    .option('--limit <number>', 'how many at most', whole, 20)
    .option('--account <account>', 'of this account, by key or by an id of a source')
    .option('--caller <id>', 'asked by this agent')
    .option('--tool <name>', 'of this tool')
    .option('--rule <id>', 'decided by this rule of the guardrails')
    .option('--reached <how>', 'role, person, backup, manager, team, fallback or nobody')
    .option('--violations', 'only calls that named another customer than the one they were bound to')
    .option('--alarms', 'only calls by which a caller raised the alarm for trying identities out')
    .option(...DEPLOYMENT)
    .option('--json', 'print each record whole, as a line of JSON')
    .action(async (dir: string | undefined, options: Omit<ListOptions, 'dir'>) => {
      const { list } = await import('../commands/audit/list.ts');
      await list({ dir, ...options }, context);
    });
}

function addShow(audit: Command, context: CommandContext): void {
  audit
    .command('show <id> [dir]')
    .description('Show the whole story of one answer; ID may be its beginning, or `latest`.')
    .option(...DEPLOYMENT)
    .option('--json', 'print JSON')
    .action(async (id: string, dir: string | undefined, options: Omit<ShowOptions, 'dir' | 'id'>) => {
      const { show } = await import('../commands/audit/show.ts');
      await show({ id, dir, ...options }, context);
    });
}

function addVerify(audit: Command, context: CommandContext): void {
  audit
    .command('verify [dir]')
    .description('Prove that no record was changed, dropped or put in another order.')
    .option('--checkpoint <file>', 'a signed checkpoint that was kept elsewhere; may be given again', gathered)
    .option('--public-key <file>', 'the key that belongs to the one that signed it')
    .addOption(new Option('--file <export>', 'verify an export instead of the store').conflicts('deployment'))
    .option(...DEPLOYMENT)
    .option('--json', 'print JSON')
    .action(async (dir: string | undefined, options: Omit<VerifyCommandOptions, 'dir'>) => {
      const { verify } = await import('../commands/audit/verify.ts');
      await verify({ dir, ...options }, context);
    });
}

function addReplay(audit: Command, context: CommandContext): void {
  between(
    audit.command('replay [dir]').description('Answer recorded calls again, from their records alone, and compare.'),
  )
    .addOption(
      new Option('--record <id>', 'this one only: its id, the beginning of it, or `latest`').conflicts([
        'since',
        'until',
        'limit',
      ]),
    )
    .option('--limit <number>', 'how many at most, the newest first (default: all)', whole)
    .option(...DEPLOYMENT)
    .option('--json', 'print JSON')
    .action(async (dir: string | undefined, options: Omit<ReplayOptions, 'dir'>) => {
      const { replay } = await import('../commands/audit/replay.ts');
      await replay({ dir, ...options }, context);
    });
}

function addExport(audit: Command, context: CommandContext): void {
  between(
    audit.command('export [dir]').description('Write the records as lines of JSON, to be verified or kept elsewhere.'),
  )
    .option('--with-facts', 'also the releases and facts that the records name')
    .option('--out <file>', 'into this file, for this user alone (default: stdout)')
    .option('--force', 'replace the file where there is one')
    .option(...DEPLOYMENT)
    .action(async (dir: string | undefined, options: Omit<ExportOptions, 'dir'>) => {
      const { exportRecords } = await import('../commands/audit/export.ts');
      await exportRecords({ dir, ...options }, context);
    });
}

function addErase(audit: Command, context: CommandContext): void {
  audit
    .command('erase [dir]')
    .description('Take a person or an account out of records and directory; says first what would go.')
    .option('--person <person>', 'by key or e-mail address; may be given again', gathered)
    .option('--account <account>', 'by key or by an id of a source; may be given again', gathered)
    .option('--reason <text>', 'kept for good, so no names: say, the number of the request')
    .option('--confirm', 'erase it')
    .option(...DEPLOYMENT)
    .option('--json', 'print JSON')
    .action(async (dir: string | undefined, options: Omit<EraseOptions, 'dir'>) => {
      const { erase } = await import('../commands/audit/erase.ts');
      await erase({ dir, ...options }, context);
    });
}

function addCheckpoint(audit: Command, context: CommandContext): void {
  audit
    .command('checkpoint [dir]')
    .description('Sign how far the records have come, to be kept elsewhere and verified against.')
    .option('--key <file>', 'the private key that signs (default: the deployment’s)')
    .option('--out <file>', 'into this file (default: stdout)')
    .option('--force', 'replace the file where there is one')
    .addOption(
      new Option('--new-key <file>', 'make a pair of keys instead: FILE, and FILE.pub to verify with').conflicts([
        'key',
        'out',
      ]),
    )
    .option(...DEPLOYMENT)
    .action(async (dir: string | undefined, options: Omit<CheckpointOptions, 'dir'>) => {
      const { checkpoint } = await import('../commands/audit/checkpoint.ts');
      await checkpoint({ dir, ...options }, context);
    });
}

function between(command: Command): Command {
  return command
    .option('--since <time>', 'from this moment on: ISO 8601 with a zone, a day, or how long ago (7d, 12h, 30min)')
    .option('--until <time>', 'up to this moment, without it');
}

function whole(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('Write a whole number above 0.');
}
