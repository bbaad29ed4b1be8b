/** `concierge import`: reads all sources into the directory and says what came in, what changed, and what could not. */
import { Failure } from '../../base/failure.ts';
import { openConcierge } from '../concierge.ts';
import type { OpenOptions } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { heldLines, importLines } from '../import-text.ts';

export type ImportCommandOptions = OpenOptions & { readonly json?: boolean; readonly confirm?: string };

export async function importSources(options: ImportCommandOptions, context: CommandContext): Promise<void> {
  const concierge = await openConcierge(options, context);
  const stop = new AbortController();
  void context.interrupted.then(() => stop.abort());
  try {
    const outcome = await concierge.importSources({ confirmed: options.confirm, signal: stop.signal });
    if (options.json === true) context.out(JSON.stringify(outcome, null, 2));
    else context.out(importLines(outcome).join('\n'));
    if (outcome.kind !== 'held') return;
    const [message = '', mend = ''] = heldLines(outcome, concierge.workspace.folder);
    throw new Failure('import_held', message, mend);
  } finally {
    await concierge.close();
  }
}
