/** One's own people and their absences, as an export has them. */
import type { WrittenId } from '../kit/http/usual.ts';
import { truthValue } from '../kit/typed-value.ts';
import type { Export } from './export-columns.ts';
import { dayFormat, has, idOfColumn, isAddress, isDay, isUnique, line, ours, PERSON } from './export-columns.ts';
import type { Ground } from './propose-account.ts';
import type { Proposal, WithEvidence } from './proposal.ts';
import type { SeenColumn } from './seen-column.ts';
import { isProse, share } from './seen-column.ts';

export function personEmail({ columns }: Export, ground: Ground): SeenColumn | undefined {
  return columns.find((seen) => isUnique(seen) && ours(ground)(seen) && !has(seen, 'manager', 'deputy'));
}

export function personPoints(what: Export, ground: Ground): number {
  const named = what.columns.filter(
    (seen) => isFirstName(seen) || isLastName(seen) || isTitle(seen) || has(seen, 'manager'),
  );
  return (personEmail(what, ground) ? 2 : 0) + Math.min(3, named.length);
}

function isFirstName(seen: SeenColumn): boolean {
  return has(seen, 'first', 'given') && has(seen, 'name');
}

function isLastName(seen: SeenColumn): boolean {
  return has(seen, 'last', 'family', 'sur') && has(seen, 'name');
}

function isTitle(seen: SeenColumn): boolean {
  return has(seen, 'title', 'position') && !isProse(seen);
}

const ZONE = /^[A-Z][A-Za-z_]+\/[A-Z][A-Za-z_/+-]+$/;

const LANGUAGES = /^[a-z]{2,3}(-[A-Za-z]{2,4})?([,;| ]+[a-z]{2,3}(-[A-Za-z]{2,4})?)*$/;

export function proposedPeople(what: Export, ground: Ground): Proposal {
  const { read: from, source, columns } = what;
  const email = personEmail(what, ground);
  const id = columns.find(
    (seen) => seen !== email && isUnique(seen) && has(seen, 'id', 'number', 'no') && !seen.cells.every(isAddress),
  );
  const ids = [
    ...(id === undefined ? [] : [idOfColumn(id, source)]),
    ...(email === undefined ? [] : [{ column: email.column, in: 'email' }]),
  ];
  if (ids.length === 0)
    return { records: [], notes: ['No column looks like the id or the address of one of your people.'] };
  const one = (is: (seen: SeenColumn) => boolean): SeenColumn | undefined =>
    columns.find((seen) => seen !== id && seen !== email && is(seen));
  const [first, last] = [one(isFirstName), one(isLastName)];
  const whole = one(
    (seen) =>
      has(seen, 'name') &&
      !has(seen, 'first', 'last', 'given', 'user', 'preferred', 'manager', 'company', 'team', 'department'),
  );
  const title = one(isTitle);
  const manager = one(
    (seen) => has(seen, 'manager', 'supervisor', 'reports') && (refersTo(seen, id) || refersTo(seen, email)),
  );
  const deputy = one(
    (seen) => has(seen, 'deputy', 'backup', 'substitute') && (refersTo(seen, id) || refersTo(seen, email)),
  );
  const zone = one((seen) => share(seen, (cell) => ZONE.test(cell)) >= 0.9);
  const languages = one(
    (seen) => has(seen, 'language', 'languages') && share(seen, (cell) => LANGUAGES.test(cell)) >= 0.9,
  );
  const active = one(
    (seen) => has(seen, 'active', 'enabled') && share(seen, (cell) => 'value' in truthValue(cell)) >= 0.95,
  );
  const referred = (seen: SeenColumn): WrittenId =>
    id !== undefined && refersTo(seen, id)
      ? { ...idOfColumn(id, source), column: seen.column }
      : { column: seen.column, in: 'email' };
  const lines = [
    ...(first !== undefined && last !== undefined
      ? [line('name', [first.column, last.column])]
      : whole === undefined
        ? []
        : [line('name', whole.column)]),
    ...(title === undefined ? [] : [line('title', title.column)]),
    ...(email === undefined ? [] : [line('email', email.column, 'holds addresses of your own people, each once')]),
    ...(active === undefined ? statusLine(one((seen) => has(seen, 'status'))) : [line('active', active.column)]),
    ...(zone === undefined ? [] : [line('timezone', zone.column, 'holds time zones')]),
    ...(languages === undefined
      ? []
      : [line('languages', { column: languages.column, transform: 'split_words' as const })]),
    ...(manager === undefined ? [] : [line('manager', referred(manager), 'holds ids of others of them')]),
    ...(deputy === undefined ? [] : [line('deputy', referred(deputy), 'holds ids of others of them')]),
  ];
  return {
    records: [{ kind: 'person', from, id: ids.length === 1 && ids[0] !== undefined ? ids[0] : ids, lines }],
    notes: [],
  };
}

/** Words that say for certain whether somebody is still there. Where one isn't known, nobody would be named by it. */
const STAYED = ['active', 'on leave', 'leave', 'employed', 'parental leave', 'probation', 'aktiv'];

const LEFT = [
  'inactive',
  'terminated',
  'left',
  'former',
  'deactivated',
  'resigned',
  'retired',
  'inaktiv',
  'ausgeschieden',
];

function statusLine(seen: SeenColumn | undefined): readonly WithEvidence[] {
  if (seen === undefined) return [];
  const words = [...seen.counts.keys()].map((word) => [word, word.toLowerCase()] as const);
  const known = words.filter(([, word]) => STAYED.includes(word) || LEFT.includes(word));
  if (known.length === 0 || known.length < words.length) return [];
  const values = Object.fromEntries(known.map(([word, small]) => [word, STAYED.includes(small)]));
  return [line('active', { column: seen.column, values }, `holds ${words.map(([word]) => word).join(', ')}`)];
}

function refersTo(seen: SeenColumn, ids: SeenColumn | undefined): boolean {
  return ids !== undefined && share(seen, (cell) => ids.counts.has(cell)) >= 0.8;
}

/** Accounts have beginnings and ends too. */
export function absencePoints(what: Export, isOfAccounts: boolean): number {
  const { start, end } = daysOf(what);
  const person = what.columns.some((seen) => has(seen, ...PERSON));
  return start && end && person && !isOfAccounts ? 5 : 0;
}

function daysOf({ columns }: Pick<Export, 'columns'>): {
  readonly start: SeenColumn | undefined;
  readonly end: SeenColumn | undefined;
} {
  const days = columns.filter((seen) => seen.cells.length > 0 && share(seen, isDay) >= 0.9);
  return {
    start: days.find((seen) => has(seen, 'from', 'start', 'begin', 'first')),
    end: days.find((seen) => has(seen, 'to', 'end', 'until', 'last')),
  };
}

export function proposedAbsences(what: Export, ground: Ground): Proposal {
  const { read: from, source, columns } = what;
  const { start, end } = daysOf(what);
  const person = columns.find(ours(ground)) ?? columns.find((seen) => has(seen, ...PERSON) && has(seen, 'id'));
  if (start === undefined || person === undefined)
    return { records: [], notes: ['No columns look like a person and a first day.'] };
  const dayValue = (seen: SeenColumn) => {
    const format = dayFormat(seen.cells);
    return format === undefined || format === null ? seen.column : { column: seen.column, format };
  };
  const who: WrittenId = ours(ground)(person) ? { column: person.column, in: 'email' } : idOfColumn(person, source);
  const lines = [
    line('person', who),
    line('start', dayValue(start)),
    ...(end === undefined ? [] : [line('end', dayValue(end))]),
    line('kind', { constant: 'on_leave' }),
  ];
  return { records: [{ kind: 'absence', from, lines }], notes: [] };
}
