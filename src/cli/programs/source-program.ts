/** `concierge source …` on the command line: what each of its commands takes. */
import type { Command } from 'commander';
import { DEPLOYMENT, gathered } from './common-options.ts';
import type { SourceListOptions } from '../commands/source/list.ts';
import type { CommandContext } from '../context.ts';
import type { SourceAddOptions } from '../source-add/adding.ts';

export function addSources(program: Command, context: CommandContext): void {
  const source = program
    .command('source')
    .description('Add systems and exports to a workspace, and list them.')
    .configureHelp({ sortSubcommands: false });
  for (const add of [addAdd, addList]) add(source, context);
}

function addAdd(source: Command, context: CommandContext): void {
  source
    .command('add <connector> [dir]')
    .description('Try a system, find out what its fields mean, and write its source into the workspace in DIR.')
    .option('--name <name>', 'what the source is called (default: as its connector)')
    .option(
      '--set <name=value>',
      'a setting, like subdomain=acme; of a file path, sheet, header_row, list, kind; may be given again',
      gathered,
    )
    .option('--way <way>', 'the way in, where there are several')
    .option('--word <name=value>', 'a word of the way in, like client_id=…; may be given again', gathered)
    .option('--secret <name=name>', 'what the deployment calls a secret; may be given again', gathered)
    .option('--base-url <url>', 'another address in place of the connector’s own: a sandbox, a gateway')
    .option('--read <name...>', 'what is read (default: what is usual)')
    .option('--yes', 'take what is proposed, and add the names of secrets to the deployment')
    .option('--no-test', 'ask nothing of the system; propose what is usual')
    .option(...DEPLOYMENT)
    .option('--json', 'ask nothing, and print JSON')
    .action(
      async (connector: string, dir: string | undefined, options: Omit<SourceAddOptions, 'dir' | 'connector'>) => {
        const { addSource } = await import('../commands/source/add.ts');
        await addSource({ connector, dir, ...options }, context);
      },
    );
}

function addList(source: Command, context: CommandContext): void {
  source
    .command('list [dir]')
    .description('List the sources of the workspace, and the connectors that there are.')
    .option('--json', 'print JSON')
    .action(async (dir: string | undefined, options: Omit<SourceListOptions, 'dir'>) => {
      const { listSources } = await import('../commands/source/list.ts');
      listSources({ dir, ...options }, context);
    });
}
