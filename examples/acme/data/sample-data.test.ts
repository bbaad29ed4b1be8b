/** The sample's five exports agree with each other, with the scripts beside them and with what the README tells. */
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { canaries } from './list-canaries.ts';
import { workbook } from './make-workbook.ts';
import { exportUrl, readCsv, readHelpDesk, readWorkbook } from './read-exports.ts';
import type { HelpDesk, TextRow } from './read-exports.ts';

/** Named as CSM, but not in HR: a queue, a bot, an outside contractor. */
const NOT_EMPLOYED = ['emea-onboarding@acme.example', 'ace-bot@acme.example', 'luca.moretti@cs-contractors.example'];
/** Owns an account in the CRM, but not in HR either. */
const NOT_A_PERSON = ['emea-onboarding@acme.example', 'crm-sync@acme.example'];
const MARKER = /CANARY-[a-z]+/g;

let crm: TextRow[];
let people: TextRow[];
let absences: TextRow[];
let accounts: TextRow[];
let contacts: TextRow[];
let links: TextRow[];
let helpDesk: HelpDesk;

beforeAll(async () => {
  crm = await readCsv('crm_accounts.csv');
  people = await readCsv('hr_employees.csv');
  absences = await readCsv('absences.csv');
  accounts = await readWorkbook('Accounts');
  contacts = await readWorkbook('Contacts');
  links = await readWorkbook('Booking links');
  helpDesk = await readHelpDesk();
});

describe('the files are current', () => {
  test('the workbook is what make-workbook.ts writes', async () => {
    expect((await workbook()).equals(await readFile(exportUrl('cs_workbook.xlsx')))).toBe(true);
  });

  test('canaries.json is what list-canaries.ts writes', async () => {
    expect(JSON.parse(await readText('canaries.json'))).toEqual(await canaries());
  });

  test('every e-mail domain is reserved', async () => {
    const domains = [...(await everyText()).matchAll(/@([\w.-]+)/g)].map((match) => match[1]);
    expect(domains.length).toBeGreaterThan(200);
    expect(domains.filter((domain) => !domain?.endsWith('.example'))).toEqual([]);
  });
});

describe('canaries', () => {
  test('no marker is in a column that is not listed as sensitive', async () => {
    const listed = (await canaries()).text.flatMap((listing) => listing.tokens);
    expect((await everyText()).match(MARKER)?.toSorted()).toEqual(listed.toSorted());
  });

  test('a marker is in one cell only, and is no part of another', async () => {
    const listed = (await canaries()).text.flatMap((listing) => listing.tokens).toSorted();
    expect(listed.filter((token, index) => listed[index + 1]?.startsWith(token))).toEqual([]);
  });

  test('a salary ends in four odd digits', async () => {
    const salaries = (await canaries()).values.find((listing) => listing.column === 'Annual salary')?.tokens;
    expect(salaries).toHaveLength(people.length);
    expect(salaries?.filter((salary) => !/[13579]{2}\.[13579]{2}$/.test(salary))).toEqual([]);
  });
});

describe('references between the files', () => {
  test('CRM ids are unique and carry the right three check characters', () => {
    const ids = column(crm, 'Account ID');
    expect(new Set(ids).size).toBe(62);
    expect(ids.filter((id) => id !== longId(id))).toEqual([]);
  });

  test('every account that another row or file names is in the CRM', () => {
    const named = [
      ...filled(crm, 'Parent Account ID'),
      ...column(accounts, 'Account ID'),
      ...column(contacts, 'Account ID'),
      ...helpDesk.organizations.map((row) => row.external_id),
    ];
    expect(named.some((id) => id.length === 15)).toBe(true);
    expect(named.map(longId).filter((id) => !column(crm, 'Account ID').includes(id))).toEqual([]);
  });

  test('the workbook has each customer once, with its main contact', () => {
    const customers = crm.filter((row) => row['Type'] === 'Customer').map((row) => row['Account ID']);
    const inWorkbook = column(accounts, 'Account ID').map(longId);
    expect(new Set(inWorkbook).size).toBe(accounts.length);
    expect(customers.filter((id) => !inWorkbook.includes(String(id)))).toEqual([]);
    const main = contacts.filter((row) => row['Main contact'] === 'yes');
    expect(column(main, 'Account ID').map(longId).toSorted()).toEqual(inWorkbook.toSorted());
  });

  test('managers, deputies and absences are of people in HR', () => {
    const ids = column(people, 'Employee ID');
    expect(new Set(ids).size).toBe(26);
    expect([...filled(people, 'Manager'), ...filled(people, 'Deputy')].filter((id) => !ids.includes(id))).toEqual([]);
    const pairs = people.map((row) => `${row['Employee ID']} ${row['Work email']?.toLowerCase()}`);
    const absent = absences.map((row) => `${row['Employee ID']} ${row['Employee e-mail']}`);
    expect(absent.filter((pair) => !pairs.includes(pair))).toEqual([]);
    expect(filled(absences, 'Deputy e-mail').filter((email) => !employed().includes(email))).toEqual([]);
  });

  test('owners, CSMs, leads and links are of people in HR, but for those the README tells of', () => {
    const roles = ['CSM e-mail', 'Onboarding lead e-mail', 'Renewal manager e-mail'];
    const named = [...roles.flatMap((role) => filled(accounts, role)), ...filled(crm, 'CSM Email')].map(lower);
    expect(strangers(named)).toEqual(NOT_EMPLOYED);
    expect(strangers(filled(crm, 'Owner Email'))).toEqual(NOT_A_PERSON);
    expect(strangers(column(links, 'E-mail'))).toEqual([]);
  });

  test("an organization's severity is the worst of its unsolved tickets", () => {
    const told = helpDesk.organizations.map((row) => [row.name, row.organization_fields.highest_open_severity]);
    const worst = helpDesk.organizations.map(({ id, name }) => {
      const open = helpDesk.tickets.filter((row) => row['organization_id'] === id && row['status'] !== 'solved');
      return [name, open.map((row) => String(row['severity'])).toSorted()[0] ?? null];
    });
    expect(told).toEqual(worst);
  });
});

describe('the README', () => {
  test('names accounts by ids that the CRM has', async () => {
    const ids = (await readText('../README.md')).match(/001Hs\w+/g) ?? [];
    expect(ids.length).toBeGreaterThan(40);
    expect(ids.map(longId).filter((id) => !column(crm, 'Account ID').includes(id))).toEqual([]);
  });

  test('names e-mails that are in the exports, and one that is in none', async () => {
    const exports = lower(await everyText());
    const told = (await readText('../README.md')).match(/[\w.+-]+@[\w.-]+\.example/g) ?? [];
    expect(told.filter((email) => !exports.includes(lower(email)))).toEqual(['someone@unheard-of.example']);
  });
});

function column(rows: TextRow[], name: string): string[] {
  return rows.map((row) => {
    expect(row, 'column').toHaveProperty([name]);
    return row[name] ?? '';
  });
}

function filled(rows: TextRow[], name: string): string[] {
  return column(rows, name).filter((cell) => cell !== '');
}

function lower(text: string): string {
  return text.toLowerCase();
}

function employed(): string[] {
  return column(people, 'Work email').map(lower);
}

function strangers(emails: string[]): string[] {
  return [...new Set(emails.filter((email) => !employed().includes(email)))];
}

/** The 18-character form: each of the three added characters says which of five characters are upper case. */
function longId(id: string): string {
  const short = id.slice(0, 15);
  const check = [0, 5, 10].map((start) => {
    const bits = [0, 1, 2, 3, 4].filter((bit) => /[A-Z]/.test(short.charAt(start + bit)));
    return 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'.charAt(bits.reduce((sum, bit) => sum + 2 ** bit, 0));
  });
  return short + check.join('');
}

async function readText(file: string): Promise<string> {
  return await readFile(exportUrl(file), 'utf8');
}

/** All five exports as one text. */
async function everyText(): Promise<string> {
  const files = await Promise.all(
    ['crm_accounts.csv', 'hr_employees.csv', 'helpdesk.json', 'absences.csv'].map(readText),
  );
  return [...files, JSON.stringify([accounts, contacts, links])].join('\n');
}
