/** `concierge import`: reads all sources into the directory and says what came in and what could not. */
import type { ImportReport } from '../../directory/import-report.ts';
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

/** One line of counts, then a line for everything that was left out or is worth a look. */
export function importLines({
  counts,
  directory,
  quarantined,
  flagged,
  unknownPeople,
  conflicts,
}: ImportReport): string[] {
  const sources = new Set(counts.map(({ source }) => source)).size;
  const read = `${directory.accounts} accounts and ${directory.people} people from ${sources} sources`;
  const disagree =
    conflicts === 0
      ? ''
      : `; sources disagree on ${conflicts === 1 ? 'one value' : `${conflicts} values`}, precedence decided`;
  return [
    `${read}${disagree}.`,
    ...troubleLines('Left out', quarantined),
    ...troubleLines('Worth a look', flagged),
    ...troubleLines('Names nobody', unknownPeople),
  ];
}

function troubleLines(title: string, troubles: ImportReport['quarantined']): string[] {
  return troubles.map(({ place, reason }) => `${title}: ${place}: ${reason}`);
}
