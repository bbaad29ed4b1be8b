/**
 * Reads the sources into the directory before it is served. Where they can't be read, what the last import left is
 * served on: a restart must not end in a dead end. Only where there is nothing to serve is that a failure.
 */
import { Failure } from '../base/failure.ts';
import { importLines } from './commands/import.ts';
import type { Concierge } from './concierge.ts';

/** What to tell the person who starts it, a line each. @throws Failure of the import, with nothing imported before */
export async function fillDirectory(
  { fromLastImport }: { readonly fromLastImport?: boolean },
  concierge: Concierge,
): Promise<readonly string[]> {
  const generation = await concierge.store.directory.generation(concierge.workspace.tenant);
  if (fromLastImport === true)
    return generation > 0 ? [] : ['Nothing was ever imported: every customer gets the fallback.'];
  try {
    return importLines(await concierge.importSources());
  } catch (error) {
    if (generation === 0 || !(error instanceof Failure)) throw error;
    return [`${error.message} ${error.mend}`.trim(), 'Serving what the last import left.'];
  }
}
