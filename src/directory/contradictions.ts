/**
 * Rows of one list that have one id but say different things: an id given twice, or a row that nobody deleted. The upper
 * one counts; this says that there was a choice. Not for sources that disagree: precedence is for those.
 */
import type { PersonEntry } from '../sources/kit/entry.ts';
import type { SourcedId } from '../sources/kit/mapping.ts';
import type { Findings } from './findings.ts';
import type { StagedAccount } from './staged-account.ts';
import type { Sourced } from './trust.ts';
import { idKey } from './trust.ts';

type Described = Sourced<StagedAccount | PersonEntry>;

/** One for each id, where its rows first disagree. The entries of a list are in its order. */
export function flagContradictions(entries: readonly Described[], findings: Findings): void {
  const upper = new Map<string, { readonly first: Described; told: boolean }>();
  for (const sourced of entries) {
    const key = rowKey(sourced);
    const known = upper.get(key);
    if (known === undefined) upper.set(key, { first: sourced, told: false });
    else if (!known.told) {
      const fields = differences(known.first.entry, sourced.entry);
      known.told = fields.length > 0;
      if (known.told) findings.add('flagged', sourced.place, reasonOf(fields, known.first.place));
    }
  }
}

/** The same mapping, and the same of its first id. */
function rowKey({ origin, entry }: Described): string {
  const id = entry.kind === 'account' ? entry.firstId : entry.ids[0];
  return `${origin.index} ${id === undefined ? '' : idKey(id)}`;
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
