/** `concierge caller …` on the command line: what each of its commands takes. */
import type { Command } from 'commander';
import { Option } from 'commander';
import { ASSERTION_CARRIERS, BINDING_MODES } from '../../caller/caller.ts';
import { AUDIENCES } from '../../facts/frame.ts';
import { DEPLOYMENT, gathered } from './common-options.ts';
import type { CallerAddOptions } from '../commands/caller/add.ts';
import type { CallerListOptions } from '../commands/caller/list.ts';
import type { CallerShowOptions } from '../commands/caller/show.ts';
import type { CommandContext } from '../context.ts';

export function addCallers(program: Command, context: CommandContext): void {
  const caller = program
    .command('caller')
    .description('Add the agents that may ask to a workspace, show and list them.')
    .configureHelp({ sortSubcommands: false });
  for (const add of [addAdd, addShow, addList]) add(caller, context);
}

function addAdd(caller: Command, context: CommandContext): void {
  caller
    .command('add <name> [dir]')
    .description('Write a caller into the workspace in DIR, and print what its platform’s developer needs to know.')
    .addOption(
      new Option('--audience <audience>', 'for whom the agent speaks').choices(AUDIENCES).makeOptionMandatory(),
    )
    .addOption(
      new Option('--binding <mode>', 'whether the platform must, may or does not state who the customer is')
        .choices(BINDING_MODES)
        .default('required'),
    )
    .addOption(
      new Option('--carrier <carrier>', 'where that statement travels (default: header)').choices(ASSERTION_CARRIERS),
    )
    .option('--issuer <url>', 'the platform, as its statements name it')
    .addOption(
      new Option('--public-key <file>', 'the public half of the key that signs them, as PEM').conflicts('newKey'),
    )
    .option('--new-key <file>', 'make the pair instead, and put the private half into FILE, for this user alone')
    .option('--key-id <id>', 'what statements call the key (default: key- and the day)')
    .option('--service <name>', 'a service that it may use; may be given again (default: cx_concierge)', gathered)
    .option('--scope <scope>', 'only this much of what there is; may be given again (default: all)', gathered)
    .option(...DEPLOYMENT)
    .option('--json', 'print JSON')
    .action(async (name: string, dir: string | undefined, options: Omit<CallerAddOptions, 'dir' | 'name'>) => {
      const { addCaller } = await import('../commands/caller/add.ts');
      await addCaller({ name, dir, ...options }, context);
    });
}

function addShow(caller: Command, context: CommandContext): void {
  caller
    .command('show <name> [dir]')
    .description('Print what the developer of a caller’s platform needs to know, as it is now. No secret is printed.')
    .option(...DEPLOYMENT)
    .option('--json', 'print JSON')
    .action(async (name: string, dir: string | undefined, options: Omit<CallerShowOptions, 'dir' | 'name'>) => {
      const { showCaller } = await import('../commands/caller/show.ts');
      showCaller({ name, dir, ...options }, context);
    });
}

function addList(caller: Command, context: CommandContext): void {
  caller
    .command('list [dir]')
    .description('List the callers: for whom each speaks, and who states its customer.')
    .option(...DEPLOYMENT)
    .option('--json', 'print JSON')
    .action(async (dir: string | undefined, options: Omit<CallerListOptions, 'dir'>) => {
      const { listCallers } = await import('../commands/caller/list.ts');
      listCallers({ dir, ...options }, context);
    });
}
