/** The on-call rotation of a team: days and a time zone that there are, and days that nobody covers twice. */
import { isDay } from '../../base/day.ts';
import type { ValuePath } from '../../base/problem.ts';
import type { PoolStrategy, Rotation } from '../../guardrails/teams.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { checkTimeZone } from './read-calendars.ts';

type WrittenOverride = { readonly from: string; readonly to: string; readonly person: string };

export type WrittenRotation = {
  readonly people: readonly string[];
  readonly from: string;
  readonly days?: number | undefined;
  readonly handover: string;
  readonly timezone?: string | undefined;
  readonly overrides?: readonly WrittenOverride[] | undefined;
};

type WrittenTeam = {
  readonly rotation?: WrittenRotation | undefined;
  readonly strategy?: PoolStrategy | undefined;
  readonly members?: object | undefined;
};

const DEFAULT_DAYS = 7;

/** `at`: the team. Null where there is none, or none that could be read: that was reported. */
export function readRotation(
  document: ConfigDocument,
  at: ValuePath,
  { rotation, strategy, members }: WrittenTeam,
  context: { readonly timezone: string | null },
): Rotation | null {
  if (rotation === undefined) return null;
  if (strategy !== undefined && strategy !== 'on_call')
    document.error(
      [...at, 'strategy'],
      `\`${strategy}\` doesn't ask whose turn it is.`,
      'Write `strategy: on_call`, or delete `rotation`.',
    );
  if (members !== undefined)
    document.error(
      [...at, 'members'],
      'Who is on call stands in the rotation.',
      'Delete `members`, or make them another team.',
      'key',
    );
  const place = [...at, 'rotation'];
  const { people, from, days = DEFAULT_DAYS, handover, overrides = [] } = rotation;
  const timezone = rotation.timezone ?? context.timezone;
  const isZone = rotation.timezone === undefined || checkTimeZone(document, [...place, 'timezone'], rotation.timezone);
  const areDays =
    checkDay(document, [...place, 'from'], from) && checkOverrides(document, [...place, 'overrides'], overrides);
  if (timezone === null || !isZone || !areDays) return null;
  return { people: people.map(lower), from, days, handover, timezone, overrides: overrides.map(covered) };
}

/** Everybody whom it names, with the path below the team. */
export function rotationAddresses(rotation: WrittenRotation | undefined): readonly (readonly [ValuePath, string])[] {
  const { people = [], overrides = [] } = rotation ?? {};
  return [
    ...people.map((email, index) => [['rotation', 'people', index], email] as const),
    ...overrides.map(({ person }, index) => [['rotation', 'overrides', index, 'person'], person] as const),
  ];
}

function covered({ from, to, person }: WrittenOverride): Rotation['overrides'][number] {
  return { from, to, person: lower(person) };
}

function lower(email: string): string {
  return email.toLowerCase();
}

function checkDay(document: ConfigDocument, at: ValuePath, day: string): boolean {
  if (isDay(day)) return true;
  document.error(at, `There is no day \`${day}\`.`, 'Write a day that there is, like `2026-12-24`.');
  return false;
}

function checkOverrides(document: ConfigDocument, at: ValuePath, overrides: readonly WrittenOverride[]): boolean {
  return overrides.every(({ from, to }, index) => {
    const place = [...at, index];
    if (!checkDay(document, [...place, 'from'], from) || !checkDay(document, [...place, 'to'], to)) return false;
    if (to < from) {
      document.error([...place, 'to'], `This ends before it begins, on ${from}.`, 'Write the later day here.');
      return false;
    }
    const before = overrides.slice(0, index).find((other) => other.from <= to && from <= other.to);
    if (before === undefined) return true;
    const message = `Somebody covers ${from < before.from ? before.from : from} already.`;
    document.error(place, message, 'Let each day be covered once.');
    return false;
  });
}
