/**
 * Rows of one list that have one id but say different things: an id given twice, or a row that nobody deleted. The upper
 * one counts; this says that there was a choice. Not for sources that disagree: precedence is for those.
 */
import type { AccountEntry, PersonEntry } from '../sources/kit/entry.ts';
import type { SourcedId } from '../sources/kit/mapping.ts';
import type { RowTrouble } from '../sources/row.ts';
import type { Sourced } from './trust.ts';
import { idKey } from './trust.ts';

type Described = Sourced<AccountEntry | PersonEntry>;

/** One for each id, where its rows first disagree. */
export function contradictions(entries: readonly Described[]): readonly RowTrouble[] {
  const upper = new Map<string, Described>();
  const found = new Map<string, RowTrouble>();
  for (const sourced of entries) {
    const key = rowKey(sourced);
    const first = upper.get(key);
    if (first === undefined) upper.set(key, sourced);
    else if (!found.has(key)) {
      const fields = differences(first.entry, sourced.entry);
      if (fields.length > 0) found.set(key, { place: sourced.place, reason: reasonOf(fields, first.place) });
    }
  }
  return [...found.values()];
}

/** The same mapping, and the same of its first id. */
function rowKey({ source, mapping, entry }: Described): string {
  return [source, mapping, ...entry.ids.slice(0, 1).map(idKey)].join(' ');
}

function reasonOf(fields: readonly string[], place: string): string {
  return `Another row has this id but says something else (${fields.join(', ')}): ${place}. The upper row counts.`;
}

/** Fields for which both have a value, but another one. */
function differences(first: Described['entry'], second: Described['entry']): readonly string[] {
  const others = new Map(saidBy(second));
  return saidBy(first)
    .filter(([field, value]) => (others.get(field) ?? value) !== value)
    .map(([field]) => field);
}

/** What a row says of which there can be only one. Several rows may well give an account several owners or domains. */
function saidBy(entry: Described['entry']): readonly (readonly [field: string, value: string])[] {
  const said =
    entry.kind === 'account'
      ? { ...entry.facts, name: entry.name, parent: text(entry.parent) }
      : { ...entry.fields, manager: text(entry.manager), deputy: text(entry.deputy) };
  return Object.entries(said).flatMap(([field, value]) => (value === null ? [] : [[field, JSON.stringify(value)]]));
}

function text(id: SourcedId | null): string | null {
  return id === null ? null : idKey(id);
}
