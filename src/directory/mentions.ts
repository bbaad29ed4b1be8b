/**
 * What stays of a directory when somebody is erased: dossiers and people without the mentions of them. A reference to them
 * is taken out, and so is a value whose text holds one of their e-mail addresses or keys. Not for finding them by name.
 */
import type { Provenance, SourcedValue } from '../facts/types.ts';
import type { ErasedSubject } from './forget.ts';
import type { Absence, Assignment, Dossier, Person, PersonSources } from './records.ts';

export type Mentions = {
  readonly isPerson: (key: string | null) => boolean;
  readonly isAccount: (key: string | null) => boolean;
  /** Their addresses, however capitalized, and their keys in this text, as they are written there. */
  readonly foundIn: (text: string) => readonly string[];
  readonly areIn: (text: string) => boolean;
};

export function mentionsOf({ people, emails, accounts }: ErasedSubject): Mentions {
  // Who is known by e-mail only has it for a key.
  const [persons, companies] = [new Set([...people, ...emails.map((email) => `email:${email}`)]), new Set(accounts)];
  const pattern = wholeWords(emails, [...persons, ...companies]);
  const foundIn = (text: string): readonly string[] => text.match(pattern) ?? [];
  return {
    isPerson: (key) => key !== null && persons.has(key),
    isAccount: (key) => key !== null && companies.has(key),
    foundIn,
    areIn: (text) => foundIn(text).length > 0,
  };
}

/** The dossier of an account that stays, without the mentions in it. */
export function dossierWithout(mentions: Mentions, dossier: Dossier): Dossier {
  const { account, name, parent } = dossier;
  const { facts, assignments } = withoutInherited(mentions, dossier);
  const stays = ([, { value }]: readonly [string, SourcedValue]): boolean => !isIn(mentions, value);
  return {
    ...dossier,
    name: mentions.areIn(name) ? account : name,
    parent: mentions.isAccount(parent) ? null : parent,
    facts: Object.fromEntries(
      Object.entries(facts)
        .filter(stays)
        .map(([fact, sourced]) => [fact, factWithout(mentions, sourced)]),
    ),
    assignments: assignments
      .filter(({ person }) => !mentions.isPerson(person))
      .map((assignment) => assignmentWithout(mentions, assignment)),
  };
}

/** What was said of an erased account goes with it; what the account says itself comes back in its place. */
function withoutInherited(
  { isAccount }: Mentions,
  { facts, assignments }: Dossier,
): Pick<Dossier, 'facts' | 'assignments'> {
  const isLent = ({ inheritedFrom }: Provenance): boolean => isAccount(inheritedFrom ?? null);
  const left = Object.entries(facts).flatMap(([fact, { conflicts = [], ...believed }]) => {
    const [value, ...others] = [believed, ...conflicts].filter((each) => !isLent(each));
    if (value === undefined) return [];
    return [[fact, others.length === 0 ? value : { ...value, conflicts: others }] as const];
  });
  return { facts: Object.fromEntries(left), assignments: assignments.filter(({ source }) => !isLent(source)) };
}

function factWithout(mentions: Mentions, { conflicts, ...fact }: SourcedValue): SourcedValue {
  const others = conflicts?.filter(({ value }) => !isIn(mentions, value)).map((other) => untold(mentions, other));
  return { ...untold(mentions, fact), ...(others === undefined || others.length === 0 ? {} : { conflicts: others }) };
}

function assignmentWithout(mentions: Mentions, { conflicts, ...assignment }: Assignment): Assignment {
  const others = conflicts?.filter(({ person }) => !mentions.isPerson(person)).map((other) => untold(mentions, other));
  const source = untold(mentions, assignment.source);
  return { ...assignment, source, ...(others === undefined || others.length === 0 ? {} : { conflicts: others }) };
}

/** Somebody who stays, without the mentions in what is known of them. */
export function personWithout(mentions: Mentions, person: Person): Person {
  const reference = (key: string | null): string | null => (mentions.isPerson(key) ? null : key);
  const text = (each: string | null): string | null => (each !== null && mentions.areIn(each) ? null : each);
  return {
    ...person,
    name: text(person.name) ?? person.key,
    title: text(person.title),
    manager: reference(person.manager),
    deputy: reference(person.deputy),
    calendar: text(person.calendar),
    bookingLink: text(person.bookingLink),
    headshotUrl: text(person.headshotUrl),
    region: text(person.region),
    absences: person.absences.map((absence): Absence => {
      return { ...absence, deputy: reference(absence.deputy), source: untold(mentions, absence.source) };
    }),
    sourced: sourcesWithout(mentions, person.sourced),
  };
}

function sourcesWithout(mentions: Mentions, { rows, conflicts }: PersonSources): PersonSources {
  return {
    rows: rows.map((row) => untold(mentions, row)),
    conflicts: conflicts
      .filter(({ value }) => ![value].flat().some((each) => isIn(mentions, each)))
      .map((conflict) => untold(mentions, conflict)),
  };
}

function isIn(mentions: Mentions, value: unknown): boolean {
  return typeof value === 'string' && mentions.areIn(value);
}

/** Where it comes from, without a place that names them. */
function untold<Told extends Provenance>(mentions: Mentions, told: Told): Told {
  return mentions.areIn(told.record) ? { ...told, record: '' } : told;
}

/** `kim@kirk.example` is neither in `joakim@kirk.example` nor in `kim@kirk.example.org`. */
function wholeWords(emails: readonly string[], keys: readonly string[]): RegExp {
  const [anyCase, exact] = [emails, keys].map((texts) => texts.filter((text) => text !== '').map(escaped));
  const words = [...(anyCase ?? []).map((word) => `(?i:${word})`), ...(exact ?? [])];
  if (words.length === 0) return /(?!)/gu;
  const [before, after] = ['(?<![\\p{L}\\p{N}._%+\\-])', '(?![\\p{L}\\p{N}_\\-]|\\.[\\p{L}\\p{N}])'];
  return new RegExp(`${before}(?:${words.join('|')})${after}`, 'gu');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}
