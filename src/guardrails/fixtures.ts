/** Small builders of directory and guardrail values for tests: everything said that matters, the rest plain. */
import type { Day } from '../base/clock.ts';
import type { Absence, Assignment, Person } from '../directory/records.ts';
import { rosterOf } from '../directory/records.ts';
import type { HouseRules } from './house.ts';
import { houseOf } from './house.ts';
import { parseChain } from './chain.ts';
import type { Situation } from './situation.ts';
import type { CandidateVerdict, Contact } from './reached.ts';
import type { ChainLink } from './table.ts';
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
    sourced: { rows: [], conflicts: [] },
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

/** Links of a chain as written in one line: `role:CSM, backup`. Throws where it can't be read. */
export function chain(written: string): readonly ChainLink[] {
  const { links, problems } = parseChain(written === '' ? [] : written.split(', '));
  if (problems[0] !== undefined) throw new Error(problems[0].message);
  return links;
}

/** Approves addresses at acme.example and links below https://calendly.com/acme-. */
const APPROVER = {
  email: (text: string | null) => (text?.endsWith('@acme.example') === true ? text : undefined),
  link: (text: string | null) => (text?.startsWith('https://calendly.com/acme-') === true ? text : undefined),
};

export type Setting = Partial<Omit<Situation, 'roster' | 'house' | 'atMs'>> & {
  /** Monday, 2026-11-23, eleven in Berlin unless said. */
  readonly at?: string;
  readonly people?: readonly Person[];
  readonly teams?: readonly Team[];
  readonly rules?: Partial<HouseRules>;
};

/** A house with the fallback `front-desk` and working hours in Berlin, and an account `crm:1` in it. */
export function situation({
  at = '2026-11-23T10:00:00Z',
  people = [],
  teams = [],
  rules = {},
  ...also
}: Setting = {}): Situation {
  const known = [team('front-desk'), ...teams];
  const house: HouseRules = {
    timezone: 'Europe/Berlin',
    teams: new Map(known.map((one) => [one.id, one])),
    calendars: new Map([['office', calendar()]]),
    defaultCalendar: 'office',
    handBack: 'first_working_day',
    fallback: { team: 'front-desk' },
    ...rules,
  };
  return {
    atMs: Date.parse(at),
    account: 'crm:1',
    assignments: [],
    roster: rosterOf(people),
    house: houseOf(house, APPROVER),
    hide: [],
    skipClosed: false,
    nextOpening: false,
    remembered: null,
    wanted: null,
    teamsOnly: false,
    ...also,
  };
}

export function nameOf(contact: Contact): string {
  return contact.kind === 'person' ? contact.person.key : contact.team.id;
}

/** `0 ann@desk chosen of 3` */
export function verdictText({
  link,
  person: key,
  team: id,
  verdict,
  among,
  how,
  lacks = [],
}: CandidateVerdict): string {
  const who = key === null ? (id ?? '-') : id === null ? key : `${key}@${id}`;
  const also = [
    among === undefined ? '' : ` of ${among}`,
    how === undefined ? '' : ` ${how}`,
    ...lacks.map((skill) => ` -${skill}`),
  ];
  return `${link} ${who} ${verdict}${also.join('')}`;
}
