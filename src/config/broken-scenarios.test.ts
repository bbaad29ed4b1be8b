/** What is said of each fault that a scenario can have: the fault, and the exact text. */
import { relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { workspaceFolder } from '../../test/support/workspace-folder.ts';
import { problemText } from '../base/problem.ts';
import { loadScenarios } from './load-scenarios.ts';
import { requireWorkspace } from './load-workspace.ts';

const GOOD = `given:
  at: 2026-11-23T10:00:00+01:00
  people:
    ann@yourcompany.example: { away: { from: 2026-11-16, to: 2026-11-27, deputy: bob@yourcompany.example } }
scenarios:
  - name: A VIP meets the deputy
    given: { facts: { account.tier: VIP }, assignments: { CSM: ann@yourcompany.example }, topic: billing }
    expect: { contact: bob@yourcompany.example, reason: covering, row: vip }
  - name: A real account
    given: { account: 1001 }
    expect: { contact: "team:sales" }
`;

function problemsAfter(old: string, now: string): readonly string[] {
  if (GOOD.split(old).length !== 2) throw new Error(`"${old}" doesn't stand there once`);
  return problemsOf({ 'scenarios/one.yaml': GOOD.replace(old, () => now) });
}

function problemsOf(files: Readonly<Record<string, string>>): readonly string[] {
  const folder = workspaceFolder([], { 'scenarios/first.yaml': null, ...files });
  return loadScenarios(requireWorkspace(folder)).problems.map(({ place, ...rest }) =>
    problemText({ ...rest, place: { ...place, file: relative(folder, place.file) } }),
  );
}

test('a good file has no problem', () => {
  expect(problemsOf({ 'scenarios/one.yaml': GOOD })).toEqual([]);
});

const CELLS: readonly (readonly [why: string, old: string, now: string, says: readonly string[]])[] = [
  [
    'a misspelt key',
    'expect: { contact: "team:sales" }',
    'expects: { contact: "team:sales" }',
    ['scenarios/one.yaml:11:5: error: `expects` is not known here. Did you mean `expect`?'],
  ],
  [
    'a parent that is asked about',
    'given: { account: 1001 }',
    'given: { account: 1001, parent: { facts: { account.teer: VIP }, email: kim@kirk.example } }',
    ['scenarios/one.yaml:10:69: error: `email` is not known here. Known here: company, facts, assignments.'],
  ],
  [
    'a parent of a real account',
    'given: { account: 1001 }',
    'given: { account: 1001, parent: { facts: { account.tier: VIP } } }',
    ['scenarios/one.yaml:10:29: error: A real account has its own parent. Delete it, or delete `account`.'],
  ],
  [
    'facts and roles of a parent that there aren’t',
    'topic: billing }',
    'topic: billing, parent: { facts: { account.teer: VIP, account.tier: Gold }, assignments: { CMS: ann@yourcompany.example } } }',
    [
      'scenarios/one.yaml:7:126: error: There is no fact `account.teer`. Did you mean `account.tier`?',
      'scenarios/one.yaml:7:159: error: `Gold` is not allowed here. Allowed: VIP, Standard.',
      'scenarios/one.yaml:7:182: error: There is no role `CMS`. Did you mean `CSM`?',
    ],
  ],
  [
    'no moment',
    'at: 2026-11-23T10:00:00+01:00',
    'language: de',
    [
      'scenarios/one.yaml:7:12: error: The moment is missing. Add `at: …`, like `at: 2026-12-24T09:00:00+01:00`.',
      'scenarios/one.yaml:10:12: error: The moment is missing. Add `at: …`, like `at: 2026-12-24T09:00:00+01:00`.',
    ],
  ],
  [
    'a moment without a zone',
    '2026-11-23T10:00:00+01:00',
    '2026-11-23T10:00:00',
    [
      'scenarios/one.yaml:2:7: error: `2026-11-23T10:00:00` is not allowed here. Write it with its zone, like `2026-12-24T09:00:00Z` or `2026-12-24T09:00:00+01:00`.',
    ],
  ],
  [
    'a moment that there is not',
    '2026-11-23T10:00:00+01:00',
    '2026-13-23T10:00:00+01:00',
    [
      'scenarios/one.yaml:2:7: error: There is no moment `2026-13-23T10:00:00+01:00`. Write a day and a time that there are.',
    ],
  ],
  [
    'no such fact',
    'account.tier: VIP',
    'account.teir: VIP',
    ['scenarios/one.yaml:7:23: error: There is no fact `account.teir`. Did you mean `account.tier`?'],
  ],
  [
    'a fact of the question',
    'account.tier: VIP',
    'topic: billing',
    [
      'scenarios/one.yaml:7:23: error: `topic` is of the question, not of the account. Write `topic: …` beside `facts`.',
    ],
  ],
  [
    'a fact of the program',
    'account.tier: VIP',
    'match.verified: true',
    [
      'scenarios/one.yaml:7:23: error: `match.verified` is of the question, not of the account. Delete it: the question says it.',
    ],
  ],
  [
    'no such value',
    'account.tier: VIP',
    'account.tier: VPI',
    ['scenarios/one.yaml:7:37: error: `VPI` is not allowed here. Did you mean `VIP`? Allowed: VIP, Standard.'],
  ],
  [
    'no number',
    'account.tier: VIP',
    'account.days_to_renewal: soon',
    [
      'scenarios/one.yaml:7:48: error: `soon` is not a whole number. Write digits, without quotes and separators, like `90`.',
    ],
  ],
  [
    'a day said twice',
    'account.tier: VIP',
    'account.renewal_date: 2026-12-24, account.days_to_renewal: 3',
    [
      'scenarios/one.yaml:7:82: error: This makes `account.renewal_date` 2026-11-26, and another fact makes it 2026-12-24. Delete one.',
    ],
  ],
  ['no such role', 'CSM:', 'CMS:', ['scenarios/one.yaml:7:59: error: There is no role `CMS`. Did you mean `CSM`?']],
  [
    'no such topic',
    'topic: billing',
    'topic: biling',
    ['scenarios/one.yaml:7:98: error: There is no topic `biling`. Did you mean `billing`?'],
  ],
  [
    'no such reason',
    'reason: covering',
    'reason: coverin',
    ['scenarios/one.yaml:8:57: error: There is no reason `coverin`. Did you mean `covering`?'],
  ],
  [
    'no such row',
    'row: vip',
    'row: vips',
    ['scenarios/one.yaml:8:72: error: There is no row `vips`. Did you mean `vip`?'],
  ],
  [
    'no such team',
    '"team:sales"',
    '"team:sale"',
    ['scenarios/one.yaml:11:24: error: There is no team `sale`. Did you mean `sales`?'],
  ],
  [
    'a team without its word',
    '"team:sales"',
    'sales',
    ['scenarios/one.yaml:11:24: error: `sales` names nobody. Did you mean `team:sales`?'],
  ],
  [
    'nobody',
    '"team:sales"',
    'somebody',
    [
      'scenarios/one.yaml:11:24: error: `somebody` names nobody. Write an e-mail address, `team:NAME`, `member:NAME` or `fallback`.',
    ],
  ],
  [
    'no such calendar',
    '{ away:',
    '{ calendar: ofice, away:',
    ['scenarios/one.yaml:4:42: error: There is no calendar `ofice`. Did you mean `office`?'],
  ],
  [
    'no such time zone',
    '{ away:',
    '{ timezone: Berlin, away:',
    ['scenarios/one.yaml:4:42: error: There is no time zone `Berlin`. Write one like `Europe/Berlin`.'],
  ],
  [
    'a leave that ends before it begins',
    'to: 2026-11-27',
    'to: 2026-11-07',
    ['scenarios/one.yaml:4:62: error: The leave ends before it begins, on 2026-11-16. Write the later day here.'],
  ],
  [
    'a day that there is not',
    'to: 2026-11-27',
    'to: 2026-11-31',
    ['scenarios/one.yaml:4:62: error: There is no day `2026-11-31`. Write a day that there is, like `2026-12-24`.'],
  ],
  [
    'somebody who is not described as a person',
    '{ away:',
    '{ absent: yes, away:',
    [
      'scenarios/one.yaml:4:32: error: `absent` is not known here. Known here: name, title, is, left, away, deputy, manager, roles, calendar, timezone, booking_link, languages, region, products, open_load.',
    ],
  ],
  [
    'a real account with made-up facts',
    '{ account: 1001 }',
    '{ account: 1001, facts: { account.tier: VIP } }',
    ['scenarios/one.yaml:10:29: error: A real account has its own facts. Delete it, or delete `account`.'],
  ],
  [
    'nobody asked about',
    '{ account: 1001 }',
    '{ language: de }',
    [
      'scenarios/one.yaml:10:12: error: Nobody is asked about. Give an `account`, an `email`, or `facts` of a made-up account.',
    ],
  ],
  [
    'no e-mail address',
    '{ account: 1001 }',
    '{ email: lena }',
    ['scenarios/one.yaml:10:21: error: `lena` is not an e-mail address. Write it like `aoife@customer.example`.'],
  ],
  [
    'two identities stated',
    '{ account: 1001 }',
    '{ account: 1001, email: a@b.example, verified: yes }',
    ['scenarios/one.yaml:10:36: error: A platform states one identity. With `verified`, give `account` or `email`.'],
  ],
  [
    'nothing expected',
    '{ contact: "team:sales" }',
    '{}',
    [
      'scenarios/one.yaml:11:13: error: Nothing is expected. Add one of: contact, not_contact, same_contact_as, reason, row, hidden, shown, availability, next_available.',
    ],
  ],
  [
    'a tool that the audience lacks',
    '{ contact: "team:sales" }',
    '{ status: Healthy }',
    ['scenarios/one.yaml:10:12: error: Customers have no get_account_health. Write `audience: teams`.'],
  ],
  [
    'an answer of another tool',
    '{ contact: "team:sales" }',
    '{ team: [fallback], reason: renewal }',
    [
      "scenarios/one.yaml:11:33: error: get_account_team doesn't answer with `reason`. Write a scenario of its own for it, with `tool: get_escalation_contact`.",
    ],
  ],
  [
    'a question of another tool',
    '{ account: 1001 }',
    '{ account: 1001, tool: get_account_team, topic: billing }',
    [
      'scenarios/one.yaml:10:53: error: get_account_team takes no topic. Delete it.',
      "scenarios/one.yaml:11:15: error: get_account_team doesn't answer with `contact`. Write a scenario of its own for it, with `tool: get_escalation_contact`.",
    ],
  ],
  [
    'no such scenario',
    '{ contact: "team:sales" }',
    '{ same_contact_as: A VIP meets a deputy }',
    [
      'scenarios/one.yaml:11:32: error: There is no scenario `A VIP meets a deputy`. Did you mean `A VIP meets the deputy`?',
    ],
  ],
  [
    'the same as itself',
    '{ contact: "team:sales" }',
    '{ same_contact_as: A real account }',
    ['scenarios/one.yaml:11:32: error: A scenario is always the same as itself. Name another one.'],
  ],
  [
    'two of one name',
    'A real account',
    'A VIP meets the deputy',
    ['scenarios/one.yaml:9:11: error: Another scenario has this name. Say what is different here.'],
  ],
];

describe('a fault is named with its place and how to mend it', () => {
  test.each(CELLS)('%s', (_why, old, now, says) => {
    expect(problemsAfter(old, now)).toEqual(says);
  });

  test('a name that another file has taken', () => {
    expect(problemsOf({ 'scenarios/one.yaml': GOOD, 'scenarios/two.yaml': GOOD })).toEqual([
      'scenarios/two.yaml:6:11: error: Another scenario has this name. Say what is different here.',
      'scenarios/two.yaml:9:11: error: Another scenario has this name. Say what is different here.',
    ]);
  });

  test('a file that ends otherwise, and one that is no YAML', () => {
    expect(problemsOf({ 'scenarios/one.yml': GOOD, 'scenarios/two.yaml': 'scenarios: [' })).toEqual([
      'scenarios/one.yml:1:1: error: Files end with `.yaml` here. Rename it to `one.yaml`.',
      'scenarios/two.yaml:1:13: error: This line is not indented like its neighbours. Give the lines of one list or map the same indentation.',
    ]);
  });
});
