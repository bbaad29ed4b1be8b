/**
 * Reads the sources into the directory for whoever serves it. Where they can't be read, or would change too much, what the
 * last import left is served on: a restart must not end in a dead end. Only where there is nothing to serve is it a failure.
 */
import { Failure } from '../base/failure.ts';
import type { ImportOutcome } from '../directory/import-job.ts';
import type { Concierge } from './concierge.ts';
import { heldLines } from './import-text.ts';

export type Filled = {
  /** Null where nothing was read. */
  readonly outcome: ImportOutcome | null;
  /** What whoever starts it must know. */
  readonly warnings: readonly string[];
};

export type FillOptions = { readonly fromLastImport?: boolean; readonly signal?: AbortSignal };

export async function isEmpty({ store, workspace }: Concierge): Promise<boolean> {
  return (await store.directory.generation(workspace.tenant)) === 0;
}

/** @throws Failure of the import, where nothing was imported before */
export async function fillDirectory({ fromLastImport, signal }: FillOptions, concierge: Concierge): Promise<Filled> {
  const nothingYet = await isEmpty(concierge);
  if (fromLastImport === true) return { outcome: null, warnings: nothingYet ? [NOTHING] : [] };
  try {
    const outcome = await concierge.importSources(signal === undefined ? {} : { signal });
    const warnings = outcome.kind === 'held' ? [...heldLines(outcome, concierge.workspace.folder), SERVED] : [];
    return { outcome, warnings };
  } catch (error) {
    if (nothingYet || !(error instanceof Failure)) throw error;
    return { outcome: null, warnings: [`${error.message} ${error.mend}`.trim(), SERVED] };
  }
}

const NOTHING = 'Nothing was ever imported: every customer gets the fallback.';
const SERVED = 'Serving what the last import left.';
