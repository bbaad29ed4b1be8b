import { describe, expect, it } from 'vitest';
import type { Dossier } from '../directory/records.ts';
import { factFrame } from './frame.ts';
import type { AskedFacts } from './fact-row.ts';
import { factRows } from './fact-row.ts';
import type { FactDeclaration, FactValue } from './types.ts';

const declared: readonly FactDeclaration[] = [
  { name: 'account.tier', type: { type: 'enum', values: ['VIP'] }, origin: 'directory' },
  { name: 'account.renewal_date', type: { type: 'date' }, origin: 'directory' },
  {
    name: 'account.days_to_renewal',
    type: { type: 'integer' },
    origin: 'derived',
    derivation: { days_until: 'account.renewal_date' },
  },
  {
    name: 'account.days_since_renewal',
    type: { type: 'integer' },
    origin: 'derived',
    derivation: { days_since: 'account.renewal_date' },
  },
];
const frame = factFrame(['billing'], declared);
const rows = factRows(frame);

const asked: AskedFacts = {
  topic: 'billing',
  language: 'de',
  urgency: 'normal',
  audience: 'customers',
  matchBy: 'email',
  matchVerified: false,
  atMs: Date.parse('2026-11-23T07:58:12.500Z'),
  day: '2026-11-23',
};

function dossier(facts: Record<string, FactValue>): Dossier {
  const from = { source: 'crm', record: 'crm.csv:2', asOf: '2026-11-23T00:00:00Z' };
  const sourced = Object.entries(facts).map(([name, value]) => [name, { value, ...from }] as const);
  return {
    account: 'crm:1',
    name: 'One',
    parent: null,
    facts: Object.fromEntries(sourced),
    assignments: [],
    asOf: from.asOf,
  };
}

const value = (row: readonly FactValue[], name: string) => row[frame.slotOf.get(name) ?? -1];

describe('a row of facts', () => {
  it('holds what was asked, in the built-in facts', () => {
    const row = rows.row(dossier({}), asked);
    expect(row.slice(0, 8)).toEqual([
      'billing',
      'de',
      'normal',
      'customers',
      'email',
      false,
      '2026-11-23T07:58:12Z',
      '2026-11-23',
    ]);
  });

  it('holds null for a fact that no source fills', () => {
    expect(value(rows.row(dossier({}), asked), 'account.tier')).toBeNull();
  });

  it.each([
    ['2026-11-23', 0, 'today'],
    ['2026-12-23', 30, 'in a month'],
    ['2026-11-01', -22, 'overdue'],
    ['2027-11-23', 365, 'in a year'],
    ['2027-03-29', 126, 'across a change of clocks'],
  ])('counts days to %s as %i: %s', (date, days) => {
    const row = rows.row(dossier({ 'account.renewal_date': date }), asked);
    expect(value(row, 'account.days_to_renewal')).toBe(days);
    expect(value(row, 'account.days_since_renewal')).toBe(-days + 0);
  });

  it('derives nothing from a missing date', () => {
    expect(value(rows.row(dossier({}), asked), 'account.days_to_renewal')).toBeNull();
  });

  it('never mixes two calls about one account', () => {
    const one = dossier({ 'account.tier': 'VIP' });
    rows.row(one, asked);
    const second = rows.row(one, { ...asked, topic: null, language: 'fr' });
    expect(second.slice(0, 2)).toEqual([null, 'fr']);
    expect(value(second, 'account.tier')).toBe('VIP');
  });

  it('is the same from what is said alone, for one account after the other', () => {
    const rowOf = rows.rowsFor(asked);
    const said = { 'account.tier': 'VIP', 'account.renewal_date': '2026-12-23' };
    for (const facts of [said, {}, said]) expect(rowOf({ facts })).toEqual(rows.row(dossier(facts), asked));
  });

  it('tells apart what sources hold from what was asked and derived', () => {
    const row = rows.row(dossier({ 'account.tier': 'VIP', 'account.renewal_date': '2026-12-23' }), asked);
    const names = Object.keys(rows.askedOf(row));
    expect(names).toContain('account.days_to_renewal');
    expect(names).not.toContain('account.tier');
  });
});

describe('facts of a source that is too old count as missing', () => {
  const aged = factRows(frame, new Map([['crm', 86_400_000]]));
  const facts = { 'account.tier': 'VIP', 'account.renewal_date': '2026-12-23' };
  const at = (instant: string) => aged.row(dossier(facts), { ...asked, atMs: Date.parse(instant) });

  it.each([
    ['at its age', '2026-11-24T00:00:00.000Z', ['VIP', 30]],
    ['above it, with what is counted from them', '2026-11-24T00:00:00.001Z', [null, null]],
  ])('%s', (_when, instant, values) => {
    const row = at(instant);
    expect([value(row, 'account.tier'), value(row, 'account.days_to_renewal')]).toEqual(values);
  });

  it('and those of other sources don’t', () => {
    const others = factRows(frame, new Map([['hr', 1]]));
    expect(value(others.row(dossier(facts), asked), 'account.tier')).toBe('VIP');
  });
});
