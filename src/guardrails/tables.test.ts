/** Tables as a whole: conditions read, structure checked, rows fired. */
import { describe, expect, it } from 'vitest';
import { factFrame } from '../facts/frame.ts';
import type { FactRow, FactValue } from '../facts/types.ts';
import { checkTable } from './check-table.ts';
import { compileTable, evaluate } from './compile.ts';
import { parseWhen } from './parse-when.ts';
import type { Cell, EscalationRule, HealthRule } from './table.ts';

const FRAME = factFrame(
  ['billing', 'commercial'],
  [
    { name: 'account.tier', type: { type: 'enum', values: ['VVIP', 'VIP', 'SMB'] }, origin: 'directory' },
    { name: 'account.days_to_renewal', type: { type: 'number' }, origin: 'derived' },
  ],
);

function row(values: Readonly<Record<string, FactValue>>): FactRow {
  return FRAME.facts.map(({ name }) => values[name] ?? null);
}

const VIP: Cell = { fact: 'account.tier', test: { kind: 'one_of', values: ['VVIP', 'VIP'] } };
const BILLING: Cell = { fact: 'topic', test: { kind: 'equals', value: 'billing' } };
const NO_TIER: Cell = { fact: 'account.tier', test: { kind: 'missing' } };

describe('evaluating a table', () => {
  const rules = [
    { id: 'vip-billing', when: [VIP, BILLING] },
    { id: 'vip', when: [VIP] },
    { id: 'unclassified', when: [NO_TIER] },
  ];
  const table = compileTable({ rules }, FRAME);

  /** facts, row that fires, result of each row tried, why */
  it.each<[Readonly<Record<string, FactValue>>, string | null, number[], string]>([
    [{ 'account.tier': 'VIP', topic: 'billing' }, 'vip-billing', [-1], 'the first row that fits ends it'],
    [{ 'account.tier': 'VIP', topic: 'commercial' }, 'vip', [1, -1], 'its second cell failed'],
    [{ 'account.tier': 'VIP' }, 'vip', [1, -1], 'a topic that was not asked fails'],
    [{ topic: 'billing' }, 'unclassified', [0, 0, -1], 'a missing tier'],
    [{ 'account.tier': 'SMB', topic: 'billing' }, null, [0, 0, 0], 'no row fires'],
  ])('%j → %s, %j: %s', (facts, fired, rows) => {
    const result = evaluate(table, row(facts));
    expect(result.rule?.id ?? null).toBe(fired);
    expect(result.rows).toEqual(rows);
  });

  it('fires a row without conditions', () => {
    expect(evaluate(compileTable({ rules: [{ id: 'always', when: [] }] }, FRAME), row({})).rule?.id).toBe('always');
  });

  it('refuses a fact that the frame does not have', () => {
    const unknown = { rules: [{ id: 'x', when: [{ fact: 'account.teir', test: { kind: 'missing' } as const }] }] };
    expect(() => compileTable(unknown, FRAME)).toThrow('account.teir');
  });
});

describe('reading conditions', () => {
  it('keeps the cells that can be read and tells of the others', () => {
    const word = (text: string) => ({ kind: 'word', text, quoted: false }) as const;
    const { cells, problems } = parseWhen(
      [
        ['account.tier', word('VIP')],
        ['account.teir', word('VIP')],
        ['account.days_to_renewal', { kind: 'map', entries: [['at_lest', word('3')]] }],
        ['shoe_size', word('43')],
      ],
      FRAME,
    );
    expect(cells).toEqual([{ fact: 'account.tier', test: { kind: 'equals', value: 'VIP' } }]);
    expect(problems).toEqual([
      {
        severity: 'error',
        path: ['account.teir'],
        message: 'There is no fact `account.teir`.',
        mend: 'Did you mean `account.tier`?',
      },
      {
        severity: 'error',
        path: ['account.days_to_renewal', 'at_lest'],
        message: '`at_lest` is not known here.',
        mend: 'Did you mean `at_least`?',
      },
      {
        severity: 'error',
        path: ['shoe_size'],
        message: 'There is no fact `shoe_size`.',
        mend: 'Declare it under `facts:`.',
      },
    ]);
  });
});

describe('checking a table', () => {
  const known = {
    frame: FRAME,
    teams: ['vip-desk', 'legal'],
    reasons: ['named_csm', 'your_team'],
    approver: { email: (text: string | null) => (text?.endsWith('@acme.example') === true ? text : undefined) },
  };
  const rule = (id: string, also: Partial<EscalationRule> = {}): EscalationRule => {
    const plain = { route: [], reason: 'your_team', hide: [], team: 'key_roles', ifClosed: 'return' } as const;
    return { id, when: [VIP], ...plain, ...also };
  };
  const health = (id: string, when: readonly Cell[] = []): HealthRule => ({ id, when, status: 'Healthy' });

  /** rules, severity, path, message, mend */
  it.each<
    [
      string,
      readonly (EscalationRule | HealthRule)[],
      'error' | 'warning',
      readonly (string | number)[],
      RegExp,
      RegExp,
    ]
  >([
    [
      'an id used twice',
      [rule('a'), rule('b'), rule('a')],
      'error',
      ['rules', 2, 'id'],
      /Row 1 is called `a` too/,
      /its own id/,
    ],
    [
      'a row that can never fire',
      [rule('a', { when: [] }), rule('hold')],
      'error',
      ['rules', 1],
      /`hold` can never fire: `a`/,
      /Move it above `a`/,
    ],
    [
      'the same in account_health',
      [health('a'), health('b', [VIP])],
      'error',
      ['rules', 1],
      /`b` can never fire/,
      /above `a`/,
    ],
    [
      'an unknown fact',
      [rule('a', { when: [{ ...VIP, fact: 'account.teir' }] })],
      'error',
      ['rules', 0, 'when', 'account.teir'],
      /no fact `account.teir`/,
      /`account.tier`/,
    ],
    [
      'an unknown team',
      [
        rule('a', {
          route: [
            { kind: 'role', role: 'CSM' },
            { kind: 'team', team: 'vip-dsk' },
          ],
        }),
      ],
      'error',
      ['rules', 0, 'route', 1],
      /no team `vip-dsk`/,
      /`vip-desk`/,
    ],
    [
      'a person elsewhere',
      [rule('a', { route: [{ kind: 'person', email: 'x@other.example' }] })],
      'error',
      ['rules', 0, 'route', 0],
      /not in an approved domain/,
      /approved.email_domains/,
    ],
    [
      'an unknown reason',
      [rule('a', { reason: 'named_cms' })],
      'error',
      ['rules', 0, 'reason'],
      /no reason `named_cms`/,
      /`named_csm`/,
    ],
    [
      'an unknown reason of a kind',
      [rule('a', { reason: { default: 'your_team', backup: 'zzz' } })],
      'error',
      ['rules', 0, 'reason', 'backup'],
      /no reason `zzz`/,
      /There are: named_csm, your_team/,
    ],
    [
      'hiding every channel',
      [rule('a', { hide: ['email', 'title', 'booking_link'] })],
      'warning',
      ['rules', 0, 'hide'],
      /no way to reach a person/,
      /Keep one/,
    ],
  ])('finds %s', (_what, rules, severity, path, message, mend) => {
    expect(checkTable({ rules }, known)).toEqual([
      {
        severity,
        path,
        message: expect.stringMatching(message) as string,
        mend: expect.stringMatching(mend) as string,
      },
    ]);
  });

  it('finds nothing wrong with a sound table', () => {
    const sound = [
      rule('a', {
        route: [{ kind: 'team', team: 'legal' }],
        hide: ['email'],
        reason: { default: 'your_team', role: 'named_csm' },
      }),
      rule('b', { route: [{ kind: 'person', email: 'jo@acme.example' }], when: [NO_TIER] }),
      rule('otherwise', { when: [] }),
    ];
    expect(checkTable({ rules: sound }, known)).toEqual([]);
    expect(checkTable({ rules: [health('a', [VIP]), health('b')] }, known)).toEqual([]);
  });
});
