/** `cs_workbook.xlsx`: the sheets of customer success. Account ids in 18 or 15 characters, e-mails as people type them. */
import { canary } from './canary.ts';
import { plans } from './company.ts';
import type { Company } from './company.ts';
import { typedCase } from './contacts.ts';
import { DIRT } from './dirt.ts';
import { slug } from './names.ts';
import type { Random } from './random.ts';
import { draws } from './random.ts';
import { shortForm } from './salesforce-id.ts';
import type { Staff } from './staff.ts';
import type { Cell, Sheet } from './xlsx.ts';

export const WORKBOOK_COLUMNS = {
  Accounts: [
    'Account ID',
    'Account',
    'Tier',
    'CSM e-mail',
    'Onboarding lead e-mail',
    'Renewal manager e-mail',
    'Health',
    'Health score',
    'Open Sev-1',
    'CSM notes',
  ],
  Contacts: ['Contact', 'E-mail', 'Account ID', 'Role', 'Main contact'],
  'Booking links': ['Employee', 'E-mail', 'Booking link', 'Headshot URL'],
} as const;
type SheetName = keyof typeof WORKBOOK_COLUMNS;

const TITLES: Readonly<Record<SheetName, string>> = {
  Accounts: 'Acme Customer Success: account plan, as of 23 Nov 2026',
  Contacts: 'Customer contacts (keep in sync with the CRM!)',
  'Booking links': 'Booking links and photos, ask CS Ops for changes',
};

const APPROVED = 'https://calendly.com/acme-';
const OTHER_HOST = 'https://calendly.com.bookings.example/acme-';
const OTHER_PATH = 'https://calendly.com/private-';

/** `onRow` is called for each row below a header. */
export function sheets(company: Company, onRow: (sheet: SheetName) => void): readonly Sheet[] {
  const rows = { Accounts: accountRows, Contacts: contactRows, 'Booking links': linkRows };
  return (['Accounts', 'Contacts', 'Booking links'] as const).map((name) => ({
    name,
    title: TITLES[name],
    columns: WORKBOOK_COLUMNS[name],
    rows: counted(rows[name](company), () => onRow(name)),
  }));
}

function* counted<T>(rows: Iterable<T>, onRow: () => void): Generator<T> {
  for (const row of rows) {
    onRow();
    yield row;
  }
}

function* accountRows(company: Company): Generator<readonly Cell[]> {
  const draw = draws(company.seed, 'workbook row');
  for (const { account, workbook, holders } of plans(company)) {
    if (workbook === null) continue;
    const random = draw(account.index);
    yield [
      written(account.id, random),
      account.name,
      workbook.tier,
      address(holders.csmInWorkbook, random),
      address(workbook.onboarding, random),
      address(workbook.renewals, random),
      workbook.color,
      workbook.score,
      workbook.openSev1 ? 'yes' : null,
      random.chance(0.4)
        ? `${canary('workbook.CSM notes', account.index)}: ${random.pick(company.names.phrases)}`
        : null,
    ];
  }
}

function* contactRows(company: Company): Generator<readonly Cell[]> {
  const draw = draws(company.seed, 'workbook contact');
  for (const { account, workbook } of plans(company)) {
    const random = draw(account.index);
    for (const { name, email, isMain } of workbook?.contacts ?? [])
      yield [name, email, written(account.id, random), random.pick(company.names.titles), isMain ? 'yes' : null];
  }
}

/** Of the people who work here and meet customers; four in five have a link. */
function* linkRows(company: Company): Generator<readonly Cell[]> {
  const draw = draws(company.seed, 'link');
  for (const each of company.roster.staff) {
    const random = draw(each.number);
    if (each.employeeId === null || each.state !== 'eligible' || random.chance(0.1)) continue;
    const [mailbox = ''] = (each.email ?? '').split('@');
    const headshot = random.chance(0.8) ? `https://cdn.acme.example/people/${slug(mailbox)}.jpg` : null;
    yield [each.name.full, address(each.email, random), random.chance(0.9) ? linkOf(each, random) : null, headshot];
  }
}

function linkOf({ email }: Staff, random: Random): string {
  const [mailbox = ''] = (email ?? '').split('@');
  const prefix = random.name({ host: DIRT.wrongLinkHost, path: DIRT.wrongLinkPath }, 'approved');
  return { host: OTHER_HOST, path: OTHER_PATH, approved: APPROVED }[prefix] + slug(mailbox);
}

function address(email: string | null, random: Random): string | null {
  return email === null ? null : typedCase(email, random);
}

function written(id: string, random: Random): string {
  return random.chance(DIRT.shortId) ? shortForm(id) : id;
}
