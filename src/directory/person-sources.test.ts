/** Where the fields of people come from, and what is passed over. */
import { afterAll, describe, expect, it } from 'vitest';
import { sourceFolder } from './source-fixtures.ts';

const { imported, remove } = sourceFolder();
afterAll(remove);

const sarah = { hr: 'E1', name: 'Sarah Jenkins', email: 'sarah@acme.example' };
const boss = { hr: 'E2', name: 'Bo', email: 'bo@acme.example' };
const other = { hr: 'E3', name: 'Cy', email: 'cy@acme.example' };

const row = (name: string, at: number, asOf: string) => ({
  source: name,
  record: `${name}.json:people[${at}]`,
  asOf: `2026-11-${asOf}T06:00:00Z`,
});

describe('a person’s fields', () => {
  it('tell their rows, each row once', async () => {
    const { data } = await imported({
      staff: { people: [{ ...sarah, boss: 'E2' }, boss] },
      crm: { people: [{ own: 'U1', email: 'Sarah@acme.example', title: 'CSM', active: true }] },
    });
    expect(data.people[0]).toMatchObject({ key: 'hr:E1', title: 'CSM', manager: 'hr:E2' });
    expect(data.people[0]!.sourced).toEqual({
      rows: [
        { ...row('staff', 0, '22'), fields: ['name', 'email', 'manager'] },
        { ...row('crm', 0, '20'), fields: ['active', 'title'] },
      ],
      conflicts: [],
    });
  });

  it('tell what other sources say instead, and the report counts on how many people they disagree', async () => {
    const { data, report } = await imported(
      {
        staff: { people: [{ ...sarah, title: 'CSM', active: false, boss: 'E2' }, boss, other] },
        crm: { people: [{ ...sarah, title: 'Owner', active: true, boss: 'E3' }] },
        desk: { people: [{ ...sarah, title: 'CSM', name: 'S. J.' }] },
      },
      { precedence: { 'person.title': ['desk'] } },
    );
    const person = data.people.find(({ key }) => key === 'hr:E1')!;
    expect(person).toMatchObject({ title: 'CSM', active: false, name: 'Sarah Jenkins', manager: 'hr:E2' });
    expect(person.sourced.conflicts).toEqual([
      { field: 'name', value: 'S. J.', ...row('desk', 0, '21') },
      { field: 'active', value: true, ...row('crm', 0, '20') },
      { field: 'title', value: 'Owner', ...row('crm', 0, '20') },
      { field: 'manager', value: 'hr:E3', ...row('crm', 0, '20') },
    ]);
    expect(report.conflicts).toEqual({
      'person.active': 1,
      'person.manager': 1,
      'person.name': 1,
      'person.title': 1,
    });
  });

  it('don’t disagree with what is blank, written otherwise, or said by another row of the same source', async () => {
    const { data, report } = await imported({
      staff: {
        people: [
          { ...sarah, title: 'CSM' },
          { ...sarah, title: 'Senior CSM' },
        ],
      },
      crm: { people: [{ ...sarah, email: 'SARAH@acme.example', title: ' ' }] },
    });
    expect(data.people[0]!.sourced.conflicts).toEqual([]);
    expect(report.conflicts).toEqual({});
  });

  it('are told by the row whose id is the address, where no column says what the address is', async () => {
    const { data } = await imported({
      crm: { people: [{ own: 'U1', email: 'bo@acme.example' }] },
      staff: { people: [boss] },
    });
    expect(data.people[0]!.sourced.rows[0]).toEqual({ ...row('staff', 0, '22'), fields: ['name'] });
    expect(data.people[0]!.sourced.rows[1]).toEqual({ ...row('crm', 0, '20'), fields: ['email'] });
  });

  it('are of no row where no source says anything', async () => {
    const { data } = await imported({ staff: { people: [sarah] } });
    expect(data.people[0]).toMatchObject({ active: true, kind: 'human', weight: 1 });
    expect(data.people[0]!.sourced.rows.flatMap(({ fields }) => fields)).toEqual(['name', 'email']);
  });
});
