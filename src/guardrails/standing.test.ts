/** Asking a team once for all accounts comes to the same member as asking one after the other for each. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Memory } from './asked.ts';
import { rememberedIn } from './asked.ts';
import { absence, calendar, chain, person, situation, team } from './fixtures.ts';
import { reach } from './reach.ts';
import type { Situation } from './situation.ts';
import type { Skill } from './skills.ts';
import { wantedOf } from './skills.ts';
import type { PoolStrategy } from './teams.ts';

const AWAY = [absence('2026-11-20', '2026-11-25')];
const aMember = fc.record({
  active: fc.constantFrom(true, true, true, false),
  calendar: fc.constantFrom(null, null, 'late', 'never'),
  timezone: fc.constantFrom(null, 'America/New_York'),
  weight: fc.constantFrom(0, 0.5, 1, 1, 3),
  openLoad: fc.constantFrom(null, 0, 7),
  languages: fc.subarray(['de', 'en']),
  absences: fc.constantFrom([], [], AWAY),
});

const aTeam = fc.record({
  members: fc.array(aMember, { minLength: 2, maxLength: 8 }),
  strategy: fc.constantFrom<PoolStrategy>('sticky', 'least_loaded'),
  hours: fc.constantFrom('always', 'office', 'never'),
  // From Monday's start on, by the hour: three days of work and the nights between.
  at: fc.nat(72).map((hour) => new Date(Date.UTC(2026, 10, 23, hour)).toISOString()),
  ifClosed: fc.constantFrom('return', 'skip', 'next_opening', 'next_opening'),
  match: fc.option(fc.record({ require: fc.subarray<Skill>(['language']), prefer: fc.subarray<Skill>(['language']) })),
});

type Made = typeof aTeam extends fc.Arbitrary<infer One> ? One : never;

function situationOf({ members, strategy, hours, at, ifClosed, match }: Made): Situation {
  return situation({
    at,
    people: members.map((also, index) => person(`p${index}`, { ...also, roles: ['Desk'] })),
    skipClosed: ifClosed !== 'return',
    nextOpening: ifClosed === 'next_opening',
    wanted: match && wantedOf(match, () => 'de'),
    rules: {
      teams: new Map([
        ['front-desk', team('front-desk')],
        ['desk', team('desk', { strategy, hours, members: { role: 'Desk' } })],
      ]),
      calendars: new Map([
        ['office', calendar()],
        ['late', calendar({ week: { wed: '12:00-20:00', thu: '12:00-20:00' } })],
        ['never', calendar({ week: {} })],
      ]),
    },
  });
}

it('a team that is asked once for all has for each account whom asking anew comes to', () => {
  const ends = new Set<string>();
  const accounts = Array.from({ length: 6 }, (_, index) => `crm:${index}`);
  fc.assert(
    fc.property(aTeam, (made) => {
      const where = situationOf(made);
      const memory: Memory = new Map();
      for (const account of accounts) {
        const alone = { ...where, account };
        const remembering = { ...alone, remembered: rememberedIn(memory, alone) };
        const [anew, quick] = [alone, remembering].map((one) => reach(chain('team:desk'), one).reached);
        ends.add(`${anew?.by} ${anew?.contact.kind} ${anew?.verdicts.at(-1)?.how}`);
        expect({ ...quick, verdicts: quick?.verdicts.at(-1) }).toEqual({ ...anew, verdicts: anew?.verdicts.at(-1) });
      }
    }),
    { numRuns: 500 },
  );
  // Otherwise the property would say little.
  expect([...ends].toSorted()).toEqual([
    'fallback team undefined',
    'team person opens_first',
    'team person undefined',
    'team team opens_first',
    'team team undefined',
  ]);
});
