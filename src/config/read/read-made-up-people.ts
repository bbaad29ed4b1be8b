/** The made-up people of a scenario: the file's, and over them the scenario's own. */
import { isDay } from '../../base/day.ts';
import { isTimeZone } from '../../base/local-day.ts';
import type { ValuePath } from '../../base/problem.ts';
import type { MadeUpPerson } from '../../scenarios/scenario.ts';
import { personSchema } from '../schema/scenarios-schema.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { meant } from '../yaml/words.ts';
import type { ScenarioContext } from './scenario-context.ts';

/** `places`: the maps in which they stand, the stronger ones last. */
export function readPeople(
  document: ConfigDocument,
  places: readonly ValuePath[],
  context: ScenarioContext,
): readonly MadeUpPerson[] {
  const people = new Map<string, MadeUpPerson>();
  for (const at of places) {
    for (const email of document.keys(at)) {
      const person = readPerson(document, [...at, email], email.toLowerCase(), context);
      if (person !== null) people.set(person.email, person);
    }
  }
  return [...people.values()];
}

function readPerson(
  document: ConfigDocument,
  at: ValuePath,
  email: string,
  { workspace: { calendars } }: ScenarioContext,
): MadeUpPerson | null {
  const written = document.read(at, personSchema);
  if (written === undefined) return null;
  const { calendar = null, timezone = null } = written;
  if (calendar !== null && !calendars.has(calendar))
    document.error(
      [...at, 'calendar'],
      `There is no calendar \`${calendar}\`.`,
      meant(calendar, calendars.keys(), 'calendar'),
    );
  if (timezone !== null && !isTimeZone(timezone))
    document.error([...at, 'timezone'], `There is no time zone \`${timezone}\`.`, 'Write one like `Europe/Berlin`.');
  return {
    email,
    name: written.name ?? null,
    title: written.title ?? null,
    kind: written.is ?? 'human',
    active: !isYes(written.left),
    away: readAway(document, [...at, 'away'], written.away),
    deputy: written.deputy?.toLowerCase() ?? null,
    manager: written.manager?.toLowerCase() ?? null,
    roles: written.roles ?? [],
    calendar,
    timezone,
    bookingLink: written.booking_link ?? null,
    openLoad: written.open_load ?? null,
    languages: written.languages ?? [],
    region: written.region ?? null,
    products: written.products ?? [],
  };
}

type WrittenAway = NonNullable<ReturnType<typeof personSchema.parse>['away']>;

const EVER = '0001-01-01';

function readAway(document: ConfigDocument, at: ValuePath, written: WrittenAway | undefined): MadeUpPerson['away'] {
  if (written === undefined || written === false || written === 'no') return null;
  if (written === true || written === 'yes') return { from: EVER, to: null, deputy: null };
  const { from = EVER, to = null, deputy } = written;
  for (const [key, day] of [['from', from] as const, ['to', to] as const])
    if (day !== null && !isDay(day))
      document.error([...at, key], `There is no day \`${day}\`.`, 'Write a day that there is, like `2026-12-24`.');
  if (to !== null && to < from)
    document.error([...at, 'to'], `The leave ends before it begins, on ${from}.`, 'Write the later day here.');
  return { from, to, deputy: deputy?.toLowerCase() ?? null };
}

function isYes(word: boolean | 'yes' | 'no' | undefined): boolean {
  return word === true || word === 'yes';
}
