/** What is proposed of a column, and what never is: tables of messy samples. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { FactDeclaration } from '../../facts/types.ts';
import { matchedWord } from './enum-words.ts';
import type { Ground } from './propose-account.ts';
import { accountLines } from './propose-account.ts';
import { roleOf } from './fit-person.ts';
import { wordsOf } from './column-words.ts';
import { seenColumns } from './seen-column.ts';
import { isUnlooked } from './unlooked.ts';

const fact = (name: string, type: FactDeclaration['type']): FactDeclaration => ({ name, type, origin: 'directory' });
const TIERS = ['VVIP', 'VIP', 'Enterprise', 'Growth', 'SMB'];

const GROUND: Ground = {
  facts: [
    fact('account.tier', { type: 'enum', values: TIERS }),
    fact('account.type', { type: 'enum', values: ['Customer', 'Former Customer', 'Prospect'] }),
    fact('account.arr_usd', { type: 'number' }),
    fact('account.renewal_date', { type: 'date' }),
    fact('account.legal_hold', { type: 'boolean' }),
    fact('account.language', { type: 'string' }),
    { ...fact('account.days_to_renewal', { type: 'integer' }), origin: 'derived' },
  ],
  roles: ['CSM', 'Scaled CSM', 'AE', 'Renewals'],
  people: {
    ids: new Map([['crm_user', { ids: new Set(['005A00000000001', '005A00000000002']), format: 'salesforce' }]]),
    emails: new Set(['sarah@acme.example']),
    domains: new Set(['acme.example']),
  },
  today: '2026-11-23',
};

/** What the column is proposed for; `note` where it is told why not. */
function proposedFor(column: string, cells: readonly unknown[]): string | null {
  const rows = Array.from({ length: 20 }, (_, nth) => new Map([[column, cells[nth % cells.length]]]));
  const { lines, notes } = accountLines(seenColumns(rows, { isOfAccounts: true }), GROUND, new Set());
  return lines[0]?.key ?? (notes.length > 0 ? 'note' : null);
}

const [SARAH, TOM] = ['005A00000000001AAA', '005A00000000002AAB'];

describe('a column of accounts', () => {
  it.each([
    // By its values, whatever it is called.
    ['Segmentation__c', ['VVIP', 'VIP', 'SMB', null], 'account.tier'],
    ['Customer_Tier__c', ['V.V.I.P.', 'enterprise', 'Growth account', 'Strategic'], 'account.tier'],
    ['cust_class', ['Enterprse', 'SMB', 'Growth'], 'account.tier'],
    ['Lifecycle', ['Customer', 'Former Customer', 'Prospect'], 'account.type'],
    // Words of another list, or one word alone: nobody could say.
    ['Plan', ['Gold', 'Silver'], null],
    ['Marker', ['VIP'], null],
    ['Customer_Tier__c', ['Gold', 'Silver'], 'note'],
    // Never by its name alone.
    ['ARR', [120_000, '1,234,567', '95000.50'], 'account.arr_usd'],
    ['Annual Recurring Revenue', [120_000], 'account.arr_usd'],
    ['ARR', ['about a million', 'more'], 'note'],
    ['ARR_EUR__c', [120_000], null],
    ['MRR', [10_000], null],
    ['Number of employees', [11, 120], null],
    ['Renewal_Date__c', ['2027-03-01', '2026-12-01'], 'account.renewal_date'],
    ['Contract end', ['31.03.2027', '01.12.2026'], 'account.renewal_date'],
    ['Renewal', ['03/04/2027', '05/06/2027'], 'note'],
    ['Last_Renewal_Date__c', ['2024-03-01'], null],
    ['Legal_Hold__c', [true, false], 'account.legal_hold'],
    ['Litigation hold', ['yes', 'no'], 'account.legal_hold'],
    ['Legal_Hold__c', ['see counsel'], null],
    ['Language', ['en', 'de', 'pt-BR'], 'account.language'],
    ['Language', ['speaks German well'], null],
    // One's own people, and the role that the name says.
    ['CSM__c', [SARAH, TOM, null], 'CSM'],
    ['Success_Lead__c', [SARAH], 'CSM'],
    ['OwnerId', [SARAH, TOM], 'AE'],
    ['csm_email', ['sarah@acme.example', 'left@acme.example'], 'CSM'],
    ['Renewal manager e-mail', ['sarah@acme.example'], 'Renewals'],
    ['CSM contact', ['buyer@customer.example'], null],
    ['CreatedById', [SARAH], null],
    ['Favourite_Person__c', [SARAH], 'note'],
    // What people write, and what is nobody's business.
    ['CSM notes', ['VIP', 'SMB', 'Growth'], null],
    ['Tier description', ['VIP', 'SMB', 'Growth'], null],
    ['Salary_Tier__c', ['VIP', 'SMB', 'Growth'], null],
    ['Tier', ['VIP because the chair plays golf with our CEO and asked for it'], null],
  ])('%s with %j is proposed for %s', (column, cells, wanted) => {
    expect(proposedFor(column, cells)).toBe(wanted);
  });

  it('fills one thing, and each thing is filled by the best', () => {
    const rows = Array.from(
      { length: 10 },
      () =>
        new Map<string, unknown>([
          ['Old_Segment__c', 'VIP'],
          ['Customer_Tier__c', 'SMB'],
          ['Owner Email', 'sarah@acme.example'],
          ['OwnerId', SARAH],
        ]),
    );
    const { lines } = accountLines(seenColumns(rows, { isOfAccounts: true }), GROUND, new Set());
    expect(lines.map(({ key }) => key)).toEqual(['account.tier', 'AE']);
    expect(lines).toMatchObject([{ value: 'Customer_Tier__c' }, { person: { column: 'OwnerId' } }]);
  });

  it('tells no value of a column that isn’t a word of the list', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^secret[a-z]{4,12}$/), { minLength: 1, maxLength: 8 }), (others) => {
        const cells = [...Array.from({ length: 12 }, (_, nth) => TIERS[nth % 5]), ...new Set(others)];
        const rows = cells.map((cell) => new Map([['Tier', cell]]));
        const { lines, notes } = accountLines(seenColumns(rows, { isOfAccounts: true }), GROUND, new Set());
        expect(JSON.stringify([lines, notes])).not.toContain('secret');
      }),
      { numRuns: 50 },
    );
  });
});

it.each([
  ['vvip', 'VVIP', true],
  ['V.I.P.', 'VIP', false],
  ['Enterprise customer', 'Enterprise', false],
  ['Enterprize', 'Enterprise', false],
  ['Non-VIP', null, false],
  ['former VIP', null, false],
  ['VIP or SMB', null, false],
  ['Smb2', null, false],
])('the word %s stands for %s', (word, value, isExact) => {
  expect(matchedWord(word, TIERS)).toEqual(value === null ? null : { value, isExact });
});

it.each([
  ['Annual salary', true],
  ['Base_Pay__c', true],
  ['Birth date', true],
  ['Private phone', true],
  ['Home address', true],
  ['Performance note', true],
  ['organization_fields.internal_notes', true],
  ['Account Health', false],
  ['Health score', false],
  ['Company', false],
  ['Customer Tier', false],
])('the values of a column %s are never looked at: %s', (column, never) => {
  expect(isUnlooked(column, true)).toBe(never);
});

it.each([
  ['CSM_Owner__c', 'CSM'],
  ['Scaled CSM', 'Scaled CSM'],
  ['Account Executive', 'AE'],
  ['Renewals_Manager__c', 'Renewals'],
  ['Partner_Manager__c', null],
])('a column %s names the %s', (column, role) => {
  expect(roleOf(wordsOf(column), GROUND.roles)).toBe(role);
});
