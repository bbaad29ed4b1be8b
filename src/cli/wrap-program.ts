/** `concierge wrap …` on the command line: what each of its commands takes. */
import type { Command } from 'commander';
import { DEPLOYMENT, gathered } from './common-options.ts';
import type { WrapMcpOptions } from './commands/wrap/mcp.ts';
import type { CommandContext } from './context.ts';

export function addWrap(program: Command, context: CommandContext): void {
  const wrap = program
    .command('wrap')
    .description('Make a source and a service of a system that is there.')
    .configureHelp({ sortSubcommands: false });
  addMcp(wrap, context);
}

function addMcp(wrap: Command, context: CommandContext): void {
  wrap
    .command('mcp [place]')
    .description(
      'Show the tools of another MCP server, and offer those that you approve. PLACE: its URL, or a command’s name.',
    )
    .requiredOption('--name <name>', 'what the source and its service are called')
    .option('--workspace <dir>', 'the workspace (default: this folder)')
    .option('--tool <name>', 'a tool to approve as it is now; may be given again', gathered)
    .option('--secret <name>', 'the deployment’s secret that is sent as a bearer token')
    .option('--yes', 'approve without asking')
    .option(...DEPLOYMENT)
    .action(async (place: string | undefined, options: Omit<WrapMcpOptions, 'place'>) => {
      const { wrapMcp } = await import('./commands/wrap/mcp.ts');
      await wrapMcp({ place, ...options }, context);
    });
}
