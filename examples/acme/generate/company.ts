/**
 * The generated company: its staff, and what each export says of each account. An account is planned when it is asked for
 * and kept by nobody, so a million of them need no more memory than one.
 */
import { accountId, accountMaker } from './account.ts';
import type { Account } from './account.ts';
import { contactMaker } from './contacts.ts';
import type { Contact } from './contacts.ts';
import { crmMaker } from './crm.ts';
import type { CrmEntry } from './crm.ts';
import { organizationMaker } from './helpdesk.ts';
import type { Organization } from './helpdesk.ts';
import { holderMaker } from './holders.ts';
import type { Holders } from './holders.ts';
import { makeNames } from './names.ts';
import type { Names } from './names.ts';
import { relations } from './relations.ts';
import type { Relations } from './relations.ts';
import { makeRoster } from './staff.ts';
import type { Roster } from './staff.ts';
import { inWorkbook, workbookMaker } from './workbook.ts';
import type { WorkbookEntry } from './workbook.ts';

export type Plan = {
  readonly account: Account;
  readonly relations: Relations;
  readonly holders: Holders;
  /** The account's main contact. */
  readonly contact: Contact;
  readonly crm: CrmEntry;
  /** `null` where the workbook, or the help desk, doesn't have the account. */
  readonly workbook: WorkbookEntry | null;
  readonly organization: Organization | null;
};

export type Company = {
  readonly accounts: number;
  readonly seed: number;
  readonly names: Names;
  readonly roster: Roster;
  readonly plan: (index: number) => Plan;
};

export async function makeCompany(accounts: number, seed: number): Promise<Company> {
  const names = makeNames(seed);
  const roster = await makeRoster(accounts, seed, names);
  return { accounts, seed, names, roster, plan: planner(accounts, seed, names, roster) };
}

function planner(accounts: number, seed: number, names: Names, roster: Roster): Company['plan'] {
  const relationsOf = relations(accounts, seed);
  const make = accountMaker(seed, names);
  const contactOf = contactMaker(seed, names);
  const isInWorkbook = inWorkbook(accounts, seed);
  const holdersOf = holderMaker(seed, roster);
  const crm = crmMaker(seed, (index) => {
    const twin = relationsOf(index).twinOf;
    return accountId(twin ?? index, twin !== null);
  });
  const workbook = workbookMaker(seed, roster, contactOf);
  const organizationOf = organizationMaker(seed, contactOf);
  return (index) => {
    const bound = relationsOf(index);
    const account = make(index, bound);
    const agency = bound.sharesContact ? bound.domainOf : null;
    const contact = contactOf(agency === null ? account : make(agency, relationsOf(agency)), 0);
    const organization = organizationOf(account);
    const isListed = isInWorkbook(account);
    return {
      account,
      contact,
      organization,
      relations: bound,
      holders: holdersOf(account, isListed),
      crm: crm(account, bound, contact, isListed),
      workbook: isListed ? workbook(account, organization?.severity ?? null) : null,
    };
  };
}

/** Every account, in order. */
export function* plans(company: Company): Generator<Plan> {
  for (let index = 0; index < company.accounts; index++) yield company.plan(index);
}
