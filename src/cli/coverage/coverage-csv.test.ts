import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { account, row, surveyed } from '../../coverage/fixtures.ts';
import type { AccountCoverage } from '../../coverage/account-coverage.ts';
import { person } from '../../guardrails/fixtures.ts';
import { coverageCsv } from './coverage-csv.ts';

const FACTS = { by: { name: 'account.tier', slot: 0, values: [] }, value: { name: 'account.arr_usd', slot: 1 } };

/** What a process that ends each piece with a line feed writes. */
function written(accounts: readonly AccountCoverage[], facts: Parameters<typeof coverageCsv>[0] = FACTS): string {
  const pieces: string[] = [];
  const csv = coverageCsv(facts, (text) => pieces.push(`${text}\n`));
  for (const one of accounts) csv.add(one);
  csv.end();
  return pieces.join('');
}

const { accounts } = surveyed({
  people: [person('ann', { name: 'Ann "Annie" O’Neill, PhD' }), person('gone', { active: false })],
  rows: [row('otherwise', 'role:CSM')],
  accounts: [
    account('1', ['CSM ann'], { 'account.tier': 'VIP', 'account.arr_usd': 1234.5 }),
    account('2', ['CSM gone'], { 'account.arr_usd': -20 }),
    account('3'),
  ],
});

describe('coverage as CSV', () => {
  it('has a line for each account, in the fashion of RFC 4180 and with Excel’s mark', () => {
    expect(written(accounts)).toBe(
      [
        '\uFEFFaccount,name,account.tier,account.arr_usd,row,outcome,contact,contact_name,owner,owner_name,cause',
        'crm:1,1 Inc,VIP,1234.5,otherwise,owner,ann,"Ann ""Annie"" O’Neill, PhD",ann,"Ann ""Annie"" O’Neill, PhD",',
        'crm:2,2 Inc,,-20,otherwise,fallback,home,home,gone,gone,left',
        'crm:3,3 Inc,,,otherwise,fallback,home,home,,,no_owner',
        '',
      ].join('\r\n'),
    );
  });

  it('leaves out the columns of facts that aren’t chosen', () => {
    const [head] = written(accounts, { by: null, value: null }).split('\r\n');
    expect(head).toBe('\uFEFFaccount,name,row,outcome,contact,contact_name,owner,owner_name,cause');
  });

  it.each(['Acme\nInc', 'Acme\rInc', 'Acme\r\nInc'])('keeps the name %j in its cell, whatever ends a line', (name) => {
    const [one] = accounts;
    const rows: string[][] = parse(written([{ ...one!, name }]), {
      bom: true,
      record_delimiter: ['\r\n', '\n', '\r'],
    });
    expect(rows.map((cells) => cells[1])).toEqual(['name', name]);
  });

  it.each([
    '=HYPERLINK("https://evil.example";"Acme")',
    '+1',
    '-1+1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '＝1',
    '＋1',
    '－1',
    '＠a',
  ])('keeps a spreadsheet from computing the name %j', (name) => {
    const [one] = accounts;
    const [, cells] = parse(written([{ ...one!, name }]), { bom: true, relax_column_count: false });
    expect(cells?.[1]).toBe(`'${name}`);
  });

  it('reads back whole over many pieces, with the head once', () => {
    const [one] = accounts;
    const many = Array.from({ length: 2_500 }, (_, index) => ({ ...one!, account: `crm:${index}`, name: 'a\nb,"c"' }));
    const rows: string[][] = parse(written(many), { bom: true });
    expect(rows).toHaveLength(2_501);
    expect(rows.slice(1).map(([key]) => key)).toEqual(many.map((each) => each.account));
    expect(new Set(rows.slice(1).map(([, name]) => name))).toEqual(new Set(['a\nb,"c"']));
  });

  it('of no account is its head', () => {
    expect(written([]).split('\r\n')).toHaveLength(2);
  });
});
