/** What is remembered of a row that was merged: what it names, and what it says of people. */
import type { Entry } from '../sources/kit/entry.ts';
import type { Naming, NotedRow, Saying } from '../store/merge-notes.ts';
import { NAMES } from '../store/merge-notes.ts';
import type { MappedEntry } from './read-entries.ts';
import { idKey } from './trust.ts';

type Name = readonly [how: Naming, what: string];

/** Each name once. */
export function notedRow(entries: readonly MappedEntry[]): NotedRow {
  const names = new Map(entries.flatMap(({ entry }) => namesIn(entry)).map((name) => [name.join(' '), name]));
  return { names: [...names.values()], sayings: entries.flatMap(sayingIn) };
}

function namesIn(entry: Entry): readonly Name[] {
  switch (entry.kind) {
    case 'account':
      return [
        ...entry.ids.map((id): Name => [NAMES.account, idKey(id)]),
        ...(entry.parent === null ? [] : [[NAMES.parent, idKey(entry.parent)] as const]),
        ...entry.domains.map((domain): Name => [NAMES.domain, domain]),
        ...entry.assignments.map(({ person }): Name => [NAMES.holder, idKey(person)]),
      ];
    case 'contact':
      return [
        [NAMES.contactOf, idKey(entry.account)],
        [NAMES.contactDomain, domainOf(entry.email)],
      ];
    case 'person':
    case 'absence':
      return [];
  }
}

function domainOf(email: string): string {
  return email.slice(email.indexOf('@') + 1);
}

function sayingIn({ mapping, entry }: MappedEntry): readonly Saying[] {
  return entry.kind === 'person' || entry.kind === 'absence' ? [{ mapping, text: JSON.stringify(entry) }] : [];
}

export function areSameSayings(one: NotedRow | null, other: NotedRow | null): boolean {
  return JSON.stringify(one?.sayings ?? []) === JSON.stringify(other?.sayings ?? []);
}
