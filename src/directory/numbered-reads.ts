/** Reads of all sources, numbered as reading numbers them: see read-entries.ts. */
import type { ImportedWorkspace } from './import-directory.ts';

export type NumberedRead = {
  readonly source: ImportedWorkspace['sources'][number];
  readonly read: string;
  readonly number: number;
  /** Of the source's mappings, among those of all sources. */
  readonly firstOrigin: number;
};

export function readsIn(sources: ImportedWorkspace['sources']): readonly NumberedRead[] {
  const reads: NumberedRead[] = [];
  let firstOrigin = 0;
  for (const source of sources) {
    for (const { name } of source.reads) reads.push({ source, read: name, number: reads.length, firstOrigin });
    firstOrigin += source.mappings.length;
  }
  return reads;
}
