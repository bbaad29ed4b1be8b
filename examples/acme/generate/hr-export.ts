/**
 * `hr_employees.csv`: the leaders as the small sample has them, and everybody of the staff whom HR knows. Semicolons, a
 * byte-order mark, days as DD.MM.YYYY. Salaries, birth dates and notes are made up, and are there to be missed.
 */
import { addDays } from '../../../src/base/day.ts';
import { BASE_DAY } from './account.ts';
import { awayForLong } from './absences-export.ts';
import { canary } from './canary.ts';
import type { Company } from './company.ts';
import { typedCase } from './contacts.ts';
import { DIRT } from './dirt.ts';
import type { Random } from './random.ts';
import { draws } from './random.ts';
import { LEADER_OF, standIn, TITLES, TOP } from './staff.ts';
import type { Roster, Staff, StaffRole } from './staff.ts';
import type { Row } from './write-file.ts';

export const HR_COLUMNS = [
  ...(['Employee ID', 'First name', 'Last name', 'Preferred name', 'Work email', 'Job title', 'Department'] as const),
  ...(['Team', 'Manager', 'Deputy', 'Status', 'Start date', 'Termination date', 'Site', 'Time zone'] as const),
  ...(['Working hours', 'Holiday calendar', 'Spoken languages', 'Annual salary', 'Birth date'] as const),
  ...(['Private phone', 'Home address', 'Performance note'] as const),
] as const;
type HrRow = Row<(typeof HR_COLUMNS)[number]>;

/** What became of the rows of HR, for the truth. */
export type HrCopies = { readonly duplicate: number; readonly contradicting: number };

/** Of the staff, those whom HR has; queues and bots are not among them. */
type Employee = Staff & { readonly employeeId: string; readonly role: StaffRole };

const DEPARTMENTS: Readonly<Record<StaffRole, string>> = {
  CSM: 'Customer',
  'Scaled CSM': 'Customer',
  Onboarding: 'Customer',
  AE: 'Revenue',
  Renewals: 'Revenue',
  'Partner Manager': 'Revenue',
};

export function employees({ staff }: Roster): readonly Employee[] {
  return staff.filter((each): each is Employee => each.employeeId !== null && each.role !== null);
}

/** Every nth one is there twice, or twice and different: as many as the rate says, and at least one of each. */
export function hrCopies(company: Company): HrCopies {
  const { duplicate, contradicting } = copied(employees(company.roster));
  return { duplicate: duplicate.length, contradicting: contradicting.length };
}

export function* hrRows(company: Company): Generator<HrRow> {
  const draw = draws(company.seed, 'hr');
  const all = employees(company.roster);
  const copies = copied(all);
  const rowOf = (each: Employee): HrRow => hrRow(each, company, draw(each.number));
  for (const leader of company.roster.leaders) yield leader as HrRow;
  for (const each of all) yield rowOf(each);
  for (const each of copies.duplicate) yield rowOf(each);
  for (const each of copies.contradicting) yield promoted(rowOf(each));
}

/** Copies are of Success Managers who work here, so that no title stands for another role. */
function copied(all: readonly Employee[]) {
  const those = all.filter(({ role, state }) => role === 'CSM' && state === 'eligible');
  const count = (share: number) => Math.min(Math.max(1, Math.round(all.length * share)), Math.floor(those.length / 2));
  const duplicates = count(DIRT.duplicateEmployee);
  return {
    duplicate: those.slice(0, duplicates),
    contradicting: those.slice(duplicates, duplicates + count(DIRT.contradictingEmployee)),
  };
}

/** The row before or after a promotion. */
function promoted(row: HrRow): HrRow {
  const [junior, senior] = TITLES.CSM;
  return { ...row, 'Job title': row['Job title'] === senior ? junior : senior };
}

function hrRow(each: Employee, company: Company, random: Random): HrRow {
  const { name, site, role, state } = each;
  const hasLeft = state === 'left';
  return {
    'Employee ID': each.employeeId,
    'First name': name.first,
    'Last name': name.last,
    'Preferred name': preferredName(each, random),
    'Work email': typedCase(each.email ?? '', random),
    'Job title': random.pick(TITLES[role]),
    Department: DEPARTMENTS[role],
    Team: `${role} ${site.region}`,
    ...superiors(each, company.roster, random),
    Status: hasLeft ? 'Terminated' : awayForLong(each, company.seed) ? 'On leave' : 'Active',
    'Start date': germanDay(addDays(BASE_DAY, -random.between(600, 3000))),
    'Termination date': hasLeft ? germanDay(addDays(BASE_DAY, -random.between(10, 500))) : '',
    Site: site.site,
    'Time zone': site.timezone,
    'Working hours': random.chance(0.8) ? (site.hours[0] ?? '') : random.pick(site.hours),
    'Holiday calendar': site.calendar,
    'Spoken languages': site.languages.join(', '),
    ...privateCells(each, company, random),
  };
}

/** The manager is the region's director, in sales the top. */
function superiors(each: Employee, roster: Roster, random: Random) {
  const isSales = DEPARTMENTS[each.role] === 'Revenue';
  return {
    Manager: isSales ? TOP : LEADER_OF[each.site.region],
    Deputy: standIn(each, roster, 0.9, random)?.employeeId ?? '',
  };
}

/** Blank for most; in the order of their language, or shorter, for others. */
function preferredName({ name }: Employee, random: Random): string {
  if (!/\p{Script=Latin}/u.test(name.full)) return name.full;
  return random.chance(0.05) ? `${Array.from(name.first).slice(0, 3).join('')} ${name.last}` : '';
}

function privateCells({ site, number }: Employee, { names }: Company, random: Random) {
  const cents = random.pick(['11', '13', '35', '57', '79', '91', '99']);
  return {
    'Annual salary': `${random.between(38, 190)}1${random.pick(['13', '35', '57', '79', '91'])}.${cents}`,
    'Birth date': germanDay(addDays('1995-06-15', -random.between(0, 10_000))),
    'Private phone': `${site.phone}${String(random.between(0, 99)).padStart(2, '0')}`,
    'Home address': `${random.pick(names.streets)} (${canary('hr.Home address', number)})`,
    'Performance note': `${canary('hr.Performance note', number)}: Asked to ${random.pick(names.phrases)}`,
  };
}

function germanDay(day: string): string {
  return day.split('-').toReversed().join('.');
}
