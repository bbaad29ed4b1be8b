/** BambooHR through its fake: who may be seen, who is away, and what is never asked. */
import { afterEach, describe, expect, it } from 'vitest';
import type { BambooHr } from '../../../test/systems/bamboohr.ts';
import { fakeBambooHr, refused } from '../../../test/systems/bamboohr.ts';
import type { OpenedVendor } from '../../../test/systems/opened.ts';
import { openedVendor, readWhole } from '../../../test/systems/opened.ts';
import type { Reply } from '../../../test/systems/vendor.ts';
import { bamboohr } from './bamboohr.ts';

type Replying = { readonly reply: Reply };

let vendor: OpenedVendor | undefined;
afterEach(async () => await vendor?.system.close());

const NOW = Date.parse('2026-11-23T08:00:00Z');
const COLUMNS = ['employeeId', 'firstName', 'lastName', 'workEmail', 'status', 'reportsToId'];

function staffed(): BambooHr {
  const fake = fakeBambooHr({ key: 'k3y' });
  for (let nth = 1; nth <= 1_203; nth += 1)
    fake.employees.set(String(nth), {
      employeeId: String(nth),
      firstName: 'Ava',
      lastName: `No. ${nth}`,
      workEmail: `ava.${nth}@acme.example`,
      status: 'Active',
      reportsToId: '1',
      photoUrl: 'https://photos.example/signed',
      payRate: '120000 USD',
      birthDate: '1990-01-01',
    });
  fake.timeOff.set(7, { id: 7, employeeId: 3, start: '2026-11-02', end: '2026-11-27' });
  fake.timeOff.set(8, { id: 8, employeeId: 4, start: '2026-12-20', end: '2027-01-04' });
  fake.timeOff.set(9, { id: 9, employeeId: 5, start: '2027-06-01', end: '2027-06-09' });
  fake.holidays.set(7, { id: 7, name: 'Christmas Day', start: '2026-12-25', end: '2026-12-25' });
  return fake;
}

async function opened(fake: Replying, secret = 'k3y'): Promise<OpenedVendor> {
  return (vendor = await openedVendor(bamboohr, fake, { settings: { company: 'acme' }, secret: { secret } }));
}

describe('employees', () => {
  it('come whole, each once, and with the fields that were asked for', async () => {
    const { rows } = await readWhole(await opened(staffed()), 'employees', { columns: COLUMNS });
    expect(new Set(rows.map(({ employeeId }) => employeeId)).size).toBe(1_203);
    expect(rows).toHaveLength(1_203);
    expect(rows[2]).toMatchObject({ employeeId: '3', workEmail: 'ava.3@acme.example', reportsToId: '1' });
    expect(JSON.stringify(rows)).not.toMatch(/photos\.example|120000|1990/);
    expect(vendor?.hosts).toEqual(new Set(['acme.bamboohr.com']));
  });

  it('are told apart, whatever a mapping names them by', async () => {
    const { rows } = await readWhole(await opened(staffed()), 'employees', { columns: ['workEmail'] });
    expect(new Set(rows.map(({ employeeId }) => employeeId)).size).toBe(1_203);
    expect(vendor?.system.asked[0]?.query.get('fields')).toBe('employeeId,workEmail');
  });

  it('are never asked for what must not leave', async () => {
    const { system } = await opened(staffed());
    const asking = readWhole(vendor as OpenedVendor, 'employees', { columns: ['employeeId', 'payRate'] });
    await expect(asking).rejects.toThrow("The input `fields` can't be used: there may only be employeeId, firstName");
    expect(system.asked).toEqual([]);
  });

  it('are gone from the next reading when they are gone', async () => {
    const fake = staffed();
    const first = await opened(fake);
    fake.employees.delete('3');
    const { rows } = await readWhole(first, 'employees', { columns: COLUMNS });
    expect(rows.some(({ employeeId }) => employeeId === '3')).toBe(false);
  });

  it('can be asked for one by one', async () => {
    const { client } = await opened(staffed());
    const { operation, by } = bamboohr.reads['employees']?.one ?? { operation: '', by: '' };
    const input = { fields: COLUMNS, page_size: 1, [by]: '12' };
    const page = await client.ask(bamboohr.operations[operation] as never, input, { deadlineMs: 5_000 });
    expect(page.rows).toEqual([expect.objectContaining({ employeeId: '12', lastName: 'No. 12' })]);
  });
});

describe('absences', () => {
  it('are those of the window, without company holidays, their kind or their notes', async () => {
    const { rows } = await readWhole(await opened(staffed()), 'absences', { now: NOW });
    expect(rows.map(({ id }) => id)).toEqual([7, 8]);
    expect(rows[0]).toMatchObject({ employeeId: 3, start: '2026-11-02', end: '2026-11-27' });
    const [asked] = vendor?.system.asked ?? [];
    expect(Object.fromEntries(asked?.query ?? [])).toEqual({ start: '2026-11-22', end: '2027-02-21', filter: 'off' });
  });

  it('are apart from company holidays', async () => {
    const { rows } = await readWhole(await opened(staffed()), 'company_holidays', { now: NOW });
    expect(rows).toEqual([{ id: 7, type: 'holiday', name: 'Christmas Day', start: '2026-12-25', end: '2026-12-25' }]);
  });
});

describe('what goes wrong', () => {
  it.each([
    ['a wrong key', refused(401, 'Invalid API key'), 'auth'],
    ['a feature that is switched off', refused(403, 'Who’s Out is disabled'.replaceAll('’', "'")), 'forbidden'],
    ['too many requests', refused(503, 'Throttled', { 'retry-after': '60' }), 'transient'],
  ])('%s', async (_name, said, kind) => {
    const asking = readWhole(await opened({ reply: () => said }), 'absences', { bounds: { deadlineMs: 400 } });
    await expect(asking).rejects.toMatchObject({ kind, status: said.status });
  });

  it('tells of a company that is none before it asks', async () => {
    const settings = { company: 'acme.evil.example' };
    await expect(openedVendor(bamboohr, staffed(), { settings, secret: { secret: 'k' } })).rejects.toThrow(
      "`company` isn't written as it must be.",
    );
  });
});
