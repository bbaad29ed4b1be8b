/** Writes a whole workspace: the sample's configuration, five exports and the truth about them. */
import { mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ABSENCE_COLUMNS, absenceRows } from './absences-export.ts';
import { makeCompany } from './company.ts';
import { CRM_COLUMNS, crmRows } from './crm-export.ts';
import { SampleFailure } from './failure.ts';
import { groupsOf, helpDeskText } from './helpdesk-export.ts';
import { HR_COLUMNS, hrRows } from './hr-export.ts';
import type { Options } from './options.ts';
import { truthOf } from './truth.ts';
import type { Truth } from './truth.ts';
import { sheets } from './workbook-export.ts';
import { ACME, writeWorkspace } from './workspace.ts';
import { writeBytes, writeCsv, writeText } from './write-file.ts';
import { workbookBytes } from './xlsx.ts';

/** How often every account is gone through: for the CRM, two sheets, three lists of the help desk and the truth. */
export const ROUNDS = 7;

/**
 * `onStep` is called about {@link ROUNDS} times for each account.
 * @throws SampleFailure `usage` for a folder that may not be written to; errors of the system as they are
 */
export async function generate({ folder, accounts, seed, force }: Options, onStep: () => void): Promise<Truth> {
  await refuseForeign(folder, force);
  const company = await makeCompany(accounts, seed);
  const watched = { ...company, plan: (index: number) => (onStep(), company.plan(index)) };
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true });
  await writeWorkspace(folder, company);
  const rows: Record<string, number> = {};
  const count = (name: string): void => void (rows[name] = (rows[name] ?? 0) + 1);

  await writeCsv(join(data, 'hr_employees.csv'), HR_COLUMNS, counted(hrRows(company), 'hr_employees', count), {
    bom: true,
    delimiter: ';',
  });
  await writeCsv(join(data, 'absences.csv'), ABSENCE_COLUMNS, counted(absenceRows(company), 'absences', count));
  await writeCsv(join(data, 'crm_accounts.csv'), CRM_COLUMNS, counted(crmRows(watched), 'crm_accounts', count), {
    quoted: true,
    quoted_empty: true,
  });
  await writeBytes(
    join(data, 'cs_workbook.xlsx'),
    workbookBytes(sheets(watched, (sheet) => count(`cs_workbook:${sheet}`))),
  );
  const groups = await groupsOf(company.roster);
  const helpDesk = helpDeskText(watched, groups, (list) => count(`helpdesk:${list}`));
  await writeText(join(data, 'helpdesk.json'), helpDesk);
  const truth = truthOf(watched, groups.length, rows);
  await writeText(join(data, 'truth.json'), [`${JSON.stringify(truth, null, 2)}\n`]);
  return truth;
}

function* counted<T>(rows: Iterable<T>, name: string, count: (name: string) => void): Generator<T> {
  for (const row of rows) {
    count(name);
    yield row;
  }
}

async function refuseForeign(folder: string, force: boolean): Promise<void> {
  if (resolve(folder) === ACME)
    throw new SampleFailure('usage', 'This is the small sample itself: choose another folder.');
  const there = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (there.length === 0 || force) return;
  throw new SampleFailure('usage', `${folder} is not empty: choose another folder, or say --force to write into it.`);
}
