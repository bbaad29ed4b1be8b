/**
 * Everything in which two releases differ, as sentences that a CX leader reads. Complete: two contents with other hashes
 * differ in at least one. Pure.
 */
import type { ReasonWording } from '../../card/contract.ts';
import type { ReleaseContent } from '../release.ts';
import { releaseContent } from '../release.ts';
import type { Workspace } from '../workspace.ts';
import type { Area, ReleaseChange } from './change.ts';
import { AREAS } from './change.ts';
import type { Difference } from './differences.ts';
import { differences, isSame } from './differences.ts';
import { rowChanges } from './row-changes.ts';
import { contrasted, keyWord, quoted, short, valueWords } from './words.ts';

export function releaseChanges(from: Workspace, to: Workspace): readonly ReleaseChange[] {
  const [before, after] = [releaseContent(from), releaseContent(to)];
  const changes = (Object.keys(TOLD) as (keyof ReleaseContent)[]).flatMap((part) => TOLD[part](before, after));
  return AREAS.flatMap((area) => changes.filter((change) => change.area === area));
}

type Tell = (from: ReleaseContent, to: ReleaseContent) => readonly ReleaseChange[];

/** Every part of a release has its words: one that is added without doesn't compile. */
const TOLD: Readonly<Record<keyof ReleaseContent, Tell>> = {
  format: (from, to) => single('company', 'The form of releases', from.format, to.format),
  tenant: (from, to) => single('company', 'The tenant', from.tenant, to.tenant),
  company: (from, to) => single('company', 'The company’s name', from.company, to.company),
  timezone: (from, to) => single('company', 'The time zone of “today”', from.timezone, to.timezone),
  defaultLanguage: (from, to) =>
    single('company', 'The language of every wording', from.defaultLanguage, to.defaultLanguage),
  defaultCalendar: (from, to) =>
    single('calendars', 'The calendar of whoever has none', from.defaultCalendar, to.defaultCalendar),
  handBack: (from, to) => single('calendars', 'The day on which whoever was away is back', from.handBack, to.handBack),
  inheritance: (from, to) => inside('facts', null, 'What a subsidiary inherits', from.inheritance, to.inheritance),
  sampleDay: (from, to) => single('company', 'The day of the sample’s data', from.sampleDay, to.sampleDay),
  fallback: (from, to) => inside('fallback', null, 'The fallback', from.fallback, to.fallback),
  escalation: (from, to) => rowChanges('escalation', from.escalation.rules, to.escalation.rules),
  health: (from, to) => rowChanges('health', from.health.rules, to.health.rules),
  reasons: (from, to) => named('reasons', from.reasons, to.reasons, reasonWords),
  teams: (from, to) => named('teams', from.teams, to.teams, plainly('Team')),
  calendars: (from, to) => named('calendars', from.calendars, to.calendars, plainly('Calendar')),
  approved: (from, to) => inside('approved', null, 'Approved', from.approved, to.approved),
  topics: (from, to) => inside('topics', null, 'Topics', from.topics, to.topics),
  facts: (from, to) => [
    ...named('facts', byName(from.facts), byName(to.facts), plainly('Fact')),
    ...reordered('facts', 'Facts', from.facts, to.facts),
  ],
  precedence: (from, to) => named('precedence', from.precedence, to.precedence, plainly('Who is believed about')),
  services: (from, to) => named('service', byName(from.services ?? []), byName(to.services ?? []), plainly('Service')),
  service: (from, to) => inside('service', null, 'What agents see', from.service, to.service),
  sources: (from, to) => [
    ...named('sources', byName(from.sources), byName(to.sources), plainly('Source')),
    ...reordered('sources', 'Sources', from.sources, to.sources),
  ],
};

function single(area: Area, what: string, from: unknown, to: unknown): readonly ReleaseChange[] {
  if (isSame(from, to)) return [];
  const [before, after] = contrasted(from, to, (value, put) => put(value));
  return [{ area, subject: null, kind: 'changed', text: `${what} was ${before}, is now ${after}.` }];
}

/** How one entry of a part is told: in full, and in what it changed. */
type EntryWords<Entry> = {
  readonly called: (name: string) => string;
  readonly whole: (entry: Entry) => string;
  readonly changed: (name: string, from: Entry, to: Entry) => readonly string[];
};

function named<Entry>(
  area: Area,
  from: Readonly<Record<string, Entry>>,
  to: Readonly<Record<string, Entry>>,
  { called, whole, changed }: EntryWords<Entry>,
): readonly ReleaseChange[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return names.flatMap((name): ReleaseChange[] => {
    const [old, now] = [from[name], to[name]];
    const [subject, what] = [name, called(name)];
    if (old === undefined)
      return now === undefined ? [] : [{ area, subject, kind: 'added', text: `${what} is new: ${whole(now)}.` }];
    if (now === undefined)
      return [{ area, subject, kind: 'removed', text: `${what} is gone. It said: ${whole(old)}.` }];
    return changed(name, old, now).map((text) => ({ area, subject, kind: 'changed', text }));
  });
}

function plainly(noun: string): EntryWords<unknown> {
  const called = (name: string): string => `${noun} ${name}`;
  return {
    called,
    whole: valueWords,
    changed: (name, from, to) => differences(from, to).map((difference) => sentence(called(name), difference)),
  };
}

const reasonWords: EntryWords<ReasonWording> = {
  called: (code) => `Reason ${code}`,
  whole: (wording) =>
    short(
      Object.entries(wording)
        .map(([language, text]) => `${quoted(text)} (${language})`)
        .join(', '),
    ),
  changed: (code, from, to) =>
    [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((language) => {
      const [old, now] = [from[language], to[language]];
      if (old === now) return [];
      const what = `Reason ${code} in ${languageWords(language)}`;
      if (old === undefined) return [`${what} is new: ${quoted(now ?? '')}.`];
      if (now === undefined) return [`${what} is gone: ${quoted(old)}.`];
      const [before, after] = contrasted(old, now, (text, put) => put(text));
      return [`${what} was “${before}”, is now “${after}”.`];
    }),
};

function languageWords(tag: string): string {
  const name = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(tag);
  return name === undefined ? tag : `${name} (${tag})`;
}

function inside(area: Area, subject: string | null, what: string, from: unknown, to: unknown) {
  return differences(from, to).map((difference): ReleaseChange => ({
    area,
    subject,
    kind: 'changed',
    text: sentence(what, difference),
  }));
}

/** Of lists of words what came and went is said, not both lists. */
function sentence(what: string, { path, from, to, what: kind }: Difference): string {
  const whose = [what, ...path.map(keyWord)].join(' › ');
  if (kind === 'order') return `${short(whose)} stand in another order now: ${valueWords(to)}.`;
  if (!isWordList(from) || !isWordList(to)) {
    if (from === undefined || from === null) return `${short(whose)} is new: ${valueWords(to)}.`;
    if (to === undefined || to === null) return `${short(whose)} is gone; it was ${valueWords(from)}.`;
    const [before, after] = contrasted(from, to, (value, put) => put(value));
    return `${short(whose)} was ${before}, is now ${after}.`;
  }
  const [came, went] = [to.filter((word) => !from.includes(word)), from.filter((word) => !to.includes(word))];
  if (came.length + went.length === 0) return `${short(whose)} stand in another order now: ${valueWords(to)}.`;
  const parts = [
    ...(came.length === 0 ? [] : [`new: ${came.join(', ')}`]),
    ...(went.length === 0 ? [] : [`gone: ${went.join(', ')}`]),
  ];
  return `${short(whose)}: ${short(parts.join('; '))}.`;
}

function isWordList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function byName<Entry extends { readonly name: string }>(entries: readonly Entry[]): Readonly<Record<string, Entry>> {
  return Object.fromEntries(entries.map((entry) => [entry.name, entry]));
}

function reordered(
  area: Area,
  what: string,
  from: readonly { readonly name: string }[],
  to: readonly { readonly name: string }[],
): readonly ReleaseChange[] {
  const [before, after] = [from, to].map((list) => list.map(({ name }) => name));
  const common = (names: readonly string[] = [], others: readonly string[] = []) =>
    names.filter((name) => others.includes(name));
  if (isSame(common(before, after), common(after, before))) return [];
  return [{ area, subject: null, kind: 'moved', text: `${what} stand in another order, which decides nothing.` }];
}
