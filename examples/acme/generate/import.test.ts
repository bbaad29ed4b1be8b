/** What the product finds in a generated workspace is what was planted there, and no more. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { suspicionInCompanyName, suspicionInPersonText } from '../../../src/base/clean-text.ts';
import type { ImportReport } from '../../../src/directory/import-report.ts';
import type { Dossier, Person } from '../../../src/directory/records.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { runCommand } from '../../../test/support/cli.ts';
import type { AccountDirt } from './account-dirt.ts';
import { generate } from './generate.ts';
import { COMMON_FREE_MAIL, fullName, makeNames } from './names.ts';
import { LANGUAGES } from './places.ts';
import type { Truth } from './truth.ts';

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

describe('the product', () => {
  let report: ImportReport;
  let store: Store;
  let dossiers: Map<string, Dossier>;
  let people: ReadonlyMap<string, Person>;

  beforeAll(async () => {
    const { code, out, err } = await runCommand(['import', folder, '--json']);
    if (code !== 0) throw new Error(err);
    ({ report } = JSON.parse(out) as { report: ImportReport });
    store = await openSqliteStore(join(folder, '.concierge'), { now: Date.now });
    dossiers = new Map();
    for await (const account of store.directory.accounts('default'))
      dossiers.set(account, (await store.directory.dossier('default', account))!);
    ({ people } = await store.directory.roster('default'));
  });

  afterAll(async () => {
    await store.close();
  });

  it('finds no problem in the workspace', async () => {
    expect(await runCommand(['check', folder])).toMatchObject({ code: 0, err: 'No problems.' });
  });

  it('imports what there is, and leaves out what was planted', () => {
    expect({
      directory: ownOf(report),
      quarantined: report.quarantined.total,
      flagged: report.flagged.total,
      unknownPeople: report.unknownPeople.total,
      conflicts: Object.fromEntries(Object.entries(report.conflicts).filter(([name]) => !name.startsWith('person.'))),
    }).toEqual(truth.import);
  });

  it.each<[AccountDirt, 'quarantined' | 'flagged' | 'unknownPeople', RegExp]>([
    ['wrong_date', 'quarantined', /Renewal Date/],
    ['unreadable_email', 'quarantined', /Primary Contact Email/],
    ['unknown_parent', 'quarantined', /parent account/],
    ['parent_cycle', 'flagged', /circle/],
    ['contradicting_row', 'flagged', /account\.arr_usd/],
    ['unknown_csm', 'unknownPeople', /the CSM/],
  ])('tells of each %s', (kind, list, reason) => {
    const told = report[list].first.filter((trouble) => reason.test(trouble.reason));
    expect(told).toHaveLength(truth.dirt[kind]);
  });

  /** As `truth.ts` says, from the directory alone. */
  function stateOf(person: Person | undefined): string {
    if (person === undefined) return 'no_owner';
    if (person.kind === 'queue') return 'queue';
    if (person.kind !== 'human') return 'integration';
    if (!person.active) return 'left';
    if (person.email === null) return 'no_email';
    return person.email.endsWith('@acme.example') ? 'eligible' : 'unapproved_domain';
  }

  function holder(dossier: Dossier, ...roles: readonly string[]): Person | undefined {
    const own = dossier.assignments.filter(({ source }) => source.inheritedFrom === undefined);
    return people.get(own.find(({ role }) => roles.includes(role))?.person ?? '');
  }

  function summed(keyOf: (dossier: Dossier) => string): Record<string, { accounts: number; arrUsd: number }> {
    const sums: Record<string, { accounts: number; arrUsd: number }> = {};
    for (const dossier of dossiers.values()) {
      const sum = (sums[keyOf(dossier)] ??= { accounts: 0, arrUsd: 0 });
      sum.accounts++;
      sum.arrUsd += Number(dossier.facts['account.arr_usd']?.value ?? 0);
    }
    return sums;
  }

  it('sees the owners and amounts that there are', () => {
    const present = (sums: object) =>
      Object.fromEntries(Object.entries(sums).filter(([, sum]) => (sum as { accounts: number }).accounts > 0));
    const isCustomer = (dossier: Dossier) => dossier.facts['account.type']?.value === 'Customer';
    const csm = summed((each) => (isCustomer(each) ? stateOf(holder(each, 'CSM')) : 'not_a_customer'));
    const owners = summed((each) => stateOf(holder(each, 'AE', 'Partner Manager')));

    expect(csm).toEqual(present(truth.csm));
    expect(owners).toEqual(present(truth.crmOwner));
    expect(summed((each) => String(each.facts['account.tier']?.value ?? 'none'))).toEqual(truth.byTier);
  });

  it('sees each account whose CSM left, and nobody else', () => {
    const left = [...dossiers.values()].filter((each) => stateOf(holder(each, 'CSM')) === 'left');
    expect(left.map(({ account }) => account.replace('crm:', '')).toSorted()).toEqual(
      truth.accountsWith?.left?.toSorted(),
    );
  });

  it('finds two accounts by a domain that two share, and none by that of a common mail provider', async () => {
    const [id = ''] = truth.accountsWith?.shared_domain ?? [];
    const rows = readFileSync(join(folder, 'data/crm_accounts.csv'), 'utf8').split('\n');
    const domain = rows.find((row) => row.startsWith(`"${id}"`))?.match(/"([\w-]+\.example)"/)?.[1] ?? '';

    expect(await store.directory.accountsByDomain('default', domain)).toHaveLength(2);
    expect(Object.keys(truth.freeMailDomains).some((each) => COMMON_FREE_MAIL.includes(each))).toBe(true);
    for (const common of COMMON_FREE_MAIL)
      expect(await store.directory.accountsByDomain('default', common)).toEqual([]);
  });

  it('answers the questions that stand in the deployment', async () => {
    const questions = readFileSync(join(folder, 'deployment.yaml'), 'utf8');
    const emails = questions.match(/[\w.+-]+@[\w.-]+\.example/g) ?? [];
    expect(emails).toHaveLength(3);
    const found = await Promise.all(
      emails.map(async (email) => await store.directory.accountsByEmail('default', email.toLowerCase())),
    );
    expect(found.map((accounts) => accounts.length)).toEqual([1, 1, 0]);
  });
});

it.each([
  [1, 5],
  [60, 0],
  [150, 4_294_967_295],
])('the product imports %d accounts of seed %d as they are meant', async (accounts, seed) => {
  const other = newFolder();
  const { import: expected } = await generate({ folder: other, accounts, seed, force: false }, () => {});
  const { out } = await runCommand(['import', other, '--json']);
  const { report } = JSON.parse(out) as { report: ImportReport };
  const { quarantined, flagged, unknownPeople } = report;

  expect(ownOf(report)).toEqual(expected.directory);
  expect([quarantined.total, flagged.total, unknownPeople.total]).toEqual([
    expected.quarantined,
    expected.flagged,
    expected.unknownPeople,
  ]);
});

/** What accounts have themselves: the truth knows of nothing else. */
function ownOf({ directory: { heirs: _heirs, ...own } }: ImportReport): Omit<ImportReport['directory'], 'heirs'> {
  return own;
}

it.each([1, 2, 3])('the names of seed %d are names to the product', (seed) => {
  const { companies, first, last } = makeNames(seed);
  const people = LANGUAGES.flatMap((language) =>
    first[language].map((name, at) => fullName({ first: name, last: last[language][at] ?? '' }, language)),
  );
  expect(people.filter((name) => suspicionInPersonText(name) !== null)).toEqual([]);
  expect(Object.values(companies).flatMap((names) => names.filter((name) => suspicionInCompanyName(name)))).toEqual([]);
});
