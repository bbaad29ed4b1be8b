/** `concierge import`: reads all sources into the directory and says what came in and what could not. */
import type { ImportReport } from '../../directory/import-directory.ts';
import type { OpenOptions } from '../concierge.ts';
import { openConcierge } from '../concierge.ts';
import type { CommandContext } from '../context.ts';

export type ImportOptions = OpenOptions & { readonly json?: boolean };

export async function importSources(options: ImportOptions, context: CommandContext): Promise<void> {
  const concierge = await openConcierge(options, context);
  try {
    const report = await concierge.importSources();
    if (options.json === true) context.out(JSON.stringify(report, null, 2));
    else context.out(importLines(report).join('\n'));
  } finally {
    await concierge.close();
  }
}

/** One line of counts, then a line for each row that could not be read. */
export function importLines({ accounts, people, sources, quarantined }: ImportReport): string[] {
  const rows = quarantined.map(({ place, reason }) => `  left out ${place}: ${reason}`);
  return [`${accounts} accounts and ${people} people from ${sources} sources.`, ...rows];
}
