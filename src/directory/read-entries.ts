/** Reads every source through its mappings. Knows nothing of merging: each entry still stands alone. */
import type { Instant } from '../base/clock.ts';
import { compareText } from '../base/compare-text.ts';
import type { Moments } from '../facts/as-of.ts';
import { momentOf } from '../facts/as-of.ts';
import type { OpenedRead, SourceRow } from '../sources/row.ts';
import type { SourceDeclaration } from '../sources/declaration.ts';
import { isFileSource } from '../sources/declaration.ts';
import { readFileRows } from '../sources/file/read-file.ts';
import type { Entry } from '../sources/kit/entry.ts';
import type { MappingContext } from '../sources/kit/record-parts.ts';
import type { ReadRow } from '../sources/kit/records.ts';
import { columnsOf, recordReader } from '../sources/kit/records.ts';
import type { Findings } from './findings.ts';
import type { SourceCount } from './import-report.ts';
import type { OnProgress } from './progress.ts';
import type { Origin, Sourced } from './trust.ts';

/** One row of one read, and what its mappings made of it. */
export type ReadThrough = {
  /** The number of the read among those of all sources. */
  readonly read: number;
  /** The row's number in its read. */
  readonly nth: number;
  readonly row: SourceRow;
  readonly entries: readonly MappedEntry[];
};
export type MappedEntry = { readonly mapping: Origin['index']; readonly entry: Entry };

/** Where entries and what is held back go. */
export type Taker = {
  readonly take: (sourced: Sourced) => void;
  /** Told of each row when its entries were taken. */
  readonly note: ((through: ReadThrough) => void) | null;
  readonly findings: Findings;
  readonly onProgress: OnProgress;
};

/** The rows of a read that a sync has copied. @throws Failure where it was never synced whole, or not in this way */
export type ReadCopied = (source: string, read: string, columns: readonly string[]) => Promise<OpenedRead>;

/** A read's rows. `asOf` is the file's, or the last sync's. */
export type OpenRead = (source: SourceDeclaration, read: Named, columns: readonly string[]) => Promise<OpenedRead>;
type Named = { readonly name: string };

/** All rows of exports below a folder, and of copies of systems. */
export function allRows(folder: string, copied: ReadCopied): OpenRead {
  return async (source, { name }, columns) => {
    if (!isFileSource(source)) return await copied(source.name, name, columns);
    const read = source.reads.find((each) => each.name === name);
    if (read === undefined) throw new RangeError(`No read ${name} of ${source.name}.`);
    return await readFileRows(folder, read, columns);
  };
}

/** Where entries come from, and what the moments are that they name. */
export type ReadSources = { readonly origins: readonly Origin[]; readonly moments: Moments };

/** So many rows go by between two words about progress. */
const ROWS_A_WORD = 5_000;

/**
 * Entries come in the order of sources, reads, rows and mappings. Returns their origins, by index. What a system told is as
 * old as the moment of its read.
 * @throws Failure when a source can't be read, or a mapping can't be compiled
 */
export async function readEntries(
  open: OpenRead,
  sources: readonly SourceDeclaration[],
  context: MappingContext,
  taker: Taker,
): Promise<ReadSources> {
  const origins: Origin[] = [];
  const counts: SourceCount[] = [];
  const moments = new Map<string, Instant>();
  let [firstOrigin, firstRead] = [0, 0];
  for (const source of sources) {
    const reader = new SourceReader(source, { firstOrigin, firstRead, moments }, taker);
    for (const read of source.reads) await reader.read(read, open, context);
    for (const origin of reader.origins) origins[origin.index] = origin;
    counts.push(...reader.counts());
    firstOrigin += source.mappings.length;
    firstRead += source.reads.length;
  }
  taker.findings.counts = counts.toSorted((a, b) => compareText(a.source, b.source));
  return { origins, moments };
}

export type CompiledMapping = {
  /** Among the mappings of all sources. */
  readonly index: number;
  readonly columns: ReadonlySet<string>;
  readonly readRow: ReadRow;
};
type OpenMapping = { readonly origin: Origin; readonly readRow: ReadRow };

/** @throws Failure `configuration` where one can't be compiled */
export function compiledMappings(
  source: SourceDeclaration,
  read: string,
  firstOrigin: number,
  context: MappingContext,
): readonly CompiledMapping[] {
  return source.mappings.flatMap((mapping, index) =>
    mapping.from === read
      ? [{ index: firstOrigin + index, columns: columnsOf(mapping), readRow: recordReader(mapping, context) }]
      : [],
  );
}

type Among = { readonly firstOrigin: number; readonly firstRead: number; readonly moments: Map<string, Instant> };

class SourceReader {
  readonly #source: SourceDeclaration;
  readonly #among: Among;
  readonly #taker: Taker;
  readonly #counts = new Map<SourceCount['kind'], number>();
  readonly origins: Origin[] = [];
  #rows = 0;

  constructor(source: SourceDeclaration, among: Among, taker: Taker) {
    this.#source = source;
    this.#among = among;
    this.#taker = taker;
  }

  counts(): readonly SourceCount[] {
    return [...this.#counts].map(([kind, rows]) => ({ source: this.#source.name, kind, rows }));
  }

  async read(read: Named, open: OpenRead, context: MappingContext): Promise<void> {
    const mappings = compiledMappings(this.#source, read.name, this.#among.firstOrigin, context);
    if (mappings.length === 0) return;
    const columns = [...new Set(mappings.flatMap((mapping) => [...mapping.columns]))];
    const { asOf, items } = await open(this.#source, read, columns);
    const told = this.#toldAt(read.name, asOf);
    const through = mappings.map(({ index, readRow }) => ({ readRow, origin: this.#origin(index, told) }));
    const number = this.#among.firstRead + this.#source.reads.findIndex(({ name }) => name === read.name);
    let nth = 0;
    this.#tell();
    for await (const item of items) {
      if (++this.#rows % ROWS_A_WORD === 0) this.#tell();
      if (item.kind === 'row') this.#through(through, { read: number, nth: nth++, row: item.row });
      else this.#taker.findings.add('quarantined', item.trouble.place, item.trouble.reason);
    }
    this.#tell();
  }

  #toldAt(read: string, asOf: Instant): Origin['asOf'] {
    if (isFileSource(this.#source)) return asOf;
    const moment = momentOf(this.#source.name, read);
    this.#among.moments.set(moment, asOf);
    return moment;
  }

  #origin(index: number, asOf: Origin['asOf']): Origin {
    const origin = { index, source: this.#source.name, asOf };
    this.origins.push(origin);
    return origin;
  }

  #through(mappings: readonly OpenMapping[], at: Omit<ReadThrough, 'entries'>): void {
    const { take, note, findings } = this.#taker;
    const { row } = at;
    const entries: MappedEntry[] = [];
    for (const { origin, readRow } of mappings) {
      const { entry, quarantined, flagged } = readRow(row);
      for (const { place, reason } of quarantined) findings.add('quarantined', place, reason);
      for (const { place, reason } of flagged) findings.add('flagged', place, reason);
      if (entry === null || entry === undefined) continue;
      this.#counts.set(entry.kind, (this.#counts.get(entry.kind) ?? 0) + 1);
      take({ entry, origin, place: row.place, row: this.#rows });
      entries.push({ mapping: origin.index, entry });
    }
    note?.({ ...at, entries });
  }

  #tell(): void {
    this.#taker.onProgress({ phase: 'reading', source: this.#source.name, rows: this.#rows });
  }
}
