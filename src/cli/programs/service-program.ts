/** The commands about services on the command line: `menu`, `call`. */
import type { Command } from 'commander';
import type { CallOptions } from '../commands/call.ts';
import type { MenuOptions } from '../commands/menu.ts';
import type { CommandContext } from '../context.ts';
import { gathered } from './common-options.ts';

export function addServices(program: Command, context: CommandContext, exit: (code: number) => void): void {
  addMenu(program, context);
  addCall(program, context, exit);
}

function addMenu(program: Command, context: CommandContext): void {
  program
    .command('menu <service> [dir]')
    .description('Show exactly what an agent sees of a service, its size and what to mend.')
    .option('--caller <name>', 'as this caller of the workspace sees it')
    .option('--audience <audience>', 'without a caller: customers, teams or partners (default: teams)')
    .option('--deployment <file>', 'deployment file (default: DIR/deployment.yaml where there is one)')
    .option('--json', 'print JSON')
    .action(async (service: string, dir: string | undefined, options: Omit<MenuOptions, 'dir' | 'service'>) => {
      const { menu } = await import('../commands/menu.ts');
      menu({ service, dir, ...options }, context);
    });
}

type OnceOptions = Omit<CallOptions, 'dir' | 'service' | 'tool'>;

function addCall(program: Command, context: CommandContext, exit: (code: number) => void): void {
  program
    .command('call <service> <tool> [dir]')
    .description('Call one tool as an agent would: the request to the system, its reply, and what of it leaves.')
    .option('--arg <name=value>', 'an argument of the tool; may be given again; JSON for lists and truths', gathered)
    .option('--caller <name>', 'as this caller of the workspace')
    .option('--audience <audience>', 'without a caller: customers, teams or partners (default: teams)')
    .option('--account <id>', 'the customer whom the platform states, by account id')
    .option('--email <address>', 'the customer whom the platform states, by address')
    .option('--deployment <file>', 'deployment file (default: DIR/deployment.yaml where there is one)')
    .option('--json', 'print JSON')
    .action(async (service: string, tool: string, dir: string | undefined, options: OnceOptions) => {
      const { call } = await import('../commands/call.ts');
      exit(await call({ service, tool, dir, ...options }, context));
    });
}
