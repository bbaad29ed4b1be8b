/** `concierge import`: reads all sources into the directory and says what came in, what changed, and what could not. */
import { Failure } from '../../base/failure.ts';
import type { Concierge } from '../concierge.ts';
import { openConcierge } from '../concierge.ts';
import type { OpenOptions } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { heldLines, importLines } from '../sources/import-text.ts';
import { isLive } from '../releases/release-words.ts';

export type ImportCommandOptions = OpenOptions & { readonly json?: boolean; readonly confirm?: string };

export async function importSources(options: ImportCommandOptions, context: CommandContext): Promise<void> {
  const concierge = await openConcierge(options, context);
  const stop = new AbortController();
  void context.interrupted.then(() => stop.abort());
  try {
    const outcome = await concierge.importSources({ confirmed: options.confirm, signal: stop.signal });
    if (options.json === true) context.out(JSON.stringify(outcome, null, 2));
    else context.out(importLines(outcome).join('\n'));
    for (const line of await byWhatIsLive(concierge)) context.err(line);
    if (outcome.kind !== 'held') return;
    const [message = '', mend = ''] = heldLines(outcome, concierge.workspace.folder);
    throw new Failure('import_held', message, mend);
  } finally {
    await concierge.close();
  }
}

/** Where the folder says something else than what was imported by. */
async function byWhatIsLive({ store, workspace }: Concierge): Promise<readonly string[]> {
  const live = await store.releases.live(workspace.tenant);
  if (live === undefined || isLive(workspace, live)) return [];
  return [
    `Imported as release ${live.number} says, which is live; the folder differs from it. \`concierge publish\` makes the folder live.`,
  ];
}
