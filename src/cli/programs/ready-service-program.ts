/** `concierge service …` on the command line: what each of its commands takes. */
import type { Command } from 'commander';
import type { ServiceAddOptions } from '../commands/service/add.ts';
import type { ServiceDescribeOptions } from '../commands/service/describe.ts';
import type { ServiceListOptions } from '../commands/service/list.ts';
import type { CommandContext } from '../context.ts';

export function addReadyServices(program: Command, context: CommandContext): void {
  const service = program
    .command('service')
    .description('Write ready services into a workspace, list services, and describe one for the MCP registry.')
    .configureHelp({ sortSubcommands: false });
  for (const add of [addAdd, addList, addDescribe]) add(service, context);
}

function addAdd(service: Command, context: CommandContext): void {
  service
    .command('add <connector> [dir]')
    .description('Write the ready service of a connector into the workspace in DIR, for you to prune.')
    .option('--source <name>', 'over this source (default: the one of that connector)')
    .option('--name <name>', 'what the service is called (default: as its source)')
    .option('--tool <name...>', 'these tools alone')
    .option(
      '--audience <audience...>',
      'for agents for customers, teams or partners, where a tool may be (default: teams)',
    )
    .option('--json', 'print JSON')
    .action(
      async (connector: string, dir: string | undefined, options: Omit<ServiceAddOptions, 'dir' | 'connector'>) => {
        const { addService } = await import('../commands/service/add.ts');
        addService({ connector, dir, ...options }, context);
      },
    );
}

function addList(service: Command, context: CommandContext): void {
  service
    .command('list [dir]')
    .description('List the services of the workspace with their tools, and those that are ready to be added.')
    .option('--json', 'print JSON')
    .action(async (dir: string | undefined, options: Omit<ServiceListOptions, 'dir'>) => {
      const { listServices } = await import('../commands/service/list.ts');
      listServices({ dir, ...options }, context);
    });
}

function addDescribe(service: Command, context: CommandContext): void {
  service
    .command('describe <service> [dir]')
    .description('Print the server.json of a service, for the MCP registry.')
    .option('--name <name>', 'under this name (default: the host of public_url backwards, and the service)')
    .option('--deployment <file>', 'deployment file (default: DIR/deployment.yaml where there is one)')
    .action(async (name: string, dir: string | undefined, options: Omit<ServiceDescribeOptions, 'dir' | 'service'>) => {
      const { describeService } = await import('../commands/service/describe.ts');
      describeService({ service: name, dir, ...options }, context);
    });
}
