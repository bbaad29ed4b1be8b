import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { account, ARR, row, surveyed, TIER } from '../../coverage/fixtures.ts';
import type { CoverageReport } from '../../coverage/report.ts';
import { person, team } from '../../guardrails/fixtures.ts';
import { bandText, factLabel, percent, worth } from './coverage-figures.ts';
import { coverageText } from './coverage-text.ts';

const isVip = [{ fact: 'account.tier', test: { kind: 'equals' as const, value: 'VIP' } }];
const vip = (arr: number) => ({ 'account.tier': 'VIP', 'account.arr_usd': arr });

const COMPANY = {
  people: [person('ann'), person('gone', { active: false, name: 'Gwendolyn Featherstonehaugh-Cholmondeley' })],
  teams: [team('desk')],
  rows: [
    row('security', 'team:desk', { when: [{ fact: 'topic', test: { kind: 'equals', value: 'billing' } }] }),
    row('vip', 'role:CSM, team:desk', { when: isVip }),
    row('otherwise', 'role:CSM'),
  ],
  accounts: [
    account('Aster', ['CSM ann'], vip(2_000_000)),
    account('Birch', ['CSM gone', 'AE gone'], vip(500_000)),
    account('Cedar', ['CSM gone'], { 'account.arr_usd': 1_200 }),
    account('Daisy'),
  ],
};

/** To a million accounts that are worth a hundred billion. */
const TIMES = new Map([
  ['accounts', 250_000],
  ['byName', 250_000],
  ['value', 40_000],
]);

function told(report: CoverageReport): string {
  return coverageText(report, { company: 'Acme' }, (text) => text);
}

describe('a coverage report in a terminal', () => {
  const { report } = surveyed(COMPANY);

  it('goes from the whole down to the names to mend', () => {
    expect(`${told(report)}\n`).toBe(`Who would answer for the 4 accounts of Acme
A plain question of an agent for customers: no topic, not urgent,
at 2026-11-23T09:00:00Z, release r1.

                             accounts    share         ARR    share
their own owner                     1   25.0 %  $2,000,000   80.0 %
a stand-in for the owner            0    0.0 %          $0    0.0 %
a team, as their row asks           0    0.0 %          $0    0.0 %
a team instead of the owner         1   25.0 %    $500,000   20.0 %
only the fallback                   2   50.0 %      $1,200   <0.1 %
all                                 4  100.0 %  $2,501,200  100.0 %
1 account without account.arr_usd: counted, but worth nothing here.

By tier  accounts  owner  stand-in  team  fallback         ARR
VIP             2      1         0     1         0  $2,500,000
(none)          2      0         0     0         2      $1,200

By ARR        accounts  owner  stand-in  team  fallback         ARR
$1M to $10M          1      1         0     0         0  $2,000,000
$100K to $1M         1      0         0     1         0    $500,000
$1K to $10K          1      0         0     0         1      $1,200
(none)               1      0         0     0         1          $0

Why not the owner  accounts  stand-in  team  fallback       ARR
no owner                  1         0     0         1        $0
left                      2         0     1         1  $501,200

By row     accounts  owner  stand-in  team  fallback         ARR
vip               2      1         0     1         0  $2,500,000
otherwise         2      0         0     0         2      $1,200

Team  row  why      accounts  by name       ARR
desk  vip  instead         1        0  $500,000

Only the fallback  why       owner                     ARR
Cedar Inc          left      Gwendolyn Feathersto…  $1,200
Daisy Inc          no owner

Stale owner            why   still holds  accounts       ARR
Gwendolyn Feathersto…  left  AE, CSM             2  $501,200

\`otherwise\` takes 2 accounts, $1,200 ARR.
Never fires for a plain question (waiting for topic): security.
`);
  });

  it('keeps to eighty columns at a million accounts', () => {
    const worst = surveyed({
      ...COMPANY,
      people: [...COMPANY.people, person('far', { name: '山田恵子'.repeat(5), email: 'far@elsewhere.example' })],
      accounts: [
        ...COMPANY.accounts.slice(1),
        { ...account('x', ['CSM far', 'AE far', 'Partner Manager far']), name: 'Kleininger, Rosenauer und Söhne GmbH' },
      ],
    });
    const large = JSON.parse(JSON.stringify(worst.report), (key, value: unknown) =>
      typeof value === 'number' && TIMES.has(key) ? value * (TIMES.get(key) ?? 1) : value,
    ) as CoverageReport;
    const lines = told(large).split('\n');
    expect(lines.filter((line) => stringWidth(line) > 80)).toEqual([]);
    expect(lines[0]).toBe('Who would answer for the 1,000,000 accounts of Acme');
  });

  it('shows the first stale owners and dead ends, and how many more there are', () => {
    const keys = Array.from({ length: 25 }, (_, index) => `p${String(index).padStart(2, '0')}`);
    const many = surveyed({
      people: keys.map((key) => person(key, { active: false })),
      accounts: keys.map((key, index) => account(key, [`CSM ${key}`], { 'account.arr_usd': 1000 - index })),
    });
    const text = told(many.report);
    expect(text).toMatch(/^p09 Inc .*\n… and 15 more: --csv has all\.$/m);
    expect(text).toMatch(/^p19 .*\n… and 5 more: --json has all\.$/m);
  });

  it('says in a line each what it does without', () => {
    const text = told(surveyed({ ...COMPANY, facts: [], rows: [row('x', 'role:CSM', { when: [] })] }).report);
    expect(text).toContain('No breakdown: no enum fact is called account.tier; choose one with --by.');
    expect(text).toContain('No sums: no number fact is called account.arr_usd; choose one with --value.');
    expect(text).toContain('`x` takes 4 accounts.');
    expect(text).not.toMatch(/ARR|\$/);
  });

  it('says what falls through a table without a row that always fits', () => {
    const rows = [row('vip', 'role:CSM', { when: isVip })];
    const { report: open } = surveyed({ ...COMPANY, rows });
    expect(told(open)).toContain('No row always fits: none is for 2 accounts, $1,200 ARR.');
  });

  it('of no account is a line', () => {
    const text = told(surveyed({ accounts: [] }).report);
    expect(text).toBe('The directory of Acme holds no account.');
  });

  it('breaks long lists of rows', () => {
    const silent = Array.from({ length: 20 }, (_, index) => row(`quiet-row-${index}`, 'role:CSM', { when: isVip }));
    const text = told(
      surveyed({ facts: [TIER, ARR], accounts: [account('1')], rows: [...silent, row('x', 'role:CSM')] }).report,
    );
    const list = text.slice(text.indexOf('Never fires'));
    expect(list.replaceAll(/\n {2}/g, ' ')).toContain(silent.map(({ id }) => id).join(', '));
    expect(Math.max(...list.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
  });
});

it.each([
  [0, '0.0 %'],
  [0.0004, '<0.1 %'],
  [0.0006, '0.1 %'],
  [0.1234, '12.3 %'],
  [0.9996, '>99.9 %'],
  [1, '100.0 %'],
  [null, ''],
])('a share of %j is %j', (share, text) => {
  expect(percent(share)).toBe(text);
});

it.each([
  [1_234_567.4, 'account.arr_usd', '$1,234,567'],
  [-1234, 'account.arr_usd', '-$1,234'],
  [1234, 'account.seats', '1,234'],
  [-0.2, 'account.arr_usd', '$0'],
  [null, 'account.arr_usd', ''],
])('%j of %s is %j', (value, fact, text) => {
  expect(worth(value, fact)).toBe(text);
});

it.each([
  ['account.arr_usd', 'ARR'],
  ['account.open_seats', 'open seats'],
  ['account.mrr', 'MRR'],
])('%s is called %s', (fact, label) => {
  expect(factLabel(fact)).toBe(label);
});

it.each([
  [{ from: null, below: 1000 }, 'below $1K'],
  [{ from: 100_000, below: 1_000_000 }, '$100K to $1M'],
  [{ from: 10_000_000, below: null }, '$10M and more'],
  [null, '(none)'],
])('the size %j is called %s', (band, text) => {
  expect(bandText(band, 'account.arr_usd')).toBe(text);
});
