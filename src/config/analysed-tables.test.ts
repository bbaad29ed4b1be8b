/** What `check` says of tables that can be read and don't mean what was meant: the change to the starter, and the exact text. */
import { describe, expect, test } from 'vitest';
import { problemsOf, workspaceFolder } from '../../test/support/workspace-folder.ts';
import { loadWorkspace } from './load-workspace.ts';

const COMPANY = 'concierge.yaml';
const ESCALATION = 'guardrails/escalation.yaml';
const HEALTH = 'guardrails/health.yaml';
const PEOPLE = 'sources/people.yaml';

/** The row that each case writes above the starter's `renewal`; its place is line 14. */
const ABOVE = '  - id: renewal\n';
const ROUTE = 'route: [team:sales], reason: renewal';

type Change = {
  readonly why: string;
  readonly file: string;
  readonly old: string;
  readonly now: string;
  readonly says: readonly string[];
};

const row = (id: string, when: string, rest = ROUTE): string => `  - { id: ${id}, when: { ${when} }, ${rest} }\n`;
const rows = (why: string, written: string, ...says: readonly string[]): Change => ({
  why,
  file: ESCALATION,
  old: ABOVE,
  now: `${written}${ABOVE}`,
  says,
});

const CHANGES: readonly Change[] = [
  rows(
    'a row that one above it covers',
    row('vip-billing', 'account.tier: VIP, topic: billing'),
    'guardrails/escalation.yaml:14:5: warning: Row `vip-billing` can never fire: whatever fits it fits `vip` above it, for example where account.tier is `VIP` and topic is `billing`. Move it above `vip`, or delete it.',
  ),
  rows(
    'a row that two above it cover together',
    row('standard', 'account.tier: Standard') + row('billing', 'topic: billing, account.tier: { missing: no }'),
    'guardrails/escalation.yaml:15:5: warning: Row `billing` can never fire: whatever fits it fits `vip` or `standard` above it, for example `vip` where account.tier is `VIP` and topic is `billing`. Move it above them, or delete it.',
  ),
  rows(
    'a row that numbers cover together',
    row('early', 'account.days_to_renewal: { above: 10 }') +
      row('late', 'account.days_to_renewal: { below: 11 }', 'route: [team:customer-success], reason: your_team') +
      row('any-day', 'account.days_to_renewal: { missing: no }'),
    'guardrails/escalation.yaml:16:5: warning: Row `any-day` can never fire: whatever fits it fits `early` or `late` above it, for example `late` where account.days_to_renewal is `-1`. Move it above them, or delete it.',
    'guardrails/escalation.yaml:17:5: warning: Row `renewal` can never fire: whatever fits it fits `early` or `late` above it, for example `late` where account.days_to_renewal is `0` and topic is `commercial`. Move it above them, or delete it.',
  ),
  rows(
    'a cell that no value passes',
    row('between', 'account.days_to_renewal: { above: 3, below: 4 }'),
    'guardrails/escalation.yaml:14:53: warning: Row `between` can never fire: no value of `account.days_to_renewal` fits it. Mend the cell, or delete the row.',
  ),
  rows(
    'a cell that is left no value',
    row('neither', 'account.tier: { not: [VIP, Standard], missing: no }'),
    'guardrails/escalation.yaml:14:42: warning: Row `neither` can never fire: no value of `account.tier` fits it. Mend the cell, or delete the row.',
  ),
  rows(
    'cells that contradict each other',
    row('undated', 'account.renewal_date: { missing: yes }, account.days_to_renewal: 0..30'),
    "guardrails/escalation.yaml:14:26: warning: Row `undated` can never fire: it can't be that account.days_to_renewal is `0` and account.renewal_date is missing. Mend the cells, or delete the row.",
  ),
  rows(
    'FEEL that is not analysed',
    row('odd', 'account.days_to_renewal: { feel: "odd(?) and ? != null" }'),
    'guardrails/escalation.yaml:14:49: warning: This FEEL is not analysed: nothing is said of rows that `odd` may cover, and of it only what its other cells tell. Where you can, write it with values, ranges, comparisons, `not(…)` and `null` alone.',
  ),
  rows(
    'FEEL over the values of an enum is',
    row('v', 'account.tier: { feel: "starts with(?, \\"V\\") and ? != null" }'),
    'guardrails/escalation.yaml:14:5: warning: Row `v` can never fire: whatever fits it fits `vip` above it, for example where account.tier is `VIP`. Move it above `vip`, or delete it.',
  ),
  rows('rows that differ', row('vip-no-topic', 'topic: { missing: yes }, account.tier: Standard')),
  {
    why: 'a row that decides as the next one would',
    file: ESCALATION,
    old: '  - id: otherwise\n',
    now: `${row('standard', 'account.tier: Standard', 'route: [role:CSM, backup], reason: { default: your_team, role: named_csm, backup: covering }')}  - id: otherwise\n`,
    says: [
      'guardrails/escalation.yaml:19:5: warning: Row `standard` changes nothing: without it, `otherwise` would decide the same. Delete it, or let it decide otherwise.',
    ],
  },
  {
    why: 'an input that no row takes',
    file: ESCALATION,
    old: '  - id: otherwise\n',
    now: '  - id: otherwise\n    when: { account.tier: Standard }\n',
    says: [
      'guardrails/escalation.yaml:19:5: warning: No row fits where account.tier is missing and account.days_to_renewal is `-1`: then the fallback answers. Add a last row without `when`, so that it is you who decides.',
    ],
  },
  {
    why: 'an input that perhaps no row takes',
    file: HEALTH,
    old: '  - id: otherwise\n',
    now: `  - id: otherwise\n    when: { account.days_to_renewal: { feel: '? = null or ? >= 0' } }\n`,
    says: [
      'guardrails/health.yaml:12:5: warning: It is not proved that a row always fits: where account.days_to_renewal is `0`, only the FEEL of `account.days_to_renewal` in `otherwise` decides, which is not analysed. Add a last row without `when`, so that it is you who decides.',
      'guardrails/health.yaml:13:38: warning: This FEEL is not analysed: nothing is said of rows that `otherwise` may cover, and of it only what its other cells tell. Where you can, write it with values, ranges, comparisons, `not(…)` and `null` alone.',
    ],
  },
  {
    why: 'an account whose health no row tells',
    file: HEALTH,
    old: '  - id: otherwise\n',
    now: '  - id: otherwise\n    when: { account.tier: Standard }\n',
    says: [
      'guardrails/health.yaml:12:5: warning: No row fits where account.days_to_renewal is `0` and account.tier is `VIP`: then the health is Unknown. Add a last row without `when`, so that it is you who decides.',
    ],
  },
  {
    why: 'a link behind a team that is always there',
    file: ESCALATION,
    old: 'manager, team:priority-desk]',
    now: 'manager, team:priority-desk, team:sales]',
    says: [
      'guardrails/escalation.yaml:11:60: warning: `team:priority-desk` answers at any hour, so what stands behind it is never tried. Move `team:priority-desk` to the end, or delete what follows.',
    ],
  },
  {
    why: 'a link behind one that is passed over, since its address is hidden',
    file: ESCALATION,
    old: 'manager, team:priority-desk]',
    now: 'manager, team:priority-desk, team:sales]\n    hide: [email]',
    says: [],
  },
  {
    why: 'a link that was asked already',
    file: ESCALATION,
    old: '[role:AE, backup, team:sales]',
    now: '[role:AE, role:CSM, role:AE, team:sales]',
    says: ['guardrails/escalation.yaml:16:32: warning: `role:AE` was asked already in this chain. Delete it.'],
  },
  {
    why: 'the same backup again',
    file: ESCALATION,
    old: '[role:AE, backup, team:sales]',
    now: '[role:AE, backup, manager, backup, team:sales]',
    says: [
      'guardrails/escalation.yaml:16:39: warning: This `backup` is that of `role:AE` again, who was asked for it already. Delete it.',
    ],
  },
  {
    why: 'the backup of each',
    file: ESCALATION,
    old: '[role:AE, backup, team:sales]',
    now: '[role:AE, backup, role:CSM, backup, manager, manager, team:sales]',
    says: [],
  },
  {
    why: 'a manager whom nobody knows',
    file: PEOPLE,
    old: '      manager: { column: Manager, in: email }\n',
    now: '',
    says: [
      "guardrails/escalation.yaml:11:31: warning: No source says who anybody's manager is, so `manager` finds nobody. Map `manager` of a person, or delete it.",
    ],
  },
  {
    why: 'a deputy whom nobody knows',
    file: PEOPLE,
    old: '      deputy: { column: Deputy, in: email }\n',
    now: '',
    says: [11, 16, 20].map(
      (line) =>
        `guardrails/escalation.yaml:${line}:${line === 16 ? 22 : 23}: warning: No source says who anybody's deputy is, so \`backup\` finds nobody. Map \`deputy\` of a person, or delete it.`,
    ),
  },
  {
    why: 'a reason for a link that is not there',
    file: ESCALATION,
    old: 'reason: renewal',
    now: 'reason: { default: renewal, manager: covering }',
    says: [
      'guardrails/escalation.yaml:17:42: warning: Row `renewal` routes to no `manager`, so nobody reads `covering` here. Delete it, or add a `manager` to the route.',
    ],
  },
  {
    why: 'a reason that no row tells',
    file: ESCALATION,
    old: 'reasons:\n',
    now: 'reasons:\n  hello: { en: Hello }\n',
    says: ['guardrails/escalation.yaml:25:3: warning: No row tells the reason `hello`. Use it, or delete it.'],
  },
  {
    why: 'a reason without the languages of the others',
    file: ESCALATION,
    old: '{ en: Our priority desk, de: Unser Team für dringende Anliegen }',
    now: 'Our priority desk',
    says: [
      'guardrails/escalation.yaml:27:3: warning: The reason `priority_desk` has no wording in de, as others have: whoever asks so reads en. Add `de: …`.',
    ],
  },
  {
    why: 'a language of one reason only',
    file: ESCALATION,
    old: 'de: Ihre Ansprechperson für die Verlängerung',
    now: 'de: Ihre Ansprechperson, fr: Votre interlocuteur',
    says: [
      'guardrails/escalation.yaml:28:73: warning: Only `renewal` has a wording in fr: with 4 other reasons, whoever asks so reads en. Add `fr: …` to the others, or delete it.',
    ],
  },
  {
    why: 'a language that another one covers',
    file: ESCALATION,
    old: 'de: Ihre Ansprechperson für die Verlängerung',
    now: 'de: Ihre Ansprechperson, de-AT: Ihre Ansprechperson',
    says: [],
  },
  {
    why: 'the own words of the program, which are English',
    file: ESCALATION,
    old: '  your_team: { en: Your Customer Success team, de: Ihr Customer-Success-Team }\n',
    now: '',
    says: [
      'concierge.yaml:11:11: warning: The reason `your_team` has no wording in de, as others have: whoever asks so reads en. Word it under `reasons`. Add `de: …`.',
    ],
  },
  {
    why: 'days that are counted from a date that no source fills',
    file: COMPANY,
    old: 'account.renewal_date }',
    now: 'account.lost_on }\n  account.lost_on: { type: date }',
    says: [
      'concierge.yaml:17:3: warning: No source fills `account.lost_on`, from which `account.days_to_renewal` is counted, so it is always missing. Map `account.lost_on` in a source, or delete it.',
      'concierge.yaml:18:3: warning: No source fills the fact `account.lost_on`, so it is always missing. Map `account.lost_on` in a source, or delete it.',
    ],
  },
];

/**
 * So many guests in one room fewer: two of them share one, or one has none. A row for each way in which that may be, so that a
 * row always fits, which takes long to prove (the pigeonhole principle).
 */
function fullHouse(guests: number): { readonly facts: string; readonly rules: string } {
  const names = Array.from({ length: guests }, (_, guest) => `account.guest_${guest}`);
  const rooms = names.slice(1).map((_, room) => `R${room}`);
  const homeless = names.map((guest) => `${guest}: { missing: yes }`);
  const shared = names.flatMap((guest, index) =>
    names.slice(index + 1).flatMap((other) => rooms.map((room) => `${guest}: ${room}, ${other}: ${room}`)),
  );
  const rules = [...homeless, ...shared].map(
    (when, index) => `  - { id: r${index}, when: { ${when} }, status: At Risk }\n`,
  );
  const facts = names.map((guest) => `  ${guest}: { type: enum, values: [${rooms.join(', ')}] }\n`);
  return { facts: facts.join(''), rules: rules.join('') };
}

describe('what a table does not mean is said with its place, an example and how to mend it', () => {
  test.each(CHANGES)('$why', ({ file, old, now, says }) => {
    expect(problemsOf(workspaceFolder([{ file, old, now }]))).toEqual(says);
  });

  test('a table that is too much work is not proved', () => {
    const { facts, rules } = fullHouse(8);
    const folder = workspaceFolder([{ file: COMPANY, old: 'facts:\n', now: `facts:\n${facts}` }], {
      [HEALTH]: `decision: account_health\nrules:\n${rules}`,
    });
    expect(problemsOf(folder).filter((line) => line.startsWith(HEALTH))).toEqual([
      'guardrails/health.yaml:206:5: warning: It is not proved that a row always fits: that takes more work than `check` does for one table. Add a last row without `when`, so that it is you who decides.',
    ]);
  });

  test('serving does not look for it', () => {
    const folder = workspaceFolder([{ file: ESCALATION, old: ABOVE, now: row('again', 'account.tier: VIP') + ABOVE }]);
    expect(problemsOf(folder)).toHaveLength(1);
    expect(loadWorkspace(folder).problems).toEqual([]);
  });
});
