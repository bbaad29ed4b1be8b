/** `concierge guardrails …` on the command line: what each of its commands takes. */
import type { Command } from 'commander';
import { Option } from 'commander';
import { SHEETS } from '../../spreadsheets/sheet-names.ts';
import type { GuardrailsExportOptions } from '../commands/guardrails/export.ts';
import type { GuardrailsImportOptions } from '../commands/guardrails/import.ts';
import type { CommandContext } from '../context.ts';

export function addGuardrails(program: Command, context: CommandContext): void {
  const guardrails = program
    .command('guardrails')
    .description('Edit the guardrails in a spreadsheet: write them out, and read them back.')
    .configureHelp({ sortSubcommands: false });
  for (const add of [addExport, addImport]) add(guardrails, context);
}

function addExport(guardrails: Command, context: CommandContext): void {
  guardrails
    .command('export [dir]')
    .description('Write the guardrails of the workspace in DIR as a workbook, or as CSV.')
    .requiredOption('--to <file>', 'a new .xlsx or .csv file, or a folder for CSV files')
    .addOption(new Option('--table <name>', 'only this sheet; CSV in one file needs it').choices(SHEETS))
    .option('--replace', 'write over a file that is there')
    .action(async (dir: string | undefined, options: Omit<GuardrailsExportOptions, 'dir'>) => {
      const { exportGuardrails } = await import('../commands/guardrails/export.ts');
      await exportGuardrails({ dir, ...options }, context);
    });
}

function addImport(guardrails: Command, context: CommandContext): void {
  guardrails
    .command('import <file> [dir]')
    .description(
      'Show what a workbook or CSV changes, and write it into the workspace in DIR where it passes every check.',
    )
    .addOption(new Option('--table <name>', 'only this sheet').choices(SHEETS))
    .option('--dry-run', 'show what would change, and write nothing')
    .action(async (file: string, dir: string | undefined, options: Omit<GuardrailsImportOptions, 'dir' | 'file'>) => {
      const { importGuardrails } = await import('../commands/guardrails/import.ts');
      await importGuardrails({ file, dir, ...options }, context);
    });
}
