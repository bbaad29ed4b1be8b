/** What the report tells, and that it stays of a size that somebody can read. */
import { afterAll, describe, expect, it } from 'vitest';
import type { ImportProgress } from './progress.ts';
import { importDirectory } from './import-directory.ts';
import { importWhole } from './import-fixtures.ts';
import { TOLD_TROUBLES } from './import-report.ts';
import { NOW, sourceFolder } from './source-fixtures.ts';

const { imported, source, workspace, remove } = sourceFolder();
afterAll(remove);

const rows = (count: number, row: (index: number) => Record<string, string>) =>
  Array.from({ length: count }, (_, index) => row(index));

describe('troubles', () => {
  it('are counted all and told up to a thousand of each kind, in order', async () => {
    const { report } = await imported({
      crm: { accounts: rows(2_500, (index) => ({ id: `S${index}`, tier: 'Gold', csm: 'ghost@acme.example' })) },
    });
    for (const list of [report.quarantined, report.unknownPeople]) {
      expect(list.total).toBe(2_500);
      expect(list.first.map(({ place }) => place)).toEqual(
        rows(TOLD_TROUBLES, () => ({})).map((_, index) => `crm.json:accounts[${index}]`),
      );
    }
    expect(report.flagged).toEqual({ total: 0, first: [] });
  });

  it('that come first are told, whenever they are found', async () => {
    const { report } = await imported({
      z: { accounts: rows(1_200, (index) => ({ id: `Z${index}`, tier: 'Gold' })) },
      a: { accounts: rows(1_200, (index) => ({ id: `A${index}`, tier: 'Gold' })) },
    });
    expect(report.quarantined.total).toBe(2_400);
    expect(new Set(report.quarantined.first.map(({ place }) => place.slice(0, 6)))).toEqual(new Set(['a.json']));
  });

  it('of one row count once, though several records are made of it', async () => {
    const crm = source('crm', { accounts: [{ id: 'S1', tier: 'Gold' }] });
    const twice = { ...crm, mappings: [...crm.mappings, ...crm.mappings] };
    const { report } = await importWhole(workspace([twice]), NOW);
    expect(report.quarantined.total).toBe(1);
  });

  it('with an owner who is on every row are told once', async () => {
    const owner = { own: 'U1', email: 'x@acme.example', boss: 'E9' };
    const { data, report } = await imported({
      crm: { people: rows(300, () => owner) },
      desk: { people: rows(300, () => ({ own: 'D1', name: 'Ann', email: 'a@acme.example', boss: 'E9' })) },
    });
    expect(data.people.map(({ key }) => key)).toEqual(['desk:D1']);
    expect(report.quarantined.first).toEqual([
      { place: 'crm.json:people[0]', reason: 'No source has a name for this person.' },
    ]);
    expect(report.unknownPeople.first.map(({ place }) => place)).toEqual(['desk.json:people[0]']);
    expect(report.counts).toEqual([
      { source: 'crm', kind: 'person', rows: 300 },
      { source: 'desk', kind: 'person', rows: 300 },
    ]);
  });

  it('name no address, even where an address is somebody’s key', async () => {
    const shared = { name: 'Ann', email: 'ann@acme.example' };
    const { report } = await imported({
      crm: {
        people: [
          { own: 'ann@acme.example', ...shared },
          { own: 'ann2@acme.example', ...shared },
        ],
      },
    });
    expect(report.flagged.first).toEqual([
      {
        place: 'crm.json:people[0]',
        reason: 'The address in this row is that of 2 people; it stands for one of them.',
      },
      {
        place: 'crm.json:people[1]',
        reason: 'The address in this row is that of 2 people; it stands for one of them.',
      },
    ]);
  });
});

it('conflicts are counted by what sources disagree on', async () => {
  const people = ['a', 'b'].map((name) => ({ hr: name, name, email: `${name}@acme.example` }));
  const { report } = await imported({
    crm: { people, accounts: rows(3, (index) => ({ id: `S${index}`, tier: 'VIP', csm: 'a@acme.example' })) },
    desk: {
      accounts: rows(3, (index) => ({
        id: `S${index}`,
        tier: index < 2 ? 'SMB' : 'VIP',
        csm: index < 1 ? 'b@acme.example' : 'a@acme.example',
      })),
    },
  });
  expect(report.conflicts).toEqual({ 'account.tier': 2, 'assignment.CSM': 1 });
});

describe('progress', () => {
  it('is told for each source by its rows, then for accounts and people together', async () => {
    const told: ImportProgress[] = [];
    const sources = [
      source('crm', { accounts: rows(12_000, (index) => ({ id: `S${index}` })) }),
      source('hr', { people: rows(3, (index) => ({ hr: `E${index}`, name: 'Ann' })) }),
    ];
    await importWhole(workspace(sources), NOW, (progress) => told.push(progress));
    expect(told.filter((each) => each.phase === 'reading' && each.source === 'crm')).toEqual(
      expect.arrayContaining(
        [0, 5_000, 10_000, 12_000].map((done) => ({ phase: 'reading', source: 'crm', rows: done })),
      ),
    );
    expect(told.filter(({ phase }) => phase === 'merging')).toEqual([
      { phase: 'merging', done: 0, of: null },
      ...[5_000, 10_000, 12_003].map((done) => ({ phase: 'merging', done, of: 12_003 })),
    ]);
    expect(told.length).toBeLessThan(30);
  });
});

describe('the parts of the directory', () => {
  it('are read once', async () => {
    const { data, close } = await importDirectory(workspace([source('crm', { accounts: [{ id: 'S1' }] })]), NOW);
    expect([...data.dossiers]).toHaveLength(1);
    expect(() => [...data.dossiers]).toThrow('read once');
    close();
  });

  it('can’t be read any more when it is closed, which may be done twice', async () => {
    const { data, close } = await importDirectory(workspace([source('crm', { accounts: [{ id: 'S1' }] })]), NOW);
    close();
    close();
    expect(() => [...data.contacts]).toThrow('not open');
  });
});
