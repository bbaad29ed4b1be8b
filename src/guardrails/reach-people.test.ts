/** Chains as a sheet: managers first, skills, who is on call, who is back first. Chain and situation → who answers, by what, every verdict. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Person } from '../directory/records.ts';
import { rosterOf } from '../directory/records.ts';
import type { Setting } from './fixtures.ts';
import { absence, assignment, calendar, chain, nameOf, person, situation, team, verdictText } from './fixtures.ts';
import { reach } from './reach.ts';
import type { Wanted } from './skills.ts';
import { wantedOf } from './skills.ts';

const OWNED = [assignment('CSM', 'ann')];
const AWAY = { absences: [absence('2026-11-20', '2026-11-30')] };
const member = (key: string, also: Partial<Person> = {}) => person(key, { roles: ['Desk'], ...also });
const DESK = team('desk', { strategy: 'sticky', members: { role: 'Desk' } });

type Row = readonly [chain: string, setting: Setting, answer: string, verdicts: string, why: string];

const MANAGED = [person('ann', { manager: 'max', ...AWAY }), person('max', { deputy: 'eve', manager: 'zoe' })];
const MANAGERS: readonly Row[] = [
  ['manager of role:CSM', { people: MANAGED, assignments: OWNED }, 'max', '0 max chosen', 'without asking the holder'],
  [
    'manager of person:ann@acme.example',
    { people: [{ ...MANAGED[0]!, active: false }, MANAGED[1]!] },
    'max',
    '0 max chosen',
    'of who left, too',
  ],
  [
    'manager of role:CSM, backup, manager, role:CSM',
    {
      people: [MANAGED[0]!, { ...MANAGED[1]!, ...AWAY }, person('eve', AWAY), person('zoe')],
      assignments: OWNED,
    },
    'zoe',
    '0 max on_leave; 1 eve on_leave; 1 - no_backup; 2 zoe chosen',
    'what follows is the manager’s',
  ],
  [
    'manager of role:CSM, backup',
    { people: [person('ann', { deputy: 'eve' }), person('eve')], assignments: OWNED },
    'front-desk',
    '0 - no_backup; 1 - nobody; -1 front-desk chosen',
    'without a manager there is no backup either',
  ],
  ['manager of role:CSM', {}, 'front-desk', '0 - nobody; -1 front-desk chosen', 'nobody holds the role'],
];

/** What is wanted by a row with this match: of a customer who asks in German, in EMEA. */
function wanted(match: { require?: ('language' | 'region')[]; prefer?: ('language' | 'region')[] }): Wanted | null {
  const facts: Record<string, string> = { language: 'de-AT', 'account.region': 'EMEA' };
  return wantedOf({ require: [], prefer: [], ...match }, (fact) => facts[fact] ?? null);
}

const GERMAN = { languages: ['de', 'en'] };
const ENGLISH = { languages: ['en'] };
const SKILLED: readonly Row[] = [
  [
    'team:desk',
    {
      teams: [DESK],
      people: [member('ann', ENGLISH), member('bob', GERMAN)],
      wanted: wanted({ prefer: ['language'] }),
    },
    'bob',
    '0 bob@desk chosen of 2',
    'whoever speaks it goes first',
  ],
  [
    'team:desk',
    {
      teams: [DESK],
      people: [member('ann', ENGLISH), member('bob', { ...GERMAN, ...AWAY })],
      wanted: wanted({ prefer: ['language'] }),
    },
    'ann',
    '0 bob@desk on_leave; 0 ann@desk chosen of 2 -language',
    'if they are away, the others, and it is told',
  ],
  [
    'team:desk',
    {
      teams: [DESK],
      people: [member('ann', { region: 'EMEA' }), member('bob', { ...GERMAN, region: 'AMER' })],
      wanted: wanted({ prefer: ['region', 'language'] }),
    },
    'ann',
    '0 ann@desk chosen of 2 -language',
    'the first of the list counts most',
  ],
  [
    'role:CSM, team:desk',
    {
      teams: [DESK],
      people: [person('ann', { region: 'AMER' }), member('bob', { region: 'AMER' }), member('cid', { region: 'EMEA' })],
      assignments: OWNED,
      wanted: wanted({ require: ['region'] }),
    },
    'cid',
    '0 ann other_region; 1 cid@desk chosen of 1',
    'a holder elsewhere gives way to who is there',
  ],
  [
    'team:desk',
    { teams: [DESK], people: [member('ann')], wanted: wanted({ require: ['region'] }) },
    'desk',
    '0 desk no_match; 0 desk chosen',
    'of whom nothing is said lacks it; the card needs nothing',
  ],
  [
    'role:CSM',
    { people: [person('ann', ENGLISH)], assignments: OWNED, wanted: wanted({ require: ['language'] }) },
    'front-desk',
    '0 ann other_language; -1 front-desk chosen',
    'the fallback needs nothing',
  ],
];

const ROTATION = {
  people: ['ann@acme.example', 'bob@acme.example', 'nobody@acme.example', 'cid@acme.example'],
  from: '2026-11-23',
  days: 1,
  handover: '00:00',
  timezone: 'Europe/Berlin',
  overrides: [],
};
const NIGHT = team('night', { strategy: 'on_call', rotation: ROTATION });
const THREE = [person('ann'), person('bob'), person('cid')];
const AT_NIGHT = '2026-11-23T03:00:00+01:00';
const TURNS: readonly Row[] = [
  [
    'role:CSM, team:night',
    {
      at: AT_NIGHT,
      skipClosed: true,
      teams: [NIGHT],
      people: [...THREE, person('eve')],
      assignments: [assignment('CSM', 'eve')],
    },
    'ann',
    '0 eve closed; 1 ann@night chosen on_call',
    'on call is open at night',
  ],
  [
    'team:night',
    { at: '2026-11-24T03:00:00+01:00', teams: [NIGHT], people: [person('ann'), person('bob', AWAY), person('cid')] },
    'cid',
    '0 bob@night on_leave; 0 night nobody; 0 cid@night chosen next_on_call',
    'who is away, or nobody, gives way to the next',
  ],
  [
    'team:night',
    { teams: [NIGHT], people: [person('ann', AWAY)] },
    'night',
    '0 ann@night on_leave; 0 night nobody; 0 night nobody; 0 night nobody; 0 night no_member; 0 night chosen',
    'nobody is left: the card',
  ],
  [
    'team:night',
    { teams: [NIGHT], people: THREE, teamsOnly: true },
    'night',
    '0 night unverified; 0 night chosen',
    'no name',
  ],
];

const EARLY = {
  calendars: new Map([
    ['office', calendar()],
    ['early', calendar({ week: { mon: '06:00-12:00' } })],
  ]),
};
const SOON = { at: AT_NIGHT, skipClosed: true, nextOpening: true, rules: EARLY };
const OPENINGS: readonly Row[] = [
  [
    'role:CSM, role:AE',
    {
      ...SOON,
      people: [person('ann'), person('bob', { calendar: 'early' })],
      assignments: [...OWNED, assignment('AE', 'bob')],
    },
    'bob',
    '0 ann closed; 1 bob closed; 1 bob chosen opens_first',
    'the first to be back, of the whole chain',
  ],
  [
    'role:CSM, role:AE',
    { ...SOON, people: [person('ann'), person('bob')], assignments: [...OWNED, assignment('AE', 'bob')] },
    'ann',
    '0 ann closed; 1 bob closed; 0 ann chosen opens_first',
    'of two at the same hour the first of the chain',
  ],
  [
    'role:CSM, team:desk',
    { ...SOON, people: [person('ann')], assignments: OWNED, teams: [team('desk')] },
    'desk',
    '0 ann closed; 1 desk chosen',
    'who is there goes before',
  ],
  [
    'team:desk',
    { ...SOON, people: [member('ann')], teams: [{ ...DESK, hours: 'early' }] },
    'ann',
    '0 ann@desk closed; 0 desk no_member; 0 desk closed; 0 ann@desk chosen of 1 opens_first',
    'a member’s name goes before the card, which opens earlier',
  ],
  [
    'team:desk',
    { ...SOON, people: [member('ann', AWAY)], teams: [{ ...DESK, hours: 'early' }] },
    'desk',
    '0 ann@desk on_leave; 0 desk no_member; 0 desk closed; 0 desk chosen opens_first',
    'who is away is not back first',
  ],
  [
    'role:CSM',
    { ...SOON, people: [person('ann', { email: null })], assignments: OWNED },
    'front-desk',
    '0 ann no_email; -1 front-desk chosen',
    'nor is who may not be named',
  ],
];

describe.each([
  ['a manager of somebody', MANAGERS],
  ['skills', SKILLED],
  ['on call', TURNS],
  ['the next opening', OPENINGS],
])('%s', (_what, rows) => {
  it.each(rows)('%s with %j: %s (%s, %s)', (written, setting, answer, verdicts) => {
    const { reached } = reach(chain(written), situation(setting));
    expect(nameOf(reached.contact)).toBe(answer);
    expect(reached.verdicts.map(verdictText).join('; ')).toBe(verdicts);
  });
});

it('says when whoever is back first is back', () => {
  const { reached } = reach(chain('role:CSM'), situation({ ...SOON, people: [person('ann')], assignments: OWNED }));
  expect(reached.availability).toEqual({
    status: 'off_hours',
    nextAvailable: '2026-11-23T08:00:00Z',
    timezone: 'Europe/Berlin',
  });
  expect(reached.by).toBe('role');
});

it('counts the holder as consulted whose manager is asked', () => {
  const { consulted } = reach(chain('manager of role:CSM'), situation({ people: MANAGED, assignments: OWNED }));
  expect(consulted).toEqual(['ann', 'max']);
});

const SKILLS = fc.record({
  languages: fc.subarray(['de', 'en', 'fr']),
  region: fc.constantFrom(null, 'EMEA', 'AMER'),
  weight: fc.constantFrom(0.5, 1, 2),
});
const aDesk = fc
  .array(SKILLS, { minLength: 1, maxLength: 25 })
  .map((all) => all.map((also, index) => member(`p${index}`, also)));
const someWants = fc
  .record({
    require: fc.subarray<'language' | 'region'>(['language', 'region']),
    prefer: fc.subarray<'language' | 'region'>(['region', 'language']),
  })
  .map(({ require, prefer }) => wanted({ require, prefer: prefer.filter((skill) => !require.includes(skill)) }));

describe('a pool that is matched', () => {
  const meet = (people: readonly Person[], account: string, wants: Wanted | null) =>
    nameOf(
      reach(chain('team:desk'), { ...situation({ teams: [DESK] }), roster: rosterOf(people), account, wanted: wants })
        .reached.contact,
    );

  it('gives the same account the same one, and a leave moves that one’s accounts alone', () => {
    fc.assert(
      fc.property(aDesk, fc.nat(), fc.string(), someWants, (people, place, account, wants) => {
        const leaver = people[place % people.length]!;
        const before = meet(people, account, wants);
        expect(meet(people.toReversed(), account, wants)).toBe(before);
        const after = people.map((one) => (one === leaver ? { ...one, ...AWAY } : one));
        expect(meet(after, account, wants) === before).toBe(before !== leaver.key);
      }),
      { numRuns: 500 },
    );
  });

  it('names nobody who lacks what is required, and nobody with less of what is preferred while somebody has more', () => {
    fc.assert(
      fc.property(aDesk, fc.string(), fc.boolean(), (people, account, isRequired) => {
        const wants = wanted(isRequired ? { require: ['language'] } : { prefer: ['language'] });
        const met = people.find(({ key }) => key === meet(people, account, wants));
        const speakers = people.filter(({ languages }) => languages.includes('de'));
        const isSpeaker = met?.languages.includes('de') ?? false;
        expect(speakers.length > 0 ? isSpeaker : (met === undefined) === isRequired).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
