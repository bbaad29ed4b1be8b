/** The command `concierge doctor` on the command line. */
import type { Command } from 'commander';
import type { DoctorOptions } from '../commands/doctor.ts';
import { DEPLOYMENT } from './common-options.ts';
import type { CommandContext } from '../context.ts';

export function addDoctor(program: Command, context: CommandContext): void {
  program
    .command('doctor [dir]')
    .description('Try each source end to end, and say what to mend.')
    .option('--source <name...>', 'only these sources')
    .option(...DEPLOYMENT)
    .option('--json', 'print JSON')
    .action(async (dir: string | undefined, options: Omit<DoctorOptions, 'dir'>) => {
      const { doctor } = await import('../commands/doctor.ts');
      await doctor({ dir, ...options }, context);
    });
}
