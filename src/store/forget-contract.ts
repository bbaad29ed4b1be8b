/** What every directory store does when somebody is erased: they are gone, and so is every mention of them in what stays. */
import { describe, expect, it } from 'vitest';
import type { ErasedSubject } from '../directory/forget.ts';
import type { DirectoryData, Dossier, Person } from '../directory/records.ts';
import { absence, assignment } from '../guardrails/fixtures.ts';
import { SMALL } from './directory-contract.ts';
import type { StoreUnderTest } from './store-fixtures.ts';
import { allOf, directoryData, dossier, person } from './store-fixtures.ts';
import type { ForgottenCounts, Store } from './store.ts';

const NOBODY: ErasedSubject = { people: [], emails: [], accounts: [] };
const FROM = { source: 'crm', record: 'accounts.csv:2', asOf: '2026-11-23T08:00:00Z' };

export function forgetContract(under: () => StoreUnderTest): void {
  const directory = (): Store['directory'] => under().store.directory;
  const forget = (subject: Partial<ErasedSubject>): Promise<ForgottenCounts> =>
    directory().forget('default', { ...NOBODY, ...subject });
  const imported = async (parts: Partial<DirectoryData>): Promise<void> => {
    await directory().replace('default', directoryData(parts));
  };
  const people = async (): Promise<ReadonlyMap<string, Person>> => (await directory().roster('default')).people;
  const read = (account: string): Promise<Dossier | undefined> => directory().dossier('default', account);

  it.each([
    { by: 'key', subject: { people: ['hr:E1'] } },
    { by: 'address', subject: { emails: ['sarah@acme.example'] } },
  ])('takes out a person by $by', async ({ subject }) => {
    await imported(SMALL);
    expect(await forget(subject)).toEqual({ removed: 1, rewritten: 2 });
    expect([...(await people()).keys()]).toEqual(['hr:E2']);
    expect((await directory().roster('default')).byEmail.size).toBe(0);
    expect(await read('crm:1')).toEqual(dossier('crm:1', { assignments: [] }));
    expect(await directory().generation('default')).toBe(2);
  });

  it('takes out everybody who has the address, and a key that is one', async () => {
    const twice = ['hr:E1', 'hr:E7'].map((key) => person(key, { email: 'sarah@acme.example', manager: 'hr:E2' }));
    await imported({
      people: [...twice, person('email:sarah@acme.example'), person('hr:E2', { deputy: 'email:sarah@acme.example' })],
    });
    expect(await forget({ emails: ['sarah@acme.example'] })).toEqual({ removed: 3, rewritten: 1 });
  });

  it('takes out a customer contact of all its accounts', async () => {
    await imported({ ...SMALL, contacts: [...SMALL.contacts, { email: 'kim@kirk.example', account: 'crm:2' }] });
    expect(await forget({ emails: ['kim@kirk.example'] })).toEqual({ removed: 2, rewritten: 0 });
    expect(await directory().accountsByEmail('default', 'kim@kirk.example')).toEqual([]);
    expect((await directory().identities('default', 'crm:1')).emails).toEqual([]);
    expect(await read('crm:1')).toEqual(dossier('crm:1'));
  });

  it('takes out an account with its ids, contacts and domains', async () => {
    await imported({ ...SMALL, dossiers: [dossier('crm:1'), dossier('crm:2', { parent: 'crm:1' })] });
    expect(await forget({ accounts: ['crm:1'] })).toEqual({ removed: 2, rewritten: 1 });
    expect(await allOf(directory().dossiers('default'))).toEqual([dossier('crm:2')]);
    expect(await directory().accountsById('default', '77')).toEqual([]);
    expect(await directory().accountsByEmail('default', 'kim@kirk.example')).toEqual([]);
    expect(await directory().accountsByDomain('default', 'kirk.example')).toEqual([]);
    expect([...(await directory().namespaces('default'))]).toEqual(['crm']);
  });

  describe('takes what an account lent out of those that inherited it', () => {
    const lent = { ...FROM, inheritedFrom: 'crm:1' };
    it.each<[what: string, before: Partial<Dossier>, after: Partial<Dossier>]>([
      [
        'holders',
        { assignments: [assignment('AE', 'hr:E2'), assignment('CSM', 'hr:E1', { source: lent })] },
        { assignments: [assignment('AE', 'hr:E2')] },
      ],
      ['a fact', { facts: { 'account.tier': { ...lent, value: 'VIP' } } }, { facts: {} }],
      [
        'a fact that the account has itself, which counts again',
        { facts: { 'account.hold': { ...lent, value: true, conflicts: [{ ...FROM, value: false }] } } },
        { facts: { 'account.hold': { ...FROM, value: false } } },
      ],
      [
        'and leaves what another lent',
        { facts: { 'account.tier': { ...lent, inheritedFrom: 'crm:10', value: 'VIP' } } },
        { facts: { 'account.tier': { ...lent, inheritedFrom: 'crm:10', value: 'VIP' } } },
      ],
    ])('%s', async (_what, before, after) => {
      const heir = (changes: Partial<Dossier>): Dossier =>
        dossier('crm:2', { parent: null, assignments: [], facts: {}, ...changes });
      await imported({ dossiers: [dossier('crm:1'), heir({ parent: 'crm:1', ...before })] });
      expect(await forget({ accounts: ['crm:1'] })).toEqual({ removed: 1, rewritten: 1 });
      expect(await allOf(directory().dossiers('default'))).toEqual([heir(after)]);
    });
  });

  it('takes out an account whose own id is the address, and the address where it is only one of its ids', async () => {
    await imported({
      dossiers: [dossier('shop:kim@kirk.example'), dossier('crm:1')],
      accountIds: [
        { namespace: 'shop', id: 'kim@kirk.example', account: 'shop:kim@kirk.example' },
        { namespace: 'desk', id: 'kim@kirk.example', account: 'crm:1' },
        { namespace: 'crm', id: '1', account: 'crm:1' },
      ],
    });
    expect(await forget({ emails: ['kim@kirk.example'] })).toEqual({ removed: 1, rewritten: 0 });
    expect(await allOf(directory().accounts('default'))).toEqual(['crm:1']);
    expect((await directory().identities('default', 'crm:1')).ids).toEqual([{ namespace: 'crm', id: '1' }]);
  });

  describe('leaves no mention of a person', () => {
    const gone = { people: ['hr:E1'], emails: ['sarah@acme.example'] };
    const others = [{ ...FROM, person: 'hr:E3' }];

    it.each<[where: string, before: Partial<Dossier>, after: Partial<Dossier>]>([
      [
        'as a holder',
        { assignments: [assignment('CSM', 'hr:E1'), assignment('CSM', 'hr:E10')] },
        { assignments: [assignment('CSM', 'hr:E10')] },
      ],
      [
        'as one whom another source names',
        { assignments: [assignment('CSM', 'hr:E3', { conflicts: [{ ...FROM, person: 'hr:E1' }] })] },
        { assignments: [assignment('CSM', 'hr:E3')] },
      ],
      [
        'as one of those whom other sources name',
        { assignments: [assignment('CSM', 'hr:E2', { conflicts: [{ ...FROM, person: 'hr:E1' }, ...others] })] },
        { assignments: [assignment('CSM', 'hr:E2', { conflicts: others })] },
      ],
      [
        'in a fact',
        {
          facts: {
            'account.note': { ...FROM, value: 'Ask Sarah@Acme.example', conflicts: [{ ...FROM, value: 'nobody' }] },
            'account.tier': { ...FROM, value: 'VIP' },
          },
        },
        { facts: { 'account.tier': { ...FROM, value: 'VIP' } } },
      ],
      [
        'in what another source says of a fact',
        {
          facts: {
            'account.tier': {
              ...FROM,
              value: 'VIP',
              conflicts: [
                { ...FROM, value: 'sarah@acme.example' },
                { ...FROM, value: 'SMB' },
              ],
            },
          },
        },
        { facts: { 'account.tier': { ...FROM, value: 'VIP', conflicts: [{ ...FROM, value: 'SMB' }] } } },
      ],
      [
        'in the place where something was read',
        { facts: { 'account.tier': { ...FROM, record: 'sarah@acme.example/sheet:1', value: 'VIP' } } },
        { facts: { 'account.tier': { ...FROM, record: '', value: 'VIP' } } },
      ],
      ['in a name', { name: 'sarah@acme.example (private)' }, { name: 'crm:1' }],
    ])('%s', async (_where, before, after) => {
      await imported({ dossiers: [dossier('crm:1', { assignments: [], ...before })] });
      expect(await forget(gone)).toEqual({ removed: 0, rewritten: 1 });
      expect(await read('crm:1')).toEqual(dossier('crm:1', { assignments: [], ...after }));
    });

    it.each<[where: string, before: Partial<Person>, after: Partial<Person>]>([
      ['as a manager', { manager: 'hr:E1' }, { manager: null }],
      ['as a deputy', { deputy: 'hr:E1' }, { deputy: null }],
      [
        'as the deputy of a leave',
        { absences: [absence('2026-11-01', null, { deputy: 'hr:E1' })] },
        { absences: [absence('2026-11-01', null)] },
      ],
      ['in a link', { bookingLink: 'https://book.example/sarah@acme.example' }, { bookingLink: null }],
      ['in a title', { title: 'Assistant of sarah@acme.example' }, { title: null }],
      ['in a name', { name: 'sarah@acme.example' }, { name: 'hr:E2' }],
      [
        'in what another source says',
        { sourced: { rows: [], conflicts: [{ ...FROM, field: 'manager', value: 'hr:E1' }] } },
        { sourced: { rows: [], conflicts: [] } },
      ],
    ])('%s of somebody else', async (_where, before, after) => {
      await imported({ people: [person('hr:E2', before)] });
      expect(await forget(gone)).toEqual({ removed: 0, rewritten: 1 });
      expect((await people()).get('hr:E2')).toEqual(person('hr:E2', after));
    });
  });

  it('leaves whoever is only alike', async () => {
    const alike = {
      dossiers: [
        dossier('crm:10', {
          parent: 'crm:11',
          assignments: [assignment('CSM', 'hr:E10')],
          name: 'joakim@kirk.example',
        }),
        dossier('crm:11', {
          assignments: [],
          facts: { 'account.note': { ...FROM, value: 'kim@kirk.example.org, hr:E1.5, crm:1-2' } },
        }),
      ],
      accountIds: [{ namespace: 'crm', id: '10', account: 'crm:10' }],
      contacts: [
        { email: 'joakim@kirk.example', account: 'crm:10' },
        { email: 'kim@kirk.example.org', account: 'crm:10' },
      ],
      domains: [{ domain: 'kirk.example', account: 'crm:10' }],
      people: [person('hr:E10', { email: 'joakim@kirk.example', manager: 'hr:E11' })],
    };
    await imported(alike);
    await directory().replace('north', SMALL);
    const subject = { people: ['hr:E1'], emails: ['kim@kirk.example'], accounts: ['crm:1'] };
    expect(await forget(subject)).toEqual({ removed: 0, rewritten: 0 });
    expect(await directory().generation('default'), 'nothing was changed').toBe(1);
    expect(await allOf(directory().dossiers('default'))).toEqual(alike.dossiers);
    expect([...(await people()).values()]).toEqual(alike.people);
    expect((await directory().identities('default', 'crm:10')).emails).toHaveLength(2);
    expect(await directory().accountsById('north', '77'), "another tenant's").toEqual(['crm:1']);
  });

  it('keeps an address that somebody who stays has as well', async () => {
    const shared = { email: 'desk@acme.example' };
    await imported({
      dossiers: [dossier('crm:1', { assignments: [], name: 'desk@acme.example' })],
      people: [person('hr:E1', shared), person('hr:E2', shared)],
    });
    expect(await forget({ people: ['hr:E1'] })).toEqual({ removed: 1, rewritten: 0 });
    expect((await directory().roster('default')).byEmail.get('desk@acme.example')?.key).toBe('hr:E2');
  });

  it('may be asked for nobody, twice, and before anything was imported', async () => {
    expect(await forget({ emails: ['kim@kirk.example'] })).toEqual({ removed: 0, rewritten: 0 });
    expect(await directory().generation('default')).toBe(0);
    await imported(SMALL);
    expect(await forget({})).toEqual({ removed: 0, rewritten: 0 });
    expect(await forget({ emails: ['kim@kirk.example'] })).toEqual({ removed: 1, rewritten: 0 });
    expect(await forget({ emails: ['kim@kirk.example'] })).toEqual({ removed: 0, rewritten: 0 });
    expect(await directory().generation('default')).toBe(2);
  });

  it('stands until an import brings them again', async () => {
    await imported(SMALL);
    await forget({ people: ['hr:E1'], accounts: ['crm:1'] });
    const { directory: again } = await under().reopen();
    expect(await allOf(again.accounts('default'))).toEqual(['crm:2']);
    const { changes } = await again.replace('default', SMALL);
    expect(changes).toMatchObject({ accounts: { added: 1, changed: 1 }, people: { added: 1 }, contacts: { added: 1 } });
  });
}
