/**
 * Reads the sources into the directory for whoever serves it. Where they can't be read, or would change too much, what the
 * last import left is served on: a restart must not end in a dead end. Only where there is nothing to serve is it a failure, unless
 * another process is about to bring something.
 */
import { Failure, isInterrupted } from '../../base/failure.ts';
import type { ImportOutcome } from '../../directory/import-job.ts';
import { isWaitingForAnother } from '../../directory/import-job.ts';
import type { Concierge } from '../concierge.ts';
import { heldLines } from '../sources/import-text.ts';
import { causeText } from '../log/log-cause.ts';
import type { Log } from '../log/log-writer.ts';

export type Filled = {
  /** Null where nothing was read. */
  readonly outcome: ImportOutcome | null;
  /** What whoever starts it must know. */
  readonly warnings: readonly string[];
};

export type FillOptions = {
  readonly fromLastImport?: boolean;
  readonly signal?: AbortSignal;
  readonly log?: Log;
};

/** Whether nothing was ever imported. Of a directory that can't be read nobody knows. */
export async function isEmpty({ store, workspace }: Concierge): Promise<boolean> {
  return await store.directory.generation(workspace.tenant).then(
    (generation) => generation === 0,
    () => false,
  );
}

/** Whether an account can be looked up in it. */
export async function isReadable({ store, workspace }: Concierge): Promise<boolean> {
  return await store.directory.accountsById(workspace.tenant, 'readiness').then(
    () => true,
    () => false,
  );
}

/** @throws what the import throws, where nothing was imported before, and no other process is at it */
export async function fillDirectory(
  { fromLastImport, signal, log }: FillOptions,
  concierge: Concierge,
): Promise<Filled> {
  const trouble = concierge.storeTrouble();
  if (trouble !== null) return { outcome: null, warnings: [sentence(trouble), ALONE] };
  const nothingYet = await isEmpty(concierge);
  if (fromLastImport === true) return { outcome: null, warnings: nothingYet ? [NOTHING] : [] };
  try {
    const outcome = await concierge.importSources({ signal, log });
    const warnings = outcome.kind === 'held' ? [...heldLines(outcome, concierge.workspace.folder), SERVED] : [];
    return { outcome, warnings };
  } catch (error) {
    if (nothingYet && isWaitingForAnother(error)) return { outcome: null, warnings: [sentence(error), NOTHING] };
    if (nothingYet) throw error;
    // Whoever interrupts it is about to stop serving.
    if (isInterrupted(error)) return { outcome: null, warnings: [] };
    return { outcome: null, warnings: [sentence(error), (await isReadable(concierge)) ? SERVED : UNREADABLE] };
  }
}

/** Once more, when a store that couldn't be opened can be after all; what comes of it is told, and ends nothing. */
export async function refillDirectory(options: FillOptions, concierge: Concierge): Promise<readonly string[]> {
  try {
    await concierge.goLive();
    return ['The store can be opened again.', ...(await fillDirectory(options, concierge)).warnings];
  } catch (error) {
    return [sentence(error)];
  }
}

function sentence(error: unknown): string {
  if (error instanceof Failure) return `${error.message} ${error.mend}`.trim();
  return `The import failed in a way that it should have foreseen (${causeText(error)}).`;
}

const NOTHING = 'Nothing was ever imported: every customer gets the fallback.';
const UNREADABLE = 'The directory can’t be read either: every customer gets the fallback.';
const SERVED = 'Serving what the last import left.';
const ALONE = 'Until the store can be opened, every customer gets the fallback; it is tried again every five seconds.';
