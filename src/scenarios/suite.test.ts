/** A scenario's expectation against what comes of it: every kind, met and missed. */
import { describe, expect, it } from 'vitest';
import { staged } from '../../test/support/scenarios.ts';
import { suite, withReferred } from './suite.ts';

async function missed(text: string): Promise<readonly string[]> {
  const { scenarios, ground } = staged(text);
  const attempt = suite(scenarios, ground);
  const found: string[] = [];
  for (const scenario of scenarios)
    for (const { what, expected, got } of (await attempt(scenario)).mismatches)
      found.push(`${what}: ${expected} / ${got}`);
  return found;
}

const VIP = 'facts: { account.tier: VIP }';
const at = (name: string): string => `${name}@yourcompany.example`;
const TIMES = `${VIP}, assignments: { CSM: ${at('bob')} }`;

/** given, expect, what is missed */
const CELLS: readonly (readonly [why: string, given: string, expected: string, missed: readonly string[]])[] = [
  ['the one at work', TIMES, `contact: ${at('bob')}, reason: named_csm, row: vip`, []],
  ['whoever is not described is at work', `${VIP}, assignments: { CSM: ${at('zoe')} }`, `contact: ${at('zoe')}`, []],
  [
    'the deputy of who is away',
    `${VIP}, assignments: { CSM: ${at('ann')} }`,
    `contact: ${at('bob')}, reason: covering`,
    [],
  ],
  [
    'nobody is away for ever',
    `at: 2026-11-30T11:00:00+01:00, ${VIP}, assignments: { CSM: ${at('ann')} }`,
    `contact: ${at('ann')}`,
    [],
  ],
  [
    'the manager of who left',
    `${VIP}, assignments: { CSM: ${at('max')} }`,
    `contact: ${at('mia')}, not_contact: ${at('max')}`,
    [],
  ],
  ['a bot is passed over', `${VIP}, assignments: { CSM: ${at('ace')} }`, 'contact: team:priority-desk', []],
  [
    'the first holder is the primary one',
    `${VIP}, assignments: { CSM: [${at('zoe')}, ${at('bob')}] }`,
    `contact: ${at('zoe')}`,
    [],
  ],
  [
    'a member of a team',
    `facts: {}, people: { ${at('zoe')}: { roles: [CSM] } }`,
    'contact: fallback, row: otherwise',
    [],
  ],
  ['another person', TIMES, `contact: ${at('ann')}`, [`contact: ${at('ann')} / ${at('bob')}`]],
  [
    'a slip in an address',
    TIMES,
    `contact: ${at('bobb')}`,
    [`contact: ${at('bobb')} (nobody’s address; did you mean ${at('bob')}?) / ${at('bob')}`],
  ],
  ['a team instead', TIMES, 'contact: team:sales', [`contact: team:sales / ${at('bob')}`]],
  ['the fallback instead', TIMES, 'contact: fallback', [`contact: fallback / ${at('bob')}`]],
  [
    'a person instead of the fallback',
    'facts: {}',
    `contact: ${at('bob')}`,
    [`contact: ${at('bob')} / fallback (team:customer-success)`],
  ],
  ['the fallback is a team too', 'facts: {}', 'contact: team:customer-success', []],
  [
    'who should not',
    TIMES,
    `not_contact: [${at('ann')}, ${at('bob')}]`,
    [`not_contact: not ${at('bob')} / ${at('bob')}`],
  ],
  [
    'another reason and row',
    TIMES,
    'reason: renewal, row: renewal',
    ['reason: renewal / named_csm', 'row: renewal / vip'],
  ],
  [
    'a field that is shown',
    TIMES,
    'hidden: [booking_link, headshot_url]',
    ['hidden: booking_link / https://calendly.com/yourcompany-bob'],
  ],
  ['a field that is not', TIMES, 'shown: [title, headshot_url]', ['shown: headshot_url / it isn’t there']],
  ['there', TIMES, 'availability: available', []],
  [
    'not there',
    `at: 2026-11-23T20:00:00+01:00, ${TIMES}`,
    'availability: off_hours, next_available: 2026-11-24T08:00:00Z',
    [],
  ],
  [
    'there, and later',
    TIMES,
    'availability: off_hours, next_available: 2026-11-24T09:00:00+01:00',
    ['availability: off_hours / available', 'next_available: 2026-11-24T08:00:00Z / none'],
  ],
  [
    'urgent passes over who sleeps',
    `at: 2026-11-23T20:00:00+01:00, urgency: urgent, ${TIMES}`,
    'contact: team:priority-desk',
    [],
  ],
  [
    'days to a date',
    'facts: { account.days_to_renewal: 90 }, topic: commercial',
    'row: renewal, contact: team:sales',
    [],
  ],
  [
    'a day too many',
    'facts: { account.days_to_renewal: 91 }, topic: commercial',
    'row: renewal',
    ['row: renewal / otherwise'],
  ],
  ['the date itself', 'facts: { account.renewal_date: 2026-11-23 }, topic: commercial', 'row: renewal', []],
  ['an address that was typed', `email: lena@customer.example, ${TIMES}`, 'contact: team:priority-desk', []],
  ['an address that is stated', `email: Lena@customer.example, verified: yes, ${TIMES}`, `contact: ${at('bob')}`, []],
  ['a stated account', `verified: true, ${TIMES}`, `contact: ${at('bob')}`, []],
  [
    'the whole team',
    `${VIP}, assignments: { AE: ${at('zoe')}, CSM: ${at('bob')} }`,
    `team: [${at('bob')}, ${at('zoe')}]`,
    [],
  ],
  ['of the team one', TIMES, `team: [${at('bob')}, ${at('zoe')}]`, [`team: ${at('bob')}, ${at('zoe')} / ${at('bob')}`]],
  ['a team of nobody', 'facts: {}', 'team: [fallback]', []],
  [
    'the health',
    'audience: teams, facts: { account.days_to_renewal: -1 }',
    'status: At Risk, row: renewal-overdue',
    [],
  ],
  ['another health', 'audience: teams, facts: {}', 'status: Healthy', ['status: Healthy / Unknown']],
];

describe('what is expected, and what comes', () => {
  it.each(CELLS)('%s', async (_why, given, expected, saw) => {
    expect(await missed(`  - { name: x, given: { ${given} }, expect: { ${expected} } }\n`)).toEqual(saw);
  });
});

describe('the same contact as in another scenario', () => {
  const pool = (name: string, company: string, expected: string): string =>
    `  - { name: ${name}, given: { company: ${company}, facts: { account.tier: Standard }, topic: commercial, people: ${POOL} }, expect: ${expected} }\n`;
  const POOL = `{ ${['a', 'b', 'c', 'd', 'e'].map((name) => `${at(name)}: { roles: [AE] }`).join(', ')} }`;
  const edits = [
    { file: 'guardrails/escalation.yaml', old: 'route: [role:CSM, backup]', now: 'route: [team:pool]' },
    {
      file: 'concierge.yaml',
      old: 'teams:',
      now: 'teams:\n  pool: { name: Pool, email: pool@yourcompany.example, members: { role: AE } }',
    },
  ];

  it('is that of the same account, and need not be of another', async () => {
    const companies = ['Acorn', 'Birch', 'Cedar', 'Damson', 'Elder'];
    const text = companies.map((company) => pool(company, company, '{ contact: member:pool }')).join('');
    const again = companies
      .map((company) => pool(`${company} again`, company, `{ same_contact_as: ${company} }`))
      .join('');
    const others = companies
      .map((company) => pool(`${company} and another`, company, '{ same_contact_as: Acorn }'))
      .join('');
    const { scenarios, ground } = staged(text + again + others, edits);
    const attempt = suite(scenarios, ground);
    const tried = await Promise.all(scenarios.map(attempt));
    const failed = tried.filter(({ mismatches }) => mismatches.length > 0).map(({ scenario }) => scenario.name);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.every((name) => name.endsWith('and another'))).toBe(true);
    expect(failed).not.toContain('Acorn and another');
  });

  it('is asked for although it isn’t chosen itself', () => {
    const { scenarios } = staged(
      pool('One', 'Acorn', '{ row: otherwise }') +
        pool('Two', 'Acorn', '{ same_contact_as: One }') +
        pool('Three', 'Birch', '{ row: otherwise }'),
      edits,
    );
    const chosen = scenarios.filter(({ name }) => name === 'Two');
    expect(withReferred(chosen, scenarios).map(({ name }) => name)).toEqual(['Two', 'One']);
  });
});

it('can’t look a real customer up where there is no directory', async () => {
  const { scenarios, ground } = staged('  - { name: x, given: { account: 1001 }, expect: { row: vip } }\n');
  const [scenario] = scenarios;
  await expect(scenario && suite(scenarios, ground)(scenario)).rejects.toThrow('Nothing was ever imported.');
});
