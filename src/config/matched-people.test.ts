/** What is said of rotations, skills and managers in a workspace: the change to the starter, and the exact text. */
import { describe, expect, test } from 'vitest';
import { problemsOf, workspaceFolder } from '../../test/support/workspace-folder.ts';

type Edit = { readonly file: string; readonly old: string; readonly now: string };
type Case = readonly [why: string, edits: readonly Edit[], says: readonly string[]];

const COMPANY = 'concierge.yaml';
const PEOPLE = 'sources/people.yaml';
const ROTATION = 'people: [ann@yourcompany.example], from: 2026-11-02, handover: "09:00"';

/** A team on line 27, from column 59 on. */
const team = (rest: string): Edit => ({
  file: COMPANY,
  old: '  sales:',
  now: `  night: { name: Night, email: night@yourcompany.example, ${rest} }\n  sales:`,
});
/** A row on line 14. */
const row = (rest: string): Edit => ({
  file: 'guardrails/escalation.yaml',
  old: '  - id: renewal\n',
  now: `  - { id: x, when: { topic: billing }, ${rest} }\n  - id: renewal\n`,
});
const matched = (match: string, route = 'team:sales'): Edit =>
  row(`route: [${route}], reason: renewal, match: ${match}`);
const fact = (type: string): Edit => ({
  file: COMPANY,
  old: '  account.tier:',
  now: `  account.region: ${type}\n  account.tier:`,
});
const ACCOUNTS: Edit = {
  file: 'sources/accounts.yaml',
  old: '        account.tier:',
  now: '        account.region: Region\n        account.tier:',
};
const inPeople = (line: string): Edit => ({ file: PEOPLE, old: '      title:', now: `      ${line}\n      title:` });

const CASES: readonly Case[] = [
  ['a rotation that is right', [team(`rotation: { ${ROTATION} }`)], []],
  ['a manager of a role, whose backup follows', [row('route: [manager of role:CSM, backup], reason: renewal')], []],
  [
    'a skill that sources give',
    [matched('{ prefer: [language] }'), inPeople('languages: { column: Languages, transform: split_words }')],
    [],
  ],
  [
    'on call without a rotation',
    [team('strategy: on_call')],
    ['concierge.yaml:27:69: error: `on_call` needs to know whose turn it is. Add a `rotation`.'],
  ],
  [
    'a rotation that is not asked',
    [team(`strategy: sticky, rotation: { ${ROTATION} }`)],
    [
      "concierge.yaml:27:69: error: `sticky` doesn't ask whose turn it is. Write `strategy: on_call`, or delete `rotation`.",
    ],
  ],
  [
    'members beside a rotation',
    [team(`members: { role: CSM }, rotation: { ${ROTATION} }`)],
    [
      'concierge.yaml:27:59: error: Who is on call stands in the rotation. Delete `members`, or make them another team.',
    ],
  ],
  [
    'addresses that are not approved, in turn and in place of others',
    [
      team(
        'rotation: { people: [a@else.example], from: 2026-11-02, handover: "09:00", overrides: [{ from: 2026-12-24, to: 2026-12-24, person: b@else.example }] }',
      ),
    ],
    [
      'concierge.yaml:27:80: error: `a@else.example` is not in an approved domain. Use an address in yourcompany.example, or add its domain to `approved.email_domains`.',
      'concierge.yaml:27:190: error: `b@else.example` is not in an approved domain. Use an address in yourcompany.example, or add its domain to `approved.email_domains`.',
    ],
  ],
  [
    'a first day that there is not',
    [team('rotation: { people: [ann@yourcompany.example], from: 2026-02-30, handover: "09:00" }')],
    ['concierge.yaml:27:112: error: There is no day `2026-02-30`. Write a day that there is, like `2026-12-24`.'],
  ],
  [
    'a time zone that there is not',
    [team(`rotation: { ${ROTATION}, timezone: Europe/Berln }`)],
    ['concierge.yaml:27:153: error: There is no time zone `Europe/Berln`. Did you mean `Europe/Berlin`?'],
  ],
  [
    'a hand-over that is no time',
    [team('rotation: { people: [ann@yourcompany.example], from: 2026-11-02, handover: 9am }')],
    ['concierge.yaml:27:134: error: `9am` is not allowed here. Write a time of the day in quotes, like `"09:00"`.'],
  ],
  [
    'turns of no day',
    [team(`rotation: { ${ROTATION}, days: 0 }`)],
    ['concierge.yaml:27:149: error: `days` must be at least 1.'],
  ],
  [
    'a cover that ends before it begins',
    [
      team(
        `rotation: { ${ROTATION}, overrides: [{ from: 2026-12-26, to: 2026-12-24, person: bob@yourcompany.example }] }`,
      ),
    ],
    ['concierge.yaml:27:179: error: This ends before it begins, on 2026-12-26. Write the later day here.'],
  ],
  [
    'a day that two cover',
    [
      team(
        `rotation: { ${ROTATION}, overrides: [{ from: 2026-12-20, to: 2026-12-24, person: bob@yourcompany.example }, { from: 2026-12-24, to: 2026-12-26, person: bob@yourcompany.example }] }`,
      ),
    ],
    ['concierge.yaml:27:226: error: Somebody covers 2026-12-24 already. Let each day be covered once.'],
  ],
  [
    'a match of nothing',
    [matched('{}')],
    [
      'guardrails/escalation.yaml:14:85: error: Nothing is matched. Write `require: [region]`, or `prefer: [language]`.',
    ],
  ],
  [
    'a skill whose fact is not declared',
    [matched('{ require: [region] }')],
    [
      'guardrails/escalation.yaml:14:97: error: `region` is matched with the fact `account.region`, and there is none. Declare `account.region` under `facts` of concierge.yaml, or delete this.',
    ],
  ],
  [
    'a skill whose fact is no word',
    [matched('{ require: [region] }'), fact('{ type: number }')],
    [
      'guardrails/escalation.yaml:14:97: error: `region` is matched with the fact `account.region`, which is no word but a number. Declare `account.region` as `enum` or `string`.',
    ],
  ],
  [
    'a skill that is required and preferred',
    [matched('{ require: [language], prefer: [language] }')],
    ['guardrails/escalation.yaml:14:117: error: `language` is matched already. Say it once.'],
  ],
  [
    'a skill that there is not',
    [matched('{ require: [languages] }')],
    [
      'guardrails/escalation.yaml:14:97: error: `languages` is not allowed here. Did you mean `language`? One of: language, region, product.',
    ],
  ],
  [
    'a skill that no source gives',
    [matched('{ require: [language] }')],
    [
      'guardrails/escalation.yaml:14:97: warning: No source says `languages` of people, so nobody matches by language. Map `languages` of a person, or delete it.',
    ],
  ],
  [
    'a region that no source gives',
    [
      matched('{ require: [region] }'),
      fact('{ type: enum, values: [EMEA, AMER] }'),
      ACCOUNTS,
      inPeople('region: { column: Site, values: { Berlin: EMEA } }'),
    ],
    [
      'guardrails/escalation.yaml:14:97: warning: No source gives anybody the region `AMER`, as accounts may have it. Add it to the `values` of `region`, or say so in the row’s `when`.',
    ],
  ],
  [
    'a preference among nobody',
    [
      matched('{ prefer: [language] }', 'role:CSM'),
      inPeople('languages: { column: Languages, transform: split_words }'),
    ],
    [
      'guardrails/escalation.yaml:14:93: warning: Row `x` asks no team, and a preference is for whom of a team to ask first. Write `require`, or add a `team:` to the route.',
    ],
  ],
  [
    'a note about a language that is not preferred',
    [row('route: [team:sales], reason: { default: renewal, other_language: your_team }')],
    [
      'guardrails/escalation.yaml:14:105: warning: Row `x` prefers no language, so nobody reads `your_team` here. Add `match: { prefer: [language] }` to the row, or delete it.',
    ],
  ],
  [
    'a note without a wording',
    [row('route: [team:sales], reason: { default: renewal, other_language: in_englsh }')],
    [
      'guardrails/escalation.yaml:14:105: error: There is no reason `in_englsh`. Add it under `reasons:`. There are: named_csm, covering, priority_desk, renewal, your_team.',
    ],
  ],
  [
    'managers of nobody',
    [
      row(
        'route: [manager of, manager of backup, manager of manager of role:CSM, manager of rol:CSM], reason: renewal',
      ),
    ],
    [
      'guardrails/escalation.yaml:14:48: error: `manager of` names nobody. Write `manager of role:NAME` or `manager of person:EMAIL`.',
      'guardrails/escalation.yaml:14:60: error: `backup` is nobody whose manager can be meant. Write `manager of role:NAME` or `manager of person:EMAIL`; a `manager` behind it goes one higher.',
      'guardrails/escalation.yaml:14:79: error: `manager of role:CSM` is nobody whose manager can be meant. Write `manager of role:NAME` or `manager of person:EMAIL`; a `manager` behind it goes one higher.',
      'guardrails/escalation.yaml:14:111: error: `rol:CSM` is not a link of a chain. Did you mean `role:CSM`?',
    ],
  ],
  [
    'a manager of a role that nobody is given',
    [row('route: [manager of role:CMS], reason: renewal')],
    [
      'guardrails/escalation.yaml:14:48: warning: No source assigns the role `CMS`, so this link finds nobody. Did you mean `CSM`?',
    ],
  ],
  [
    'a manager where no source says any',
    [
      { file: 'guardrails/escalation.yaml', old: 'backup, manager, team', now: 'manager of role:CSM, team' },
      { file: 'guardrails/escalation.yaml', old: 'backup: covering, manager: covering', now: 'manager: covering' },
      { file: PEOPLE, old: 'manager:', now: '# manager:' },
    ],
    [
      "guardrails/escalation.yaml:11:23: warning: No source says who anybody's manager is, so `manager of role:CSM` finds nobody. Map `manager` of a person, or delete it.",
    ],
  ],
];

describe('rotations, skills and managers', () => {
  test.each(CASES)('%s', (_why, edits, says) => {
    expect(problemsOf(workspaceFolder(edits))).toEqual(says);
  });
});
