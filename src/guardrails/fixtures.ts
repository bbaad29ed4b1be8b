/** Small builders of directory and guardrail values for tests: everything said that matters, the rest plain. */
import type { Day } from '../base/clock.ts';
import type { Absence, Assignment, Person } from '../directory/records.ts';
import type { Calendar, Opening, Team, Weekday } from './teams.ts';

const SOURCE = { source: 'test', record: 'test:1', asOf: '2026-11-23T00:00:00Z' };

/** An active human who works at the company; `e-mail` and name follow the key unless said. */
export function person(key: string, also: Partial<Person> = {}): Person {
  return {
    key,
    kind: 'human',
    active: true,
    name: key,
    title: null,
    email: `${key}@acme.example`,
    roles: [],
    manager: null,
    deputy: null,
    calendar: null,
    timezone: null,
    bookingLink: null,
    headshotUrl: null,
    languages: [],
    region: null,
    weight: 1,
    openLoad: null,
    absences: [],
    asOf: SOURCE.asOf,
    ...also,
  };
}

export function absence(from: Day, to: Day | null, also: Partial<Absence> = {}): Absence {
  return { kind: 'on_leave', from, to, deputy: null, source: SOURCE, ...also };
}

export function assignment(role: string, holder: string, also: Partial<Assignment> = {}): Assignment {
  return { role, person: holder, primary: false, since: null, source: SOURCE, ...also };
}

/** A team that is always open and answers with its own card. */
export function team(id: string, also: Partial<Team> = {}): Team {
  const plain = { id, name: id, title: null, email: `${id}@acme.example`, bookingLink: null } as const;
  return { ...plain, hours: 'always', strategy: 'card', members: {}, ...also };
}

type WrittenWeek = Partial<Record<Weekday, string>>;

const WORKING_WEEK: WrittenWeek = {
  mon: '09:00-17:00',
  tue: '09:00-17:00',
  wed: '09:00-17:00',
  thu: '09:00-17:00',
  fri: '09:00-17:00',
};

/** Monday to Friday, nine to five in Berlin, without holidays; openings are written `09:00-12:00 13:00-17:00`. */
export function calendar(also: Partial<Omit<Calendar, 'week'>> & { readonly week?: WrittenWeek } = {}): Calendar {
  const { week = WORKING_WEEK, ...rest } = also;
  return { timezone: 'Europe/Berlin', holidays: null, closed: [], ...rest, week: openingsOf(week) };
}

function openingsOf(week: WrittenWeek): Calendar['week'] {
  const on = (day: Weekday): Opening[] =>
    (week[day] ?? '')
      .split(' ')
      .flatMap((span) => (span === '' ? [] : [{ from: span.slice(0, 5), to: span.slice(6) }]));
  return {
    mon: on('mon'),
    tue: on('tue'),
    wed: on('wed'),
    thu: on('thu'),
    fri: on('fri'),
    sat: on('sat'),
    sun: on('sun'),
  };
}
