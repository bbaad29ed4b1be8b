/** Reads every source through its mappings. Knows nothing of merging: each entry still stands alone. */
import type { RowTrouble, SourceRow } from '../sources/row.ts';
import type { FileRead, SourceDeclaration } from '../sources/declaration.ts';
import { readFileRows } from '../sources/file/read-file.ts';
import type { MappingContext } from '../sources/kit/record-parts.ts';
import type { ReadRow } from '../sources/kit/records.ts';
import { columnsOf, recordReader } from '../sources/kit/records.ts';
import type { AbsenceEntry, AccountEntry, ContactEntry, Entry, PersonEntry } from '../sources/kit/entry.ts';
import type { SourceCount } from './import-report.ts';
import type { Sourced } from './trust.ts';

export type Entries = {
  readonly accounts: readonly Sourced<AccountEntry>[];
  readonly people: readonly Sourced<PersonEntry>[];
  readonly contacts: readonly Sourced<ContactEntry>[];
  readonly absences: readonly Sourced<AbsenceEntry>[];
  readonly counts: readonly SourceCount[];
  readonly quarantined: readonly RowTrouble[];
  readonly flagged: readonly RowTrouble[];
};

type CompiledMapping = { readonly index: number; readonly columns: ReadonlySet<string>; readonly read: ReadRow };

/** @throws Failure when a source can't be read, or a mapping can't be compiled */
export async function readEntries(
  folder: string,
  sources: readonly SourceDeclaration[],
  context: MappingContext,
): Promise<Entries> {
  const collected = new Collected();
  for (const source of sources) {
    let row = 0;
    for (const read of source.reads) row = await readInto(collected, folder, source, read, row, context);
  }
  return collected;
}

/** Gives the number of the next row of the source. */
async function readInto(
  collected: Collected,
  folder: string,
  source: SourceDeclaration,
  read: FileRead,
  firstRow: number,
  context: MappingContext,
): Promise<number> {
  const mappings = compiledMappings(source, read, context);
  if (mappings.length === 0) return firstRow;
  const columns = [...new Set(mappings.flatMap((mapping) => [...mapping.columns]))];
  const { asOf, items } = await readFileRows(folder, read, columns);
  let number = firstRow;
  for await (const item of items) {
    number++;
    if (item.kind === 'trouble') collected.quarantined.push(item.trouble);
    else for (const mapping of mappings) collected.take(mapping, item.row, { source: source.name, asOf, row: number });
  }
  return number;
}

function compiledMappings(
  source: SourceDeclaration,
  read: FileRead,
  context: MappingContext,
): readonly CompiledMapping[] {
  return source.mappings.flatMap((mapping, index) =>
    mapping.from === read.name ? [{ index, columns: columnsOf(mapping), read: recordReader(mapping, context) }] : [],
  );
}

type Origin = { readonly source: string; readonly asOf: string; readonly row: number };

class Collected implements Entries {
  readonly accounts: Sourced<AccountEntry>[] = [];
  readonly people: Sourced<PersonEntry>[] = [];
  readonly contacts: Sourced<ContactEntry>[] = [];
  readonly absences: Sourced<AbsenceEntry>[] = [];
  readonly quarantined: RowTrouble[] = [];
  readonly flagged: RowTrouble[] = [];
  readonly #counts = new Map<string, { source: string; kind: Entry['kind']; rows: number }>();

  get counts(): readonly SourceCount[] {
    return [...this.#counts.values()];
  }

  take({ index, read }: CompiledMapping, row: SourceRow, origin: Origin): void {
    const { entry, quarantined, flagged } = read(row);
    this.quarantined.push(...quarantined);
    this.flagged.push(...flagged);
    if (entry === null || entry === undefined) return;
    this.#count(origin.source, entry.kind);
    this.#keep(entry, { ...origin, place: row.place, mapping: index });
  }

  #keep(entry: Entry, at: Omit<Sourced, 'entry'>): void {
    switch (entry.kind) {
      case 'account':
        this.accounts.push({ entry, ...at });
        break;
      case 'person':
        this.people.push({ entry, ...at });
        break;
      case 'contact':
        this.contacts.push({ entry, ...at });
        break;
      case 'absence':
        this.absences.push({ entry, ...at });
        break;
    }
  }

  #count(source: string, kind: Entry['kind']): void {
    const key = `${source} ${kind}`;
    const count = this.#counts.get(key) ?? { source, kind, rows: 0 };
    count.rows++;
    this.#counts.set(key, count);
  }
}
