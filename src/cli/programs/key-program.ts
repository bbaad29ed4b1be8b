/** `concierge key …` on the command line: what each of its commands takes. */
import type { Command } from 'commander';
import { DEPLOYMENT, gathered } from './common-options.ts';
import type { KeyCreateOptions } from '../commands/key/create.ts';
import type { KeyListOptions } from '../commands/key/list.ts';
import type { KeyRevokeOptions } from '../commands/key/revoke.ts';
import type { CommandContext } from '../context.ts';

export function addKey(program: Command, context: CommandContext): void {
  const key = program
    .command('key')
    .description('Make API keys for agents, list them, revoke them.')
    .configureHelp({ sortSubcommands: false });
  for (const add of [addCreate, addList, addRevoke]) add(key, context);
}

function addCreate(key: Command, context: CommandContext): void {
  key
    .command('create <caller> [dir]')
    .description('Make a key for a caller of the workspace in DIR, and show it: this once.')
    .option('--scope <scope>', 'only this much of what the caller may do; may be given again (default: all)', gathered)
    .option('--label <text>', 'what you will know it by, e.g. where it is used')
    .option('--expires <when>', 'how long from now (90d), a day (2027-01-01), a moment, or never (default: 365d)')
    .option(...DEPLOYMENT)
    .option('--json', 'print JSON')
    .action(async (caller: string, dir: string | undefined, options: Omit<KeyCreateOptions, 'dir' | 'caller'>) => {
      const { createKey } = await import('../commands/key/create.ts');
      await createKey({ caller, dir, ...options }, context);
    });
}

function addList(key: Command, context: CommandContext): void {
  key
    .command('list [dir]')
    .description('List the keys, and whether each is active, expired or revoked.')
    .option(...DEPLOYMENT)
    .option('--json', 'print JSON')
    .action(async (dir: string | undefined, options: Omit<KeyListOptions, 'dir'>) => {
      const { listKeys } = await import('../commands/key/list.ts');
      await listKeys({ dir, ...options }, context);
    });
}

function addRevoke(key: Command, context: CommandContext): void {
  key
    .command('revoke <id> [dir]')
    .description('End a key for good; a running server refuses it within a second.')
    .option(...DEPLOYMENT)
    .action(async (id: string, dir: string | undefined, options: Omit<KeyRevokeOptions, 'dir' | 'id'>) => {
      const { revokeKey } = await import('../commands/key/revoke.ts');
      await revokeKey({ id, dir, ...options }, context);
    });
}
