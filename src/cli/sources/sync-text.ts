/** How asking systems went, for people: a line for each read, and what to do where it failed. */
import type { ReadOutcome } from '../../sources/sync/sync-sources.ts';
import type { CopyChanges } from '../../store/copies.ts';
import type { Drift, ValueKind } from '../../store/sync-notes.ts';
import { counted } from '../terminal/counted.ts';
import { count } from '../terminal/progress-line.ts';

export function syncLines(outcomes: readonly ReadOutcome[]): readonly string[] {
  return outcomes.flatMap((one) => [`${one.source}.${one.read}: ${saidOf(one)}`, ...driftOf(one)]);
}

function saidOf(one: ReadOutcome): string {
  switch (one.outcome) {
    case 'not_due':
      return 'not due yet.';
    case 'busy':
      return 'not asked: another process syncs this source just now. Sync again when that is done.';
    case 'failed':
      return `failed. ${one.message} ${mendFor(one.kind)}`.trimEnd();
    case 'synced': {
      const read =
        one.kind === 'full' ? `read all ${counted(one.rows, 'record')}` : `read ${counted(one.rows, 'changed record')}`;
      return `${read}; ${changesText(one.changes)}.`;
    }
  }
}

function changesText({ added, changed, dropped }: CopyChanges): string {
  const parts = [
    [added, 'new'],
    [changed, 'changed'],
    [dropped, 'gone'],
  ] as const;
  const told = parts.filter(([number]) => number > 0).map(([number, word]) => `${count(number)} ${word}`);
  return told.length === 0 ? 'nothing changed' : told.join(', ');
}

function driftOf(one: ReadOutcome): readonly string[] {
  if (one.outcome !== 'synced') return [];
  const nameless = one.nameless > 0 ? [`  Left out for want of an id: ${counted(one.nameless, 'record')}.`] : [];
  return [
    ...one.drift.map((each) => `  ${driftText(each)}`),
    ...nameless,
    ...(one.passedOver > 0
      ? [
          `  Nothing is told of ${count(one.passedOver)} of those who were asked for. Look whether the credentials may see them.`,
        ]
      : []),
    ...(one.strayLinks > 0
      ? [`  Left out, for it leads elsewhere than the connector allows: ${counted(one.strayLinks, 'link')}.`]
      : []),
  ];
}

/** What has become of a column, and what to look at. */
export function driftText(drift: Drift): string {
  const column = `\`${drift.column}\``;
  switch (drift.is) {
    case 'gone':
      return `No record has a value for ${column} any more. Look whether the field was renamed, or the right to read it taken away.`;
    case 'an object':
      return `${column} holds an object. Name a field inside it.`;
    case 'another type':
      return `${column} held ${kindsText(drift.was)} and now holds ${kindsText(drift.now)}. Look whether the mapping still fits.`;
  }
}

const KIND_WORDS: Readonly<Record<ValueKind, string>> = {
  text: 'words',
  number: 'numbers',
  digits: 'numbers written as text',
  day: 'dates',
  boolean: 'yes or no',
  list: 'lists',
};

function kindsText(kinds: readonly ValueKind[]): string {
  return kinds.map((kind) => KIND_WORDS[kind]).join(' or ');
}

const AGAIN = 'A server that runs tries again by itself, later and later; else sync again after a while.';
const AS_BEFORE = 'What was read before stays.';

/** What to do about a failure of this kind; empty where its message says it. */
export function mendFor(kind: string): string {
  return MENDS[kind] ?? '';
}

const MENDS: Readonly<Record<string, string>> = {
  auth: `Renew the credentials. ${AS_BEFORE}`,
  forbidden: `Give them the rights that the source's guide lists. ${AS_BEFORE}`,
  limit: `${AGAIN} ${AS_BEFORE}`,
  transient: `${AGAIN} ${AS_BEFORE}`,
  contract: `Look whether the system has changed. ${AS_BEFORE}`,
  defect: `That is a fault of this program: please report it. ${AS_BEFORE}`,
  rejected: `Look whether the fields that the mapping names are there. ${AS_BEFORE}`,
};
