import { describe, expect, it } from 'vitest';
import type { Setting } from './fixtures.ts';
import { absence, assignment, nameOf, person, situation, verdictText } from './fixtures.ts';
import { keyRoles } from './key-roles.ts';

const BOTH = [assignment('CSM', 'ann', { primary: true }), assignment('CSM', 'bob'), assignment('AE', 'eve')];

describe('the account’s team', () => {
  it.each<[string, Setting, string[], string]>([
    [
      'in the leader’s order',
      { people: [person('ann'), person('eve')], assignments: BOTH },
      ['eve as AE', 'ann as CSM'],
      '0 eve chosen; 1 ann chosen; 2 - nobody',
    ],
    [
      'with whoever is away or closed',
      {
        at: '2026-11-22T03:00:00Z',
        skipClosed: true,
        people: [person('ann', { absences: [absence('2026-01-01', null)] })],
        assignments: BOTH,
      },
      ['ann as CSM'],
      '0 eve nobody; 1 ann chosen; 2 - nobody',
    ],
    [
      'with the next holder for one who left',
      { people: [person('ann', { active: false }), person('bob')], assignments: BOTH },
      ['bob as CSM'],
      '0 eve nobody; 1 ann left; 1 bob chosen; 2 - nobody',
    ],
    [
      'without a queue',
      { people: [person('eve', { kind: 'queue' })], assignments: BOTH },
      [],
      '0 eve not_human; 1 ann nobody; 1 bob nobody; 2 - nobody',
    ],
    [
      'without whom `hide` leaves no way to reach',
      {
        hide: ['email'],
        people: [person('ann'), person('eve', { bookingLink: 'https://calendly.com/acme-eve' })],
        assignments: BOTH,
      },
      ['eve as AE'],
      '0 eve chosen; 1 ann hidden; 1 bob nobody; 2 - nobody',
    ],
    ['for nobody', {}, [], '0 - nobody; 1 - nobody; 2 - nobody'],
  ])('%s', (_what, setting, team, verdicts) => {
    const { holders, verdicts: given } = keyRoles(['AE', 'CSM', 'Onboarding'], situation(setting));
    expect(holders.map((holder) => `${nameOf(holder)} as ${holder.kind === 'person' ? holder.role : 'team'}`)).toEqual(
      team,
    );
    expect(given.map(verdictText).join('; ')).toBe(verdicts);
  });

  it('consulted everybody it looked at, each once', () => {
    const people = [person('ann', { active: false }), person('bob')];
    const assignments = [
      assignment('CSM', 'ann', { primary: true }),
      assignment('CSM', 'bob'),
      assignment('AE', 'bob'),
      assignment('AE', 'zed'),
    ];
    expect(keyRoles(['CSM', 'AE'], situation({ people, assignments })).consulted).toEqual(['ann', 'bob']);
  });
});
