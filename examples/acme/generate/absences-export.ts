/** `absences.csv`: who is, was and will be away, with deputies. ISO days, both included, but for the dirt. */
import { addDays } from '../../../src/base/day.ts';
import { BASE_DAY } from './account.ts';
import { canary } from './canary.ts';
import type { Company } from './company.ts';
import { DIRT } from './dirt.ts';
import type { Random } from './random.ts';
import { draws } from './random.ts';
import { standIn } from './staff.ts';
import type { Roster, Staff } from './staff.ts';
import type { Row } from './write-file.ts';

export const ABSENCE_COLUMNS = [
  'Employee ID',
  'Employee e-mail',
  'Type',
  'From',
  'To',
  'Deputy e-mail',
  'Note',
] as const;

/** What is wrong with an absence, if something is. */
export type AbsenceDirt = 'wrong_from' | 'wrong_to' | 'unknown_person' | null;

export type Absence = {
  readonly employeeId: string;
  readonly email: string;
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly deputy: string;
  readonly dirt: AbsenceDirt;
};

const MOST = 3;
const LONG_LEAVE = 0.03;
const TYPES = ['Annual leave', 'Annual leave', 'Annual leave', 'Sick leave', 'Study leave', 'Time off in lieu'];
const UNKNOWN_EMPLOYEE = 'E9';

/** On parental leave on the sample's day. HR says so too, in the person's status. */
export function awayForLong({ number, state }: Staff, seed: number): boolean {
  return state === 'eligible' && draws(seed, 'long leave')(number).chance(LONG_LEAVE);
}

/** By their first day. Nobody has two that begin and end alike. */
export function absences(company: Company): readonly Absence[] {
  const draw = draws(company.seed, 'absences');
  const all = company.roster.staff
    .filter(({ employeeId, state }) => employeeId !== null && state !== 'left')
    .flatMap((each) => absencesOf(each, company, draw(each.number)));
  return all.toSorted((a, b) => (a.from === b.from ? 0 : a.from < b.from ? -1 : 1));
}

function absencesOf(each: Staff, { seed, roster }: Company, random: Random): readonly Absence[] {
  const long = awayForLong(each, seed)
    ? [absence(each, 'Parental leave', -random.between(10, 90), random.between(100, 250), roster, random)]
    : [];
  // Four months apart, so that they don't overlap.
  const short = Array.from({ length: random.between(0, MOST) }, (_, at) => {
    const start = -120 + at * 120 + random.between(0, 100);
    return absence(each, random.pick(TYPES), start, random.between(0, 14), roster, random);
  });
  return [...long, ...short];
}

function absence(each: Staff, type: string, start: number, days: number, roster: Roster, random: Random): Absence {
  const deputy = standIn(each, roster, 0.8, random);
  const isUnknown = random.chance(DIRT.unknownAbsentee);
  const wrong = random.chance(0.5) ? 'wrong_from' : 'wrong_to';
  const isWrong = random.chance(DIRT.wrongAbsenceDate);
  return {
    employeeId: isUnknown ? `${UNKNOWN_EMPLOYEE}${each.employeeId?.slice(1)}` : (each.employeeId ?? ''),
    email: each.email ?? '',
    type,
    from: addDays(BASE_DAY, start),
    to: addDays(BASE_DAY, start + days),
    deputy: deputy?.email ?? '',
    dirt: isUnknown ? 'unknown_person' : isWrong ? wrong : null,
  };
}

export function* absenceRows(company: Company): Generator<Row<(typeof ABSENCE_COLUMNS)[number]>> {
  const draw = draws(company.seed, 'absence row');
  for (const [index, { dirt, ...said }] of absences(company).entries()) {
    const random = draw(index);
    yield {
      'Employee ID': said.employeeId,
      'Employee e-mail': said.email,
      Type: said.type,
      From: dirt === 'wrong_from' ? american(said.from) : said.from,
      To: dirt === 'wrong_to' ? american(said.to) : said.to,
      'Deputy e-mail': said.deputy,
      Note: `${canary('absences.Note', index)}: ${random.pick(company.names.phrases)}`,
    };
  }
}

function american(day: string): string {
  const [year = '', month = '', rest = ''] = day.split('-');
  return `${month}/${rest}/${year}`;
}
