/** `concierge sync`: asks the systems for what they hold, or what has changed, and reads that into the directory. */
import { Failure } from '../../base/failure.ts';
import { nearestName } from '../../base/nearest.ts';
import type { Workspace } from '../../config/workspace.ts';
import type { ImportOutcome } from '../../directory/import-job.ts';
import { isFileSource } from '../../sources/declaration.ts';
import { openConcierge } from '../concierge.ts';
import type { OpenOptions } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { heldLines, importLines } from '../sources/import-text.ts';
import { syncLines } from '../sources/sync-text.ts';

export type SyncCommandOptions = OpenOptions & {
  readonly source?: readonly string[];
  readonly full?: boolean;
  readonly json?: boolean;
};

/** @throws Failure `usage`, `sync_failed` where a system couldn't be read, or what an import throws */
export async function sync(options: SyncCommandOptions, context: CommandContext): Promise<void> {
  const concierge = await openConcierge(options, context);
  const stop = new AbortController();
  void context.interrupted.then(() => stop.abort());
  try {
    const sources = wanted(options.source, concierge.workspace);
    const request = { sources, full: options.full ?? false };
    const outcome = await concierge.importSources({ sync: request, signal: stop.signal });
    context.out(options.json === true ? JSON.stringify(outcome, null, 2) : linesOf(outcome).join('\n'));
    if (outcome.kind === 'held') {
      const [message = '', mend = ''] = heldLines(outcome, concierge.workspace.folder);
      throw new Failure('import_held', message, mend);
    }
    refuseFailed(outcome);
  } finally {
    await concierge.close();
  }
}

function linesOf(outcome: ImportOutcome): readonly string[] {
  return [...syncLines(outcome.synced), ...importLines(outcome)];
}

function wanted(named: readonly string[] | undefined, { sources }: Workspace): 'all' | readonly string[] {
  const systems = sources.filter((source) => !isFileSource(source) && source.reads.length > 0).map(({ name }) => name);
  if (systems.length === 0)
    throw new Failure(
      'usage',
      'No source of this workspace has reads of a system: files are read by `concierge import`, and what services ask is never synced.',
    );
  const stranger = named?.find((name) => !systems.includes(name));
  if (stranger === undefined) return named ?? 'all';
  const near = nearestName(stranger, systems);
  throw new Failure(
    'usage',
    `There is no system \`${stranger}\`.`,
    near === undefined ? `There are: ${systems.join(', ')}.` : `Did you mean \`${near}\`?`,
  );
}

/** Nothing new came of a source that another process syncs, so whoever asked for it must know. */
function refuseFailed({ synced }: ImportOutcome): void {
  const named = (how: 'failed' | 'busy'): string =>
    [...new Set(synced.filter(({ outcome }) => outcome === how).map(({ source }) => source))].join(', ');
  const [failed, busy] = [named('failed'), named('busy')];
  const said = [
    ...(failed === '' ? [] : [`Not everything could be read of: ${failed}.`]),
    ...(busy === '' ? [] : [`Another process syncs: ${busy}.`]),
  ];
  if (said.length > 0)
    throw new Failure('sync_failed', said.join(' '), busy === '' ? '' : 'Sync again when it is done.');
}
