/** What every directory store does when an import takes its place: it counts what changes, and writes all of it or nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DirectoryChanges } from '../directory/changes.ts';
import type { DirectoryData, Dossier, Person } from '../directory/records.ts';
import { assignment } from '../guardrails/fixtures.ts';
import { SMALL } from './directory-contract.ts';
import type { StoreUnderTest } from './store-fixtures.ts';
import { allOf, directoryData, dossier, person } from './store-fixtures.ts';
import type { Replaced, Store } from './store.ts';

export function importContract(under: () => StoreUnderTest): void {
  const directory = (): Store['directory'] => under().store.directory;
  const replace = (parts: Partial<DirectoryData>): Promise<Replaced> =>
    directory().replace('default', directoryData(parts));

  describe('counts as changed', () => {
    const LATER = '2026-11-24T08:00:00Z';
    const elsewhere = { source: 'desk', record: 'orgs.csv:9', asOf: LATER };
    const holders = dossier('crm:1').assignments;
    const leave = { kind: 'on_leave', from: '2026-11-01', to: null, deputy: null } as const;
    const away = { absences: [{ ...leave, source: elsewhere }] };
    const said = { accounts: 1, people: 0 };
    const cases: readonly [
      what: string,
      parts: Partial<DirectoryData>,
      counted: { accounts: number; people: number },
    ][] = [
      ['nothing', {}, { accounts: 0, people: 0 }],
      ['an account that has another name', { dossiers: [dossier('crm:1', { name: 'Renamed' })] }, said],
      ['an account that has another parent', { dossiers: [dossier('crm:1', { parent: 'crm:2' })] }, said],
      ['an account that has another fact', { dossiers: [dossier('crm:1', { facts: {} })] }, said],
      [
        'an account that has another holder',
        { dossiers: [dossier('crm:1', { assignments: [assignment('CSM', 'hr:E2')] })] },
        said,
      ],
      ['an account that has another id', { accountIds: [{ namespace: 'crm', id: '1x', account: 'crm:1' }] }, said],
      ['an account that has lost its domain', { domains: [] }, said],
      [
        'no account that is told of at another time, in another row, or with other conflicts',
        {
          dossiers: [
            dossier('crm:1', {
              facts: {
                ...dossier('crm:1').facts,
                'account.tier': { ...elsewhere, value: 'VIP', conflicts: [{ ...elsewhere, value: 'SMB' }] },
              },
              assignments: holders.map((holder) => ({
                ...holder,
                source: elsewhere,
                conflicts: [{ ...elsewhere, person: 'hr:E2' }],
              })),
              asOf: LATER,
            }),
          ],
        },
        { accounts: 0, people: 0 },
      ],
      ['somebody who has another title', { people: [person('hr:E1', { title: 'Lead' })] }, { accounts: 0, people: 1 }],
      ['somebody who is away', { people: [person('hr:E1', away)] }, { accounts: 0, people: 1 }],
      [
        'nobody who is told of at another time, in another row, or with other conflicts',
        {
          people: [
            person('hr:E1', {
              asOf: LATER,
              sourced: {
                rows: [{ ...elsewhere, fields: ['name'] }],
                conflicts: [{ ...elsewhere, field: 'name', value: 'Sara' }],
              },
            }),
          ],
        },
        { accounts: 0, people: 0 },
      ],
    ];
    const before = {
      dossiers: [dossier('crm:1')],
      accountIds: [{ namespace: 'crm', id: '1', account: 'crm:1' }],
      domains: [{ domain: 'kirk.example', account: 'crm:1' }],
      people: [person('hr:E1')],
    };

    it.each(cases)('%s', async (_what, parts, counted) => {
      await replace(before);
      const { generation, changes } = await replace({ ...before, ...parts });
      expect({ accounts: changes.accounts.changed, people: changes.people.changed }).toEqual(counted);
      expect(changes).toMatchObject({
        accounts: { before: 1, added: 0, dropped: 0 },
        people: { before: 1, added: 0, dropped: 0 },
        contacts: { before: 0, added: 0, changed: 0, dropped: 0 },
      });
      expect(generation, 'whatever differs is written').toBe(Object.keys(parts).length === 0 ? 1 : 2);
      const data = { ...before, ...parts };
      expect(await allOf(directory().dossiers('default'))).toEqual(data.dossiers);
      expect([...(await directory().roster('default')).people.values()]).toEqual(data.people);
    });

    it('no row of which something is kept elsewhere for another account', async () => {
      await replace({ dossiers: [dossier('crm:1')], accountIds: [{ namespace: 'crm', id: '9', account: 'crm:9' }] });
      const { changes } = await replace({ dossiers: [dossier('crm:1')] });
      expect(changes.accounts).toEqual({ before: 1, added: 0, changed: 0, dropped: 0 });
    });
  });

  it('counts what is added and dropped, and a contact of another account as both', async () => {
    await replace({ ...SMALL, contacts: [...SMALL.contacts, { email: 'lee@kirk.example', account: 'crm:1' }] });
    const { changes } = await replace({
      dossiers: ['crm:2', 'crm:3', 'crm:4'].map((account) => dossier(account)),
      contacts: [{ email: 'kim@kirk.example', account: 'crm:2' }],
      people: [person('hr:E3')],
    });
    expect(changes.accounts).toEqual({ before: 2, added: 2, changed: 1, dropped: 1 });
    expect(changes.contacts).toEqual({ before: 2, added: 1, changed: 0, dropped: 2 });
    expect(changes.people).toEqual({ before: 2, added: 1, changed: 0, dropped: 2 });
  });

  it('changes nothing where the changes are not accepted, and names the same ones again', async () => {
    await directory().replace('default', SMALL);
    const other = directoryData({ dossiers: [dossier('crm:9')], people: [person('hr:E9')] });
    const seen: DirectoryChanges[] = [];
    const refused = await directory().replace('default', other, (changes) => {
      seen.push(changes);
      return false;
    });
    expect(refused).toMatchObject({ accepted: false, generation: 1, changes: seen[0] });
    await holdsSmall();
    const { accepted, generation, changes } = await directory().replace(
      'default',
      other,
      ({ id }) => id === seen[0]?.id,
    );
    expect([accepted, generation]).toEqual([true, 2]);
    expect(changes).toEqual(seen[0]);
    expect(await allOf(directory().accounts('default'))).toEqual(['crm:9']);
  });

  it('gives other changes another name', async () => {
    const held = async (parts: Partial<DirectoryData>): Promise<string> => {
      const { changes } = await directory().replace('default', directoryData(parts), () => false);
      return changes.id;
    };
    await directory().replace('default', SMALL);
    const others: readonly Partial<DirectoryData>[] = [
      SMALL,
      {},
      { ...SMALL, dossiers: [dossier('crm:1')] },
      { ...SMALL, dossiers: [dossier('crm:2')] },
      { ...SMALL, dossiers: [dossier('crm:1'), dossier('crm:2', { name: 'Renamed' })] },
      { ...SMALL, dossiers: [dossier('crm:1', { name: 'Renamed' }), dossier('crm:2')] },
      { ...SMALL, contacts: [] },
      { ...SMALL, contacts: [{ email: 'kim@kirk.example', account: 'crm:2' }] },
      { ...SMALL, accountIds: [] },
      { ...SMALL, domains: [] },
      { ...SMALL, people: [] },
      { ...SMALL, people: [...SMALL.people, person('hr:E3')] },
    ];
    const ids: string[] = [];
    for (const parts of others) ids.push(await held(parts));
    expect(new Set(ids).size).toBe(others.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{64}$/v);
    const later = SMALL.dossiers as readonly Dossier[];
    const told = { ...SMALL, dossiers: later.map((each) => ({ ...each, asOf: '2026-11-24T08:00:00Z' })) };
    expect(await held(told), 'that it is told later is no change').toBe(ids[0]);
  });

  it('keeps the later of two dossiers or people of one key, and compares that one', async () => {
    const twice = {
      dossiers: [dossier('crm:1', { name: 'First' }), dossier('crm:1', { name: 'Second' })],
      people: [person('hr:E1', { name: 'First' }), person('hr:E1', { name: 'Second' })],
    };
    const first = await replace(twice);
    expect(first.changes).toMatchObject({ accounts: { before: 0, added: 1 }, people: { before: 0, added: 1 } });
    const second = await replace(twice);
    expect(second).toMatchObject({
      generation: 1,
      changes: { accounts: { before: 1, changed: 0 }, people: { before: 1, changed: 0 } },
    });
    expect((await directory().dossier('default', 'crm:1'))?.name).toBe('Second');
    expect((await directory().roster('default')).people.get('hr:E1')?.name).toBe('Second');
  });

  it('is a first import also where it brings nothing', async () => {
    expect((await replace({})).generation).toBe(1);
    expect((await replace({})).generation).toBe(1);
  });

  const parts: readonly (keyof DirectoryData)[] = ['dossiers', 'accountIds', 'contacts', 'domains', 'people'];
  it.each(parts)('leaves the old directory whole when reading %s fails', async (part) => {
    await directory().replace('default', SMALL);
    const other = { ...SMALL, dossiers: [dossier('crm:9')], accountIds: [], people: [person('hr:E9')] };
    await expect(directory().replace('default', breakingOff(other, part))).rejects.toThrow('the source broke off');
    await holdsSmall();
    expect((await replace({})).generation).toBe(2);
  });

  it('leaves the old directory whole when whoever is asked to accept fails', async () => {
    await directory().replace('default', SMALL);
    const refuse = (): never => {
      throw new Error('nobody is there');
    };
    await expect(directory().replace('default', directoryData(), refuse)).rejects.toThrow('nobody is there');
    await holdsSmall();
  });

  it('changes nothing when the same comes again, in whatever order and however often', async () => {
    await fc.assert(
      fc.asyncProperty(anyCompany, fc.infiniteStream(fc.nat()), async (company, random) => {
        const first = await directory().replace('default', company);
        const second = await directory().replace('default', shuffled(company, random));
        expect(second.generation).toBe(first.generation);
        for (const part of ['accounts', 'people', 'contacts'] as const)
          expect(second.changes[part]).toMatchObject({ added: 0, changed: 0, dropped: 0 });
      }),
      { numRuns: 30 },
    );
  });

  it('holds exactly what came last, whatever was there before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyCompany, { minLength: 2, maxLength: 4 }), async (companies) => {
        for (const company of companies) {
          const { changes } = await directory().replace('default', company);
          const { accounts, people, contacts } = changes;
          const dossiers = await allOf(directory().dossiers('default'));
          expect(dossiers).toEqual(inOrder(company.dossiers, ({ account }) => account));
          const roster = await directory().roster('default');
          expect([...roster.people.values()]).toEqual(inOrder(company.people, ({ key }) => key));
          for (const { email } of company.contacts)
            expect(await directory().accountsByEmail('default', email)).toEqual(
              accountsOf(company.contacts, (each) => each.email === email),
            );
          expect(accounts.before + accounts.added - accounts.dropped).toBe(dossiers.length);
          expect(people.before + people.added - people.dropped).toBe(roster.people.size);
          expect(contacts.before + contacts.added - contacts.dropped).toBe(
            new Set(company.contacts.map(({ email, account }) => `${email} ${account}`)).size,
          );
        }
      }),
      { numRuns: 20 },
    );
  });

  async function holdsSmall(): Promise<void> {
    expect(await directory().generation('default')).toBe(1);
    expect(await allOf(directory().dossiers('default'))).toEqual([dossier('crm:1'), dossier('crm:2')]);
    expect(await directory().accountsById('default', '77')).toEqual(['crm:1']);
    expect(await directory().accountsByEmail('default', 'kim@kirk.example')).toEqual(['crm:1']);
    expect(await directory().accountsByDomain('default', 'kirk.example')).toEqual(['crm:1']);
    expect((await directory().roster('default')).people.size).toBe(2);
  }
}

type Company = {
  readonly [Part in keyof Omit<DirectoryData, 'moments'>]: readonly (DirectoryData[Part] extends Iterable<infer Row>
    ? Row
    : never)[];
};

const account = fc.constantFrom('crm:1', 'crm:2', 'crm:10', 'crm:é', 'crm:😀', 'crm:\uffee');
const key = fc.constantFrom('hr:E1', 'hr:E2', 'hr:E10', 'email:ann@acme.example');
const email = fc.constantFrom('kim@kirk.example', 'lee@kirk.example', 'joakim@kirk.example');
const anyDossier: fc.Arbitrary<Dossier> = fc
  .record({ account, name: fc.constantFrom('Kirk', 'Lee'), parent: fc.option(account), holder: key })
  .map(({ holder, ...also }) => {
    return dossier(also.account, { ...also, assignments: [assignment('CSM', holder)] });
  });
const anyPerson: fc.Arbitrary<Person> = fc
  .record({ key, title: fc.option(fc.constantFrom('CSM', 'AE')), manager: fc.option(key) })
  .map(({ key: each, ...also }) => person(each, also));

/** Of few names, so that one company has much of another. Each dossier and person is there once. */
const anyCompany: fc.Arbitrary<Company> = fc.record({
  dossiers: fc.uniqueArray(anyDossier, { selector: (each) => each.account }),
  accountIds: fc.array(
    fc.record({ namespace: fc.constantFrom('crm', 'desk'), id: fc.constantFrom('1', '10', 'é'), account }),
  ),
  contacts: fc.array(fc.record({ email, account })),
  domains: fc.array(fc.record({ domain: fc.constantFrom('kirk.example', 'lee.example'), account })),
  people: fc.uniqueArray(anyPerson, { selector: (each) => each.key }),
});

/** The same rows in another order; those that may come twice do. */
function shuffled(company: Company, random: Iterable<number>): Company {
  const numbers = random[Symbol.iterator]();
  const mixed = <Row>(rows: readonly Row[]): readonly Row[] =>
    rows
      .map((row) => ({ row, at: Number(numbers.next().value) }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ row }) => row);
  const { dossiers, accountIds, contacts, domains, people } = company;
  return {
    dossiers: mixed([...dossiers, ...dossiers]),
    accountIds: mixed([...accountIds, ...accountIds]),
    contacts: mixed([...contacts, ...contacts]),
    domains: mixed([...domains, ...domains]),
    people: mixed([...people, ...people]),
  };
}

function inOrder<Row>(rows: Iterable<Row>, keyOf: (row: Row) => string): readonly Row[] {
  return [...rows].toSorted((a, b) => Buffer.compare(Buffer.from(keyOf(a)), Buffer.from(keyOf(b))));
}

function accountsOf<Row extends { readonly account: string }>(
  rows: Iterable<Row>,
  isMeant: (row: Row) => boolean,
): readonly string[] {
  const accounts = [...rows].filter(isMeant).map((row) => row.account);
  return [...new Set(accounts)].toSorted();
}

/** The same parts, but that reading `part` fails after its first values. */
function breakingOff(data: DirectoryData, part: keyof DirectoryData): DirectoryData {
  function* broken(): Generator<never> {
    yield* data[part] as Iterable<never>;
    throw new Error('the source broke off');
  }
  return { ...data, [part]: { [Symbol.iterator]: broken } };
}
