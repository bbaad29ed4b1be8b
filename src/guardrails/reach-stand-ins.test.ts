/** Chains as a sheet: chain and situation → who answers, by which link, every verdict on the way, and why. Backups and managers. */
import { describe, expect, it } from 'vitest';
import type { Person } from '../directory/records.ts';
import type { Setting } from './fixtures.ts';
import { absence, assignment, chain, nameOf, person, situation, verdictText } from './fixtures.ts';
import { reach } from './reach.ts';

const OWNED = [assignment('CSM', 'ann')];
const ON_LEAVE = [absence('2026-11-20', '2026-11-30')];
const OPEN_ENDED = [absence('2026-11-20', null)];
const gone = (also: Partial<Person> = {}): Partial<Person> => ({ active: false, ...also });
const away = (deputy: string | null, also: Partial<Person> = {}): Partial<Person> => ({
  absences: ON_LEAVE,
  deputy,
  ...also,
});

/** a chain of people on leave, each with the next as deputy; the last one is there */
const relay = (...keys: string[]): Person[] =>
  keys.map((key, index) => person(key, index === keys.length - 1 ? {} : away(keys[index + 1] ?? null)));

type Row = readonly [chain: string, setting: Setting, answer: string, by: string, verdicts: string, why: string];

const BACKUPS: readonly Row[] = [
  [
    'role:CSM, backup',
    { people: [person('ann', away('bob')), person('bob')], assignments: OWNED },
    'bob',
    'backup',
    '0 ann on_leave; 1 bob chosen',
    'the standing deputy',
  ],
  [
    'role:CSM, backup',
    {
      people: [
        person('ann', { absences: [absence('2026-11-20', null, { deputy: 'cid' })], deputy: 'bob' }),
        person('bob'),
        person('cid'),
      ],
      assignments: OWNED,
    },
    'cid',
    'backup',
    '0 ann on_leave; 1 cid chosen',
    'the current leave names another',
  ],
  [
    'role:CSM, backup',
    {
      people: [
        person('ann', gone({ absences: [absence('2026-12-01', null, { deputy: 'cid' })], deputy: 'bob' })),
        person('bob'),
        person('cid'),
      ],
      assignments: OWNED,
    },
    'bob',
    'backup',
    '0 ann left; 1 bob chosen',
    'a leave to come names nobody yet; whoever left still has a deputy',
  ],
  [
    'role:CSM, backup',
    { people: [person('ann', away(null))], assignments: OWNED },
    'front-desk',
    'fallback',
    '0 ann on_leave; 1 - no_backup; -1 front-desk chosen',
    'no deputy',
  ],
  [
    'role:CSM, backup',
    { people: [person('ann', away('zoe'))], assignments: OWNED },
    'front-desk',
    'fallback',
    '0 ann on_leave; 1 zoe nobody; -1 front-desk chosen',
    'a deputy whom nobody knows',
  ],
  [
    'role:CSM, backup, manager',
    { people: [] },
    'front-desk',
    'fallback',
    '0 - nobody; 1 - nobody; 2 - nobody; -1 front-desk chosen',
    'an empty role skips both',
  ],
  [
    'role:CSM, backup',
    { people: relay('ann', 'bob', 'cid'), assignments: OWNED },
    'cid',
    'backup',
    '0 ann on_leave; 1 bob on_leave; 1 cid chosen',
    'a deputy’s deputy',
  ],
  [
    'role:CSM, backup',
    { people: relay('ann', 'd1', 'd2', 'd3', 'd4', 'd5'), assignments: OWNED },
    'd5',
    'backup',
    '0 ann on_leave; 1 d1 on_leave; 1 d2 on_leave; 1 d3 on_leave; 1 d4 on_leave; 1 d5 chosen',
    'the fifth',
  ],
  [
    'role:CSM, backup',
    { people: relay('ann', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6'), assignments: OWNED },
    'front-desk',
    'fallback',
    '0 ann on_leave; 1 d1 on_leave; 1 d2 on_leave; 1 d3 on_leave; 1 d4 on_leave; 1 d5 on_leave; 1 d6 too_far; -1 front-desk chosen',
    'five hops at most',
  ],
  [
    'role:CSM, backup',
    { people: [person('ann', away('bob')), person('bob', away('ann'))], assignments: OWNED },
    'front-desk',
    'fallback',
    '0 ann on_leave; 1 bob on_leave; 1 ann visited; -1 front-desk chosen',
    'deputies of each other',
  ],
  [
    'role:CSM, backup',
    { people: [person('ann', away('ann'))], assignments: OWNED },
    'front-desk',
    'fallback',
    '0 ann on_leave; 1 ann visited; -1 front-desk chosen',
    'a deputy of oneself',
  ],
  [
    'role:CSM, backup',
    { people: [person('ann', away('bob')), person('bob', gone({ deputy: 'cid' })), person('cid')], assignments: OWNED },
    'cid',
    'backup',
    '0 ann on_leave; 1 bob left; 1 cid chosen',
    'a deputy who left has a deputy',
  ],
  [
    'role:AE, role:CSM, backup',
    {
      people: [
        person('ann', gone({ deputy: 'bob' })),
        person('bob'),
        person('eve', gone({ deputy: 'fay' })),
        person('fay'),
      ],
      assignments: [...OWNED, assignment('AE', 'eve')],
    },
    'bob',
    'backup',
    '0 eve left; 1 ann left; 2 bob chosen',
    'the nearest role on the left',
  ],
  [
    'role:CSM, role:AE, backup',
    { people: [person('ann', gone({ deputy: 'bob' })), person('bob')], assignments: OWNED },
    'front-desk',
    'fallback',
    '0 ann left; 1 - nobody; 2 - nobody; -1 front-desk chosen',
    'the nearest, even if it is empty',
  ],
  [
    'person:ann@acme.example, backup',
    { people: [person('ann', gone({ deputy: 'bob' })), person('bob')] },
    'bob',
    'backup',
    '0 ann left; 1 bob chosen',
    'a person has a backup too',
  ],
];

const MANAGERS: readonly Row[] = [
  [
    'role:CSM, manager',
    { people: [person('ann', away(null, { manager: 'max' })), person('max')], assignments: OWNED },
    'max',
    'manager',
    '0 ann on_leave; 1 max chosen',
    'the manager',
  ],
  [
    'role:CSM, manager, manager',
    {
      people: [
        person('ann', gone({ manager: 'max' })),
        person('max', { absences: ON_LEAVE, manager: 'top' }),
        person('top'),
      ],
      assignments: OWNED,
    },
    'top',
    'manager',
    '0 ann left; 1 max on_leave; 2 top chosen',
    'a second one goes one higher',
  ],
  [
    'role:CSM, backup, manager',
    {
      people: [
        person('ann', away('bob', { manager: 'max' })),
        person('bob', { absences: OPEN_ENDED, manager: 'not-this-one' }),
        person('max'),
        person('not-this-one'),
      ],
      assignments: OWNED,
    },
    'max',
    'manager',
    '0 ann on_leave; 1 bob on_leave; 1 - no_backup; 2 max chosen',
    'that same person’s, not the deputy’s',
  ],
  [
    'role:CSM, manager, backup',
    {
      people: [
        person('ann', away('bob', { manager: 'max' })),
        person('bob'),
        person('max', gone({ deputy: 'zed' })),
        person('zed'),
      ],
      assignments: OWNED,
    },
    'bob',
    'backup',
    '0 ann on_leave; 1 max left; 2 bob chosen',
    'the backup of the role’s holder, not of the manager',
  ],
  [
    'role:CSM, manager',
    { people: [person('ann', gone())], assignments: OWNED },
    'front-desk',
    'fallback',
    '0 ann left; 1 - no_backup; -1 front-desk chosen',
    'no manager',
  ],
  [
    'role:CSM, manager, manager',
    { people: [person('ann', gone({ manager: 'zed' }))], assignments: OWNED },
    'front-desk',
    'fallback',
    '0 ann left; 1 zed nobody; 2 - nobody; -1 front-desk chosen',
    'a manager whom nobody knows has none',
  ],
  [
    'role:CSM, manager, manager',
    { people: [person('ann', gone({ manager: 'max' })), person('max', gone({ manager: 'ann' }))], assignments: OWNED },
    'front-desk',
    'fallback',
    '0 ann left; 1 max left; 2 ann visited; -1 front-desk chosen',
    'managers of each other',
  ],
  [
    'role:CSM, manager, role:AE, manager',
    {
      people: [
        person('ann', gone({ manager: 'max' })),
        person('max', gone()),
        person('eve', gone({ manager: 'meg' })),
        person('meg'),
      ],
      assignments: [...OWNED, assignment('AE', 'eve')],
    },
    'meg',
    'manager',
    '0 ann left; 1 max left; 2 eve left; 3 meg chosen',
    'another role, another manager',
  ],
];

describe.each([
  ['backup', BACKUPS],
  ['manager', MANAGERS],
])('%s', (_name, rows) => {
  it.each(rows)('%s → $2: $5', (written, setting, answer, by, verdicts) => {
    const { reached } = reach(chain(written), situation(setting));
    expect(reached.verdicts.map(verdictText).join('; ')).toBe(verdicts);
    expect([nameOf(reached.contact), reached.by]).toEqual([answer, by]);
  });
});
