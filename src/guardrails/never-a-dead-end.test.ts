/** Whatever the directory, the chain and the moment: one contact that may be named, is there, and can be reached. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Absence, Person, PersonKind } from '../directory/records.ts';
import type { Memory } from './asked.ts';
import { rememberedIn } from './asked.ts';
import { absence, assignment, calendar, chain, person, situation, team } from './fixtures.ts';
import type { Walked } from './reach.ts';
import { MAX_DEPUTIES, reach } from './reach.ts';
import type { Situation } from './situation.ts';
import type { CandidateVerdict, Reached } from './reached.ts';
import type { Skill } from './skills.ts';
import { lacking, wantedOf } from './skills.ts';
import type { ChainLink } from './table.ts';
import { HIDEABLE } from './table.ts';
import type { PoolStrategy, Rotation } from './teams.ts';

const KEYS = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7'];
const AT = Date.parse('2026-11-23T00:00:00Z');
const DAY_MS = 86_400_000;

const aKey = fc.option(fc.constantFrom(...KEYS, 'nobody'));
const aDay = fc.integer({ min: -5, max: 5 }).map((days) => new Date(AT + days * DAY_MS).toISOString().slice(0, 10));
const anAbsence: fc.Arbitrary<Absence> = fc
  .record({ from: aDay, to: fc.option(aDay), kind: fc.constantFrom('on_leave', 'out_of_office'), deputy: aKey })
  .map(({ from, to, kind, deputy }) => absence(from, to, { kind, deputy }));

/** The usual nine times of ten. */
function mostly<Value>(usual: Value, ...others: readonly Value[]): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}

const somebody = (key: string): fc.Arbitrary<Person> =>
  fc
    .record({
      active: mostly(true, false),
      kind: mostly<PersonKind>('human', 'queue', 'bot', 'integration'),
      email: mostly<string | null>(`${key}@acme.example`, `${key}@other.example`, null, ''),
      roles: fc.subarray(['CSM', 'AE', 'Desk']),
      manager: aKey,
      deputy: aKey,
      calendar: mostly<string | null>(null, 'office', 'never', 'unknown'),
      timezone: fc.constantFrom(null, 'America/New_York', 'Pacific/Apia', 'No/Where'),
      bookingLink: fc.constantFrom(null, 'https://calendly.com/acme-x', 'https://evil.example/'),
      weight: fc.constantFrom(0, 0.5, 1, 3, Number.NaN, -1),
      openLoad: fc.constantFrom(null, 0, 7),
      languages: fc.subarray(['de', 'en']),
      region: fc.constantFrom(null, 'EMEA', 'AMER'),
      absences: fc.oneof(fc.constant([]), fc.array(anAbsence, { maxLength: 2 })),
    })
    .map((also) => person(key, also));

const aLink: fc.Arbitrary<ChainLink> = fc.oneof(
  fc.constantFrom('CSM', 'AE', 'Nobody').map((role): ChainLink => ({ kind: 'role', role })),
  fc.constantFrom('desk', 'other', 'night', 'nowhere').map((id): ChainLink => ({ kind: 'team', team: id })),
  fc.constantFrom(...KEYS).map((key): ChainLink => ({ kind: 'person', email: `${key}@acme.example` })),
  fc.constantFrom<ChainLink>({ kind: 'backup' }, { kind: 'manager' }),
  fc.constantFrom('CSM', 'Nobody').map((role): ChainLink => ({ kind: 'manager', of: { kind: 'role', role } })),
);

const anAssignment = fc
  .record({
    role: fc.constantFrom('CSM', 'AE'),
    key: fc.constantFrom(...KEYS, 'nobody'),
    primary: fc.boolean(),
    since: fc.option(aDay),
  })
  .map(({ role, key, primary, since }) => assignment(role, key, { primary, since }));

const aRotation: fc.Arbitrary<Rotation> = fc.record({
  people: fc.array(
    fc.constantFrom(...KEYS, 'nobody').map((key) => `${key}@acme.example`),
    { minLength: 1, maxLength: 4 },
  ),
  from: fc.constantFrom('2026-11-20', '2027-01-01'),
  days: fc.integer({ min: 1, max: 7 }),
  handover: fc.constantFrom('00:00', '09:00'),
  timezone: fc.constantFrom('Europe/Berlin', 'America/New_York'),
  overrides: fc.constantFrom([], [{ from: '2026-11-24', to: '2026-11-26', person: 'p7@acme.example' }]),
});

const SKILLS = { language: 'de', 'account.region': 'EMEA' } as const;
const someWants = fc
  .record({
    require: fc.subarray<Skill>(['language', 'region']),
    prefer: fc.subarray<Skill>(['language', 'region', 'product']),
  })
  .map((match) => wantedOf(match, (fact) => (fact === 'language' || fact === 'account.region' ? SKILLS[fact] : null)));

const aSituation: fc.Arbitrary<Situation> = fc
  .record({
    people: fc.tuple(...KEYS.map(somebody)),
    known: mostly(KEYS, KEYS.slice(0, 4), []),
    assignments: fc.array(anAssignment, { maxLength: 6 }),
    strategy: fc.constantFrom<PoolStrategy>('sticky', 'least_loaded', 'card'),
    hours: fc.constantFrom('always', 'office', 'never'),
    at: fc.integer({ min: 0, max: 14 * 24 }).map((hour) => new Date(AT + hour * 3_600_000).toISOString()),
    hide: fc.oneof(fc.constant([]), fc.subarray([...HIDEABLE])),
    skipClosed: fc.boolean(),
    teamsOnly: fc.boolean(),
    nextOpening: fc.boolean(),
    wanted: fc.option(someWants),
    rotation: aRotation,
    account: fc.string(),
  })
  .map(({ people, known, strategy, hours, rotation, nextOpening, ...rest }) => {
    const teams = [
      team('front-desk', { hours }),
      team('desk', { strategy, hours, members: { role: 'Desk' } }),
      team('night', { strategy: 'on_call', hours, rotation }),
      team('other', { email: 'x@other.example' }),
    ];
    return situation({
      ...rest,
      nextOpening: nextOpening && rest.skipClosed,
      people: people.filter(({ key }) => known.includes(key)),
      rules: {
        teams: new Map(teams.map((one) => [one.id, one])),
        calendars: new Map([
          ['office', calendar()],
          ['never', calendar({ week: {} })],
        ]),
      },
    });
  });

/** As people write them (a role with its stand-ins), and as nobody would. */
const someLinks = fc.oneof(
  fc.tuple(aLink),
  fc
    .constantFrom(
      'role:CSM, backup, manager',
      'role:AE, manager, manager, backup',
      'manager of role:CSM, backup',
      'role:CSM, backup',
    )
    .map(chain),
);
const aWalk = fc.record({
  links: fc.array(someLinks, { maxLength: 5 }).map((parts) => parts.flat()),
  where: aSituation,
});

describe('every walk', () => {
  it('ends in one contact that may be named and can be reached', () => {
    const ends = new Set<string>();
    const hows = new Set<string | undefined>();
    fc.assert(
      fc.property(aWalk, ({ links, where }) => {
        const { reached } = reach(links, where);
        ends.add(`${reached.by} ${reached.contact.kind}`);
        hows.add(reached.verdicts.at(-1)?.how);
        expect(brokenPromises(reached, where)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
    // The generator meets every kind of end; otherwise the property would say little.
    expect([...ends].toSorted()).toEqual([
      'backup person',
      'fallback team',
      'manager person',
      'person person',
      'role person',
      'team person',
      'team team',
    ]);
    expect(hows).toEqual(new Set([undefined, 'on_call', 'next_on_call', 'opens_first']));
  });

  it('is bounded: at most a verdict for each deputy, pool member, link and the fallback', () => {
    fc.assert(
      fc.property(aWalk, ({ links, where }) => {
        const { verdicts } = reach(links, where).reached;
        for (const [index, { kind }] of links.entries()) {
          const most = kind === 'backup' ? MAX_DEPUTIES + 1 : kind === 'team' ? KEYS.length + 2 : 1;
          // Whoever is back first is told of again, at the end.
          const told = verdicts.filter(({ link, how }) => link === index && how !== 'opens_first');
          expect(told.length).toBeLessThanOrEqual(most);
        }
        const deputies = verdicts.filter(({ link }) => links[link]?.kind === 'backup' && link !== -1);
        const asked = deputies
          .filter(({ verdict, how }) => verdict !== 'visited' && how !== 'opens_first')
          .map(({ link, person: key }) => `${link} ${key}`);
        expect(new Set(asked).size).toBe(asked.length);
      }),
      { numRuns: 1_000 },
    );
  });

  it('comes to the same again', () => {
    fc.assert(
      fc.property(aWalk, ({ links, where }) => {
        const reversed = [...where.roster.people.values()].toReversed();
        const roster = { ...where.roster, people: new Map(reversed.map((one) => [one.key, one])) };
        const assignments = where.assignments.toReversed();
        // Two assignments of one person to one role may differ in nothing that ranks them.
        const [again, before] = [reach(links, { ...where, roster, assignments }), reach(links, where)];
        expect(again.reached).toEqual(before.reached);
        expect(again.consulted).toEqual(before.consulted);
      }),
      { numRuns: 300 },
    );
  });
});

/** Which of the promises about a walk's end do not hold. */
function brokenPromises({ contact, availability, by, verdicts }: Reached, where: Situation): string[] {
  const isFallback = by === 'fallback';
  const how = verdicts.at(-1)?.how;
  const { email, bookingLink } = contact.kind === 'person' ? contact.person : contact.team;
  const isLinked =
    bookingLink?.startsWith('https://calendly.com/acme-') === true && !where.hide.includes('booking_link');
  const promises = {
    'one is chosen, the last': verdicts.findIndex(({ verdict }) => verdict === 'chosen') === verdicts.length - 1,
    'the next moment is ahead':
      availability.status === 'available' || Date.parse(availability.nextAvailable) > where.atMs,
    'the fallback is the fallback': !isFallback || (contact.kind === 'team' && contact.team === where.house.fallback),
    'who is closed is passed over':
      isFallback || !where.skipClosed || availability.status === 'available' || how === 'opens_first',
    'who is back first is asked for':
      how !== 'opens_first' || (where.nextOpening && availability.status === 'off_hours'),
    'whoever is on call is there': !(how?.endsWith('on_call') ?? false) || availability.status === 'available',
    'nobody lacks what is required':
      contact.kind === 'team' || lacking(contact.person, where.wanted?.require ?? []).length === 0,
    'the address is approved': email?.endsWith('@acme.example') === true,
    'there is a way that is not hidden': isFallback || isLinked || !where.hide.includes('email'),
    'a person is an active human':
      contact.kind === 'team' || (contact.person.active && contact.person.kind === 'human'),
    'no person is named where teams alone may be': !where.teamsOnly || contact.kind === 'team',
    'nobody is away': contact.kind === 'team' || !isAwayInUtc(contact.person, where.atMs),
  };
  return Object.entries(promises).flatMap(([promise, holds]) => (holds ? [] : [promise]));
}

/** Away on the whole of three days around the moment, so in any time zone. */
function isAwayInUtc({ absences }: Person, atMs: number): boolean {
  const [before, after] = [atMs - DAY_MS, atMs + DAY_MS].map((ms) => new Date(ms).toISOString().slice(0, 10)) as [
    string,
    string,
  ];
  return absences.some(({ from, to }) => from <= before && (to === null || to >= after));
}

it('nobody is reached otherwise because others were asked for before', () => {
  fc.assert(
    fc.property(
      aWalk,
      fc.array(fc.string(), { minLength: 1, maxLength: 4 }),
      fc.array(anAssignment, { maxLength: 6 }),
      (walk, accounts, others) => {
        const memory: Memory = new Map();
        for (const [nth, account] of [...accounts, walk.where.account].entries()) {
          const assignments = nth % 2 === 0 ? walk.where.assignments : others;
          const alone = { ...walk.where, account, assignments };
          const remembering = { ...alone, remembered: rememberedIn(memory, alone) };
          expect(inOutline(reach(walk.links, remembering))).toEqual(inOutline(reach(walk.links, alone)));
        }
      },
    ),
  );
});

/** Who of a team was passed over is told of where everybody is asked anew; that they count as looked at is the same. */
function inOutline(walked: Walked): object {
  const { verdicts, ...reached } = walked.reached;
  const isPassedOver = ({ person: key, team: id, verdict }: CandidateVerdict): boolean =>
    key !== null && id !== null && verdict !== 'chosen';
  return {
    ...reached,
    verdicts: verdicts.filter((verdict) => !isPassedOver(verdict)),
    consulted: new Set(walked.consulted),
  };
}
