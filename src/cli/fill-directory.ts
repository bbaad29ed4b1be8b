/**
 * Reads the sources into the directory before it is served. Where they can't be read, what the last import left is
 * served on: a restart must not end in a dead end. Only where there is nothing to serve is that a failure.
 */
import { Failure } from '../base/failure.ts';
import type { ImportReport } from '../directory/import-report.ts';
import type { Concierge } from './concierge.ts';

export type Filled = {
  /** Null where nothing was read. */
  readonly report: ImportReport | null;
  /** What whoever starts it must know. */
  readonly warnings: readonly string[];
};

/** @throws Failure of the import, where nothing was imported before */
export async function fillDirectory(
  { fromLastImport }: { readonly fromLastImport?: boolean },
  concierge: Concierge,
): Promise<Filled> {
  const isEmpty = (await concierge.store.directory.generation(concierge.workspace.tenant)) === 0;
  if (fromLastImport === true) return { report: null, warnings: isEmpty ? [NOTHING] : [] };
  try {
    return { report: await concierge.importSources(), warnings: [] };
  } catch (error) {
    if (isEmpty || !(error instanceof Failure)) throw error;
    return { report: null, warnings: [`${error.message} ${error.mend}`.trim(), 'Serving what the last import left.'] };
  }
}

const NOTHING = 'Nothing was ever imported: every customer gets the fallback.';
