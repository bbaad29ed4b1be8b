/** What holds of an import whatever the sources say, over generated companies. */
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Inheritance } from '../facts/inheritance.ts';
import type { WholeImport } from './import-fixtures.ts';
import { importWhole } from './import-fixtures.ts';
import { plainMerge } from './plain-merge-fixtures.ts';
import type { Rows } from './source-fixtures.ts';
import { NOW, sourceFolder } from './source-fixtures.ts';

const { imported, source, workspace, remove } = sourceFolder();
afterAll(remove);

const some = <Value>(...values: Value[]) => fc.constantFrom<Value | null>(null, ...values);
const emails = ['a@acme.example', 'B@acme.example', 'c@acme.example', 'd@x.example'];

/** Few ids and many rows, so that they meet; some values that nobody can read. */
const account = fc.record({
  own: some('1', '2', '3', '4'),
  id: some('S1', 'S2', 'S3', 'S4', 'S5'),
  name: some('One', 'Two', 'see evil.example/x'),
  tier: some('VIP', 'SMB', 'Gold'),
  parent: some('S1', 'S2', 'S3', 'S9'),
  domain: some('one.example', 'two.example', 'gmail.com'),
  csm: some(...emails),
  since: some('2026-01-01', '2025-01-01'),
  primary: some(true, false),
});
const contact = fc.record({
  email: some(...emails, 'e@two.example', 'f@gmail.com', 'g@three.example'),
  account: some('S1', 'S2', 'S3', 'S9'),
});
const person = fc.record({
  own: some('1', '2', '3'),
  hr: some('E1', 'E2', 'E3'),
  name: some('Ann', 'Bob', '<b>'),
  email: some(...emails),
  active: some(true, false),
  kind: some('human', 'bot'),
  boss: some('E1', 'E2'),
  deputy: some(...emails),
});
const absence = fc.record({
  hr: some('E1', 'E2', 'E9'),
  from: some('2026-11-01', '2026-11-20'),
  to: some('2026-11-25'),
  deputy: some(...emails),
});
const dirty: fc.Arbitrary<Rows> = fc.record({
  accounts: fc.array(account, { maxLength: 7 }),
  people: fc.array(person, { maxLength: 6 }),
  contacts: fc.array(contact, { maxLength: 6 }),
  absences: fc.array(absence, { maxLength: 4 }),
});

const NAMES = ['a', 'bb', 'ccc'] as const;
const precedence = {
  '*': ['bb', 'a', 'ccc'],
  'account.tier': ['ccc'],
  'account.parent': ['a', 'ccc'],
  'assignment.CSM': ['a', 'ccc', 'bb'],
  'person.active': ['ccc', 'bb', 'a'],
};

const inheritance: Inheritance = { roles: ['CSM'], facts: { 'account.tier': 'own_first' } };

describe('whatever the sources say', () => {
  it('the same files give the same directory and report, in whatever order the sources stand', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(dirty, dirty, dirty),
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        async (rows, order) => {
          const sources = NAMES.map((name, index) => source(name, rows[index]!));
          const stated = { precedence, inheritance };
          const first = await importWhole(workspace(sources, stated), NOW);
          expect(await importWhole(workspace(sources, stated), NOW)).toEqual(first);
          const shuffled = order.map((index) => sources[index]!);
          expect(await importWhole(workspace(shuffled, stated), NOW)).toEqual(first);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('nothing in the directory refers to anything that is not in it, and each thing is there once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(dirty, dirty), async ([a, b]) => {
        const { data, report } = await imported({ a, b });
        const people = new Set(data.people.map(({ key }) => key));
        const accounts = new Set(data.dossiers.map((dossier) => dossier.account));
        expect(people.size).toBe(data.people.length);
        expect(accounts.size).toBe(data.dossiers.length);
        expect(report.directory).toMatchObject({ accounts: accounts.size, people: people.size });
        const ids = data.accountIds.map(({ namespace, id: own }) => `${namespace}:${own}`);
        expect(new Set(ids).size).toBe(ids.length);
        const named = data.people.flatMap(({ manager, deputy, absences }) => [
          manager,
          deputy,
          ...absences.map((each) => each.deputy),
        ]);
        const holders = data.dossiers.flatMap(({ assignments }) => assignments.map((each) => each.person));
        expect([...named, ...holders].filter((key) => key !== null && !people.has(key))).toEqual([]);
        const referred = [...data.contacts, ...data.domains, ...data.accountIds].map((each) => each.account);
        const parents = data.dossiers.flatMap(({ parent }) => parent ?? []);
        expect([...referred, ...parents].filter((key) => !accounts.has(key))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['', false],
    [', with what they inherit', true],
  ])('accounts, contacts and domains are what the plainest merge makes of them%s', async (_what, inherits) => {
    const staff = ['a', 'b', 'c'].map((name) => ({ hr: `E${name}`, name, email: `${name}@acme.example` }));
    const people = new Map(staff.map(({ hr, email }) => [email, `hr:${hr}`]));
    const accountsOnly = fc.record({
      accounts: fc.array(account, { maxLength: 12 }),
      contacts: fc.array(contact, { maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(accountsOnly, accountsOnly, accountsOnly, async (a, bb, ccc) => {
        const rows = { a: { ...a, people: staff }, bb, ccc };
        const { data } = await imported(rows, { precedence, ...(inherits ? { inheritance } : {}) });
        const plain = plainMerge({ rows, precedence, people, inherits });
        expect(data.dossiers).toEqual(plain.dossiers);
        const ids = data.accountIds.map(({ namespace, id, account: key }) => `${namespace}:${id} ${key}`);
        expect(ids).toEqual(plain.ids.toSorted());
        expect(data.contacts).toEqual(plain.contacts);
        expect(data.domains).toEqual(plain.domains);
      }),
      { numRuns: 120 },
    );
  });

  it('what accounts of a family inherit is what the plainest merge makes of it', async () => {
    const ids = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6'];
    const staff = [{ hr: 'E1', name: 'a', email: 'a@acme.example' }];
    const member = fc.record({
      parent: some(...ids),
      tier: fc.oneof(
        { weight: 3, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.constantFrom('VIP', 'SMB') },
      ),
      csm: fc.oneof(
        { weight: 3, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.constant('a@acme.example') },
      ),
    });
    const family = fc.array(member, { minLength: ids.length, maxLength: ids.length });
    await fc.assert(
      fc.asyncProperty(family, async (members) => {
        const rows = { a: { people: staff, accounts: members.map((each, index) => ({ id: ids[index]!, ...each })) } };
        const { data } = await imported(rows, { inheritance });
        const people = new Map([['a@acme.example', 'hr:E1']]);
        expect(data.dossiers).toEqual(plainMerge({ rows, precedence: {}, people, inherits: true }).dossiers);
      }),
      { numRuns: 100 },
    );
  });

  it('no address of anybody is in the report', async () => {
    await fc.assert(
      fc.asyncProperty(dirty, dirty, async (a, b) => {
        const { report } = await imported({ a, b });
        expect(JSON.stringify(report)).not.toContain('@');
      }),
      { numRuns: 40 },
    );
  });
});

describe('where no list names anything twice', () => {
  const listed = (...numbers: number[]) => fc.shuffledSubarray(numbers);
  const tidy: fc.Arbitrary<Rows> = fc.record({
    accounts: listed(1, 2, 3, 4, 5).chain((numbers) =>
      fc.tuple(...numbers.map((n) => account.map((row) => ({ ...row, own: `${n}`, id: `S${n}` })))),
    ),
    people: listed(1, 2, 3).chain((numbers) =>
      fc.tuple(...numbers.map((n) => person.map((row) => ({ ...row, own: `${n}`, hr: `E${n}` })))),
    ),
    contacts: fc.uniqueArray(contact, { maxLength: 6, selector: (row) => JSON.stringify(row) }),
    absences: fc.uniqueArray(absence, { maxLength: 4, selector: ({ hr, from }) => `${hr} ${from}` }),
  });
  const order = <Value>(values: readonly Value[]) => fc.shuffledSubarray([...values], { minLength: values.length });
  const shuffled = ({ accounts = [], people = [], contacts = [], absences = [] }: Rows): fc.Arbitrary<Rows> =>
    fc.record({
      accounts: order(accounts),
      people: order(people),
      contacts: order(contacts),
      absences: order(absences),
    });

  /** Without the places, which move with the rows. */
  function placeless({ data, report }: WholeImport) {
    const reasons = [report.quarantined, report.flagged, report.unknownPeople].map(({ total, first }) => ({
      total,
      reasons: first.map(({ reason }) => reason).toSorted(),
    }));
    const text = JSON.stringify(data, (key, value: unknown) => (key === 'record' ? undefined : value));
    return { data: JSON.parse(text) as unknown, reasons, directory: report.directory, conflicts: report.conflicts };
  }

  it('the order of rows is nothing', async () => {
    const twoOrders = tidy.chain((rows) => fc.tuple(fc.constant(rows), shuffled(rows)));
    await fc.assert(
      fc.asyncProperty(fc.tuple(twoOrders, twoOrders, twoOrders), async (both) => {
        const at = (which: 0 | 1) => Object.fromEntries(NAMES.map((name, index) => [name, both[index]![which]]));
        const first = await imported(at(0), { precedence, inheritance });
        const second = await imported(at(1), { precedence, inheritance });
        expect(placeless(second)).toEqual(placeless(first));
      }),
      { numRuns: 60 },
    );
  });
});
