/** Reads every source through its mappings. Knows nothing of merging: each entry still stands alone. */
import { compareText } from '../base/compare-text.ts';
import type { OpenedRead, SourceRow } from '../sources/row.ts';
import type { SourceDeclaration } from '../sources/declaration.ts';
import { isFileSource } from '../sources/declaration.ts';
import { readFileRows } from '../sources/file/read-file.ts';
import type { MappingContext } from '../sources/kit/record-parts.ts';
import type { ReadRow } from '../sources/kit/records.ts';
import { columnsOf, recordReader } from '../sources/kit/records.ts';
import type { Findings } from './findings.ts';
import type { SourceCount } from './import-report.ts';
import type { OnProgress } from './progress.ts';
import type { Origin, Sourced } from './trust.ts';

/** Where entries and what is held back go. */
export type Taker = {
  readonly take: (sourced: Sourced) => void;
  readonly findings: Findings;
  readonly onProgress: OnProgress;
};

/** The rows of a read that a sync has copied. @throws Failure where it was never synced whole, or not in this way */
export type ReadCopied = (source: string, read: string, columns: readonly string[]) => Promise<OpenedRead>;

/** What rows are read from: exports below a folder, and copies of systems. */
export type Inputs = { readonly folder: string; readonly copied: ReadCopied };

/** So many rows go by between two words about progress. */
const ROWS_A_WORD = 5_000;

/**
 * Entries come in the order of sources, reads, rows and mappings. Returns their origins, by index.
 * @throws Failure when a source can't be read, or a mapping can't be compiled
 */
export async function readEntries(
  inputs: Inputs,
  sources: readonly SourceDeclaration[],
  context: MappingContext,
  taker: Taker,
): Promise<readonly Origin[]> {
  const origins: Origin[] = [];
  const counts: SourceCount[] = [];
  let firstOrigin = 0;
  for (const source of sources) {
    const reader = new SourceReader(source, firstOrigin, taker);
    for (const { name, open } of opensOf(source, inputs)) await reader.read(name, open, context);
    for (const origin of reader.origins) origins[origin.index] = origin;
    counts.push(...reader.counts());
    firstOrigin += source.mappings.length;
  }
  taker.findings.counts = counts.toSorted((a, b) => compareText(a.source, b.source));
  return origins;
}

type Open = (columns: readonly string[]) => Promise<OpenedRead>;

function opensOf(
  source: SourceDeclaration,
  { folder, copied }: Inputs,
): readonly { readonly name: string; readonly open: Open }[] {
  if (isFileSource(source))
    return source.reads.map((read) => ({ name: read.name, open: (columns) => readFileRows(folder, read, columns) }));
  return source.reads.map(({ name }) => ({ name, open: (columns) => copied(source.name, name, columns) }));
}

type CompiledMapping = { readonly index: number; readonly columns: ReadonlySet<string>; readonly readRow: ReadRow };
type OpenMapping = { readonly origin: Origin; readonly readRow: ReadRow };

class SourceReader {
  readonly #source: SourceDeclaration;
  readonly #firstOrigin: number;
  readonly #taker: Taker;
  readonly #counts = new Map<SourceCount['kind'], number>();
  readonly origins: Origin[] = [];
  #rows = 0;

  constructor(source: SourceDeclaration, firstOrigin: number, taker: Taker) {
    this.#source = source;
    this.#firstOrigin = firstOrigin;
    this.#taker = taker;
  }

  counts(): readonly SourceCount[] {
    return [...this.#counts].map(([kind, rows]) => ({ source: this.#source.name, kind, rows }));
  }

  async read(read: string, open: Open, context: MappingContext): Promise<void> {
    const mappings = this.#compiled(read, context);
    if (mappings.length === 0) return;
    const columns = [...new Set(mappings.flatMap((mapping) => [...mapping.columns]))];
    const { asOf, items } = await open(columns);
    const through = mappings.map(({ index, readRow }) => ({ readRow, origin: this.#origin(index, asOf) }));
    this.#tell();
    for await (const item of items) {
      if (++this.#rows % ROWS_A_WORD === 0) this.#tell();
      if (item.kind === 'row') this.#through(through, item.row);
      else this.#taker.findings.add('quarantined', item.trouble.place, item.trouble.reason);
    }
    this.#tell();
  }

  #compiled(read: string, context: MappingContext): readonly CompiledMapping[] {
    return this.#source.mappings.flatMap((mapping, index) =>
      mapping.from === read ? [{ index, columns: columnsOf(mapping), readRow: recordReader(mapping, context) }] : [],
    );
  }

  #origin(mapping: number, asOf: Origin['asOf']): Origin {
    const origin = { index: this.#firstOrigin + mapping, source: this.#source.name, asOf };
    this.origins.push(origin);
    return origin;
  }

  #through(mappings: readonly OpenMapping[], row: SourceRow): void {
    const { take, findings } = this.#taker;
    for (const { origin, readRow } of mappings) {
      const { entry, quarantined, flagged } = readRow(row);
      for (const { place, reason } of quarantined) findings.add('quarantined', place, reason);
      for (const { place, reason } of flagged) findings.add('flagged', place, reason);
      if (entry === null || entry === undefined) continue;
      this.#counts.set(entry.kind, (this.#counts.get(entry.kind) ?? 0) + 1);
      take({ entry, origin, place: row.place, row: this.#rows });
    }
  }

  #tell(): void {
    this.#taker.onProgress({ phase: 'reading', source: this.#source.name, rows: this.#rows });
  }
}
