/** Who is shown at the end of a walk, and who was looked at on the way. */
import { describe, expect, it } from 'vitest';
import type { Person } from '../directory/records.ts';
import { absence, assignment, chain, person, situation, team, verdictText } from './fixtures.ts';
import { reach } from './reach.ts';

const OWNED = [assignment('CSM', 'ann')];
const ON_LEAVE = [absence('2026-11-20', '2026-11-30')];
const away = (deputy: string | null, also: Partial<Person> = {}): Partial<Person> => ({
  absences: ON_LEAVE,
  deputy,
  ...also,
});
const member = (key: string) => person(key, { roles: ['Desk'] });
const DESK = team('desk', { strategy: 'sticky', members: { role: 'Desk' } });

describe('who is shown', () => {
  const people = [
    person('ann', { ...away('bob'), roles: ['CSM', 'Trainer'] }),
    person('bob', { roles: ['Support'] }),
    person('cid'),
  ];

  it.each<[string, string, string | null, string]>([
    ['role:CSM', 'cid', 'CSM', 'whoever holds the role, in it'],
    ['role:CSM, backup', 'ann', 'Support', 'a deputy in their own role'],
    ['person:cid@acme.example', 'ann', null, 'a person without a role in none'],
  ])('%s of %s as %s: %s', (written, holder, role) => {
    const { contact } = reach(chain(written), situation({ people, assignments: [assignment('CSM', holder)] })).reached;
    expect(contact.kind === 'person' ? contact.role : 'team').toBe(role);
  });

  it('counts everybody as consulted whose facts were looked at', () => {
    const pool = [member('m1'), member('m2'), { ...member('m3'), weight: 0 }];
    const setting = { teams: [DESK], people: [...people, ...pool], assignments: OWNED };
    const { consulted } = reach(chain('role:CSM, team:desk'), situation(setting));
    expect(consulted).toEqual(['ann', 'm1', 'm2', 'm3']);
  });

  it('treats a team that does not exist as nobody', () => {
    expect(reach(chain('team:nowhere'), situation()).reached.verdicts.map(verdictText)).toEqual([
      '0 - nobody',
      '-1 front-desk chosen',
    ]);
  });

  it('forgets whose backup was meant after a team, though no check came before', () => {
    const links = [...chain('role:CSM, team:desk'), { kind: 'backup' } as const, { kind: 'manager' } as const];
    const setting = { people: [person('ann', away('bob', { manager: 'bob' })), person('bob')], assignments: OWNED };
    expect(reach(links, situation(setting)).reached.by).toBe('fallback');
  });
});
