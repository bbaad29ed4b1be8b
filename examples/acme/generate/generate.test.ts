/** The generated sample: the same bytes for the same seed, and as much dirt as it says. */
import { hash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCsv, readWorkbook } from '../data/read-exports.ts';
import type { AccountDirt } from './account-dirt.ts';
import { ABSENCE_COLUMNS } from './absences-export.ts';
import { makeCompany, plans } from './company.ts';
import { CRM_COLUMNS } from './crm-export.ts';
import { CRM_OWNER_DIRT, CSM_DIRT, DIRT, EXPORTED_AT } from './dirt.ts';
import { generate } from './generate.ts';
import { HR_COLUMNS } from './hr-export.ts';
import type { Truth } from './truth.ts';
import { truthOf } from './truth.ts';
import { WORKBOOK_COLUMNS } from './workbook-export.ts';

const EXPORTS = ['absences.csv', 'crm_accounts.csv', 'cs_workbook.xlsx', 'helpdesk.json', 'hr_employees.csv'];

const made: string[] = [];
let folder: string;
let truth: Truth;

beforeAll(async () => {
  folder = newFolder();
  truth = await generate({ folder, accounts: 400, seed: 1, force: false }, () => {});
});

afterAll(() => {
  for (const each of made) rmSync(each, { recursive: true, force: true });
});

function newFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sample-'));
  made.push(path);
  return path;
}

describe('its files', () => {
  it('are the five exports, with the truth, as old as the sample', () => {
    expect(readdirSync(join(folder, 'data')).toSorted()).toEqual([...EXPORTS, 'truth.json']);
    const ages = EXPORTS.map((name) => statSync(join(folder, 'data', name)).mtime);
    expect(ages).toEqual(EXPORTS.map(() => EXPORTED_AT));
    expect(JSON.parse(readFileSync(join(folder, 'data/truth.json'), 'utf8'))).toEqual(truth);
  });

  it('are the same bytes for the same seed, in another time zone too, and others for another', async () => {
    const [again, other] = [newFolder(), newFolder()];
    const zone = process.env['TZ'];
    process.env['TZ'] = 'Asia/Tokyo';
    await generate({ folder: again, accounts: 400, seed: 1, force: false }, () => {});
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
    await generate({ folder: other, accounts: 400, seed: 2, force: false }, () => {});
    const hashes = (of: string) => EXPORTS.map((name) => hash('sha256', readFileSync(join(of, 'data', name))));

    expect(hashes(again)).toEqual(hashes(folder));
    expect(hashes(other).filter((each) => hashes(folder).includes(each))).toEqual([]);
  });

  it('have the columns of the small sample', async () => {
    const columns = async (file: Parameters<typeof readCsv>[0]) => Object.keys((await readCsv(file))[0]!);
    expect(CRM_COLUMNS).toEqual(await columns('crm_accounts.csv'));
    expect(HR_COLUMNS).toEqual(await columns('hr_employees.csv'));
    expect(ABSENCE_COLUMNS).toEqual(await columns('absences.csv'));
    for (const name of ['Accounts', 'Contacts', 'Booking links'] as const)
      expect(WORKBOOK_COLUMNS[name]).toEqual(Object.keys((await readWorkbook(name))[0]!));
  });

  it.each(['crm_accounts.csv', 'helpdesk.json', 'hr_employees.csv', 'absences.csv'])(
    'have a marker of its own in every private text of %s',
    (name) => {
      const markers = readFileSync(join(folder, 'data', name), 'utf8').match(/CANARY-[a-z]+/g) ?? [];
      const copies: Record<string, number> = {
        'crm_accounts.csv': truth.dirt.duplicate_row + truth.dirt.contradicting_row,
        'hr_employees.csv': 2 * ((truth.rows['hr_employees'] ?? 0) - truth.employees),
      };
      expect(markers.length).toBeGreaterThan(20);
      expect(markers.length - new Set(markers).size).toBe(copies[name] ?? 0);
    },
  );
});

describe('the dirt', () => {
  let company: Awaited<ReturnType<typeof makeCompany>>;
  let many: Truth;

  beforeAll(async () => {
    company = await makeCompany(20_000, 7);
    many = truthOf(company, 6, {});
  });

  /** How far a count is from its share, measured by what chance gives: four is hardly ever. */
  function deviations(count: number, share: number, of: number): number {
    return Math.abs(count - share * of) / Math.sqrt(of * share);
  }

  it.each(Object.entries(CSM_DIRT))('gives %s of customers its share, %d', (kind, share) => {
    expect(deviations(many.dirt[kind as AccountDirt], share, many.byType['Customer']!.accounts)).toBeLessThan(4);
  });

  it.each(Object.entries(CRM_OWNER_DIRT))('gives the CRM owners of %s their share, %d', (kind, share) => {
    expect(deviations(many.dirt[`crm_owner_${kind}` as AccountDirt], share, 20_000)).toBeLessThan(4);
  });

  it.each<[AccountDirt, number]>([
    ['shared_domain', DIRT.sharedDomain],
    ['shared_contact', DIRT.sharedDomain * DIRT.sharedContact * (1 - DIRT.unreadableEmail - DIRT.blankContact)],
    ['free_mail', DIRT.freeMail * (1 - DIRT.sharedDomain)],
    ['parent_cycle', DIRT.parentCycle],
    ['case_twin', DIRT.caseTwin],
    ['wrong_date', DIRT.wrongDate * 0.86],
    ['duplicate_row', DIRT.duplicateRow * 0.95],
    ['contradicting_row', DIRT.contradictingRow * 0.95],
    ['unknown_parent', DIRT.unknownParent * (1 - DIRT.parentCycle)],
    ['unreadable_email', DIRT.unreadableEmail],
  ])('gives %s the share %d', (kind, share) => {
    expect(deviations(many.dirt[kind], share, 20_000)).toBeLessThan(4);
  });

  it('adds up to every account once', () => {
    const sum = (parts: object) =>
      (Object.values(parts) as { accounts: number }[]).reduce((all, { accounts }) => all + accounts, 0);
    expect([many.csm, many.crmOwner, many.byTier, many.byType].map(sum)).toEqual([20_000, 20_000, 20_000, 20_000]);
  });

  it('has accounts of every kind in the small size too', () => {
    const none = Object.entries(truth.dirt).filter(([, count]) => count === 0);
    expect(none).toEqual([['no_email', 0]]);
    expect(truth.accountsWith?.left).toHaveLength(truth.dirt.left);
  });

  it('gives every account an id and a domain of its own, but for what is shared', () => {
    const all = Array.from(plans(company), ({ account }) => account);
    expect(new Set(all.map(({ id }) => id)).size).toBe(20_000);
    expect(new Set(all.map(({ id }) => id.slice(0, 15).toLowerCase())).size).toBe(20_000 - many.dirt.case_twin / 2);
    expect(new Set(all.map(({ domain }) => domain)).size).toBe(20_000 - many.dirt.shared_domain / 2);
  });
});

describe('at a million accounts', () => {
  it('has fewer people than 3,000, and one account as any other', async () => {
    const company = await makeCompany(1_000_000, 1);
    expect(company.roster.staff.length + company.roster.leaders.length).toBeLessThan(3000);
    expect(company.plan(999_999)).toEqual((await makeCompany(1_000_000, 1)).plan(999_999));
  });

  it('has fewer rows than 60,000 in the workbook', async () => {
    const company = await makeCompany(1_000_000, 1);
    let listed = 0;
    for (let index = 0; index < 50_000; index++) if (company.plan(index).workbook !== null) listed++;
    expect(listed).toBeGreaterThan(2000);
    expect(listed).toBeLessThan(3000);
  });
});

it('counts the rows that it writes', () => {
  const [lines = 0, copies] = [truth.rows['crm_accounts'], truth.dirt.duplicate_row + truth.dirt.contradicting_row];
  expect(lines).toBe(400 + copies);
  expect(Object.keys(truth.rows)).toContain('cs_workbook:Accounts');
});
