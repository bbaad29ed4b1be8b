/**
 * `truth.json`: what the generator knows to be true of its company, to hold the product to. All counts are exact; amounts
 * are sums of what the CRM's upper row says, a blank counts as 0.
 *
 * - `csm`: every account once, by its owner. That is the account's CSM as precedence decides: whom the workbook names, and
 *   where its cell is blank or names somebody whom no source describes, whom the CRM names.
 *   `eligible`: active, human, an address in the approved domain; who is on leave is eligible too.
 *   `no_owner`: a customer whom neither file gives a CSM. `not_a_customer`: prospects, partners and former customers, who
 *   have none by nature. `left`: HR says Terminated or, where HR has forgotten them, the help desk says inactive.
 *   `queue`, `integration`: by the kind that CRM or help desk say; bots are among the integrations. `unapproved_domain`: an
 *   address that isn't in the approved domain. `no_email` is always 0: both files name a CSM by e-mail.
 * - `crmOwner`: every account once, by the CRM's Account Owner (its AE, or a partner's Partner Manager), in the same words.
 *   `no_email`: the CRM has a name and an id of the owner, no address, and nobody else knows the id.
 * - `staleOwners`: those who left, with the accounts that they still hold in either way.
 * - `byTier`: by the tier as precedence decides, the workbook before the CRM. `none`: blank in all files.
 * - `dirt`: accounts by what is wrong with them; an account may be in several. Up to 5,000 accounts `accountsWith` lists
 *   their ids. `no_owner` … `unapproved_domain` are the CSM's, of customers alone; `crm_owner_…` the CRM owner's, of all.
 *   `shared_domain`: another account has the same domain. `shared_contact`: the CRM gives both of those the same contact.
 *   `free_mail`: its people write from a public mail provider; `free_mail_as_domain`: which the CRM has as its domain.
 *   `blank_domain`: no file gives its own domain. `case_twin`: its id is another's but for case. `parent_cycle`: it is its
 *   own ancestor. `unknown_parent`: the CRM doesn't have its parent. `no_tier`, `no_arr`, `no_contact`: in no file.
 *   `wrong_date`: its renewal date can't be read. `unreadable_email`: the CRM's contact has no address but text.
 *   `plus_address`, `mixed_case`: some address of its contacts. `duplicate_row`: the CRM has its row twice.
 *   `contradicting_row`: the CRM has a second row of it, below, with another ARR. `tier_conflict`, `csm_conflict`,
 *   `sev1_conflict`: two files have a value, and not the same. `unknown_csm`: the workbook's CSM is described by nobody.
 * - `import`: what `concierge import --json` reports: `directory`; how many troubles there are in `quarantined`, `flagged`
 *   and `unknownPeople`; `conflicts` by the name that precedence decides, those of accounts alone.
 * - `employees`: people in HR, whatever their status; `rows`: of each list of the exports, copies included.
 */
import { absences } from './absences-export.ts';
import { ACCOUNT_DIRT, addressesOf, dirtOf, tierOf } from './account-dirt.ts';
import type { AccountDirt } from './account-dirt.ts';
import type { Company, Plan } from './company.ts';
import { plans } from './company.ts';
import type { OwnerState } from './dirt.ts';
import { OWNER_DIRT } from './dirt.ts';
import { ownerState } from './holders.ts';
import { employees, hrCopies } from './hr-export.ts';
import type { Staff } from './staff.ts';

const LISTED_UP_TO = 5000;

export type Sum = { accounts: number; arrUsd: number };
export type Truth = ReturnType<typeof truthOf>;

/** `queues` are the help desk's groups that own nothing; `rows` are counted by whoever writes them. */
export function truthOf(company: Company, groups: number, rows: Readonly<Record<string, number>>) {
  const tally = new Tally(company.accounts <= LISTED_UP_TO);
  for (const plan of plans(company)) tally.add(plan);
  const { accounts, seed, roster } = company;
  const queues = roster.staff.filter(({ kind }) => kind === 'queue').length;
  const known = roster.staff.filter(({ employeeId, inHelpDesk }) => employeeId !== null || inHelpDesk).length - queues;
  const people = roster.leaders.length + known + groups + tally.crmOnly.size;
  return {
    accounts,
    seed,
    arrUsd: tally.total.arrUsd,
    employees: roster.leaders.length + employees(roster).length,
    byType: tally.byType,
    byTier: tally.byTier,
    csm: tally.csm,
    crmOwner: tally.crmOwner,
    import: imported(company, tally, people),
    dirt: tally.dirt,
    staleOwners: tally.staleOwners,
    freeMailDomains: tally.freeMailDomains,
    rows,
    ...(accounts <= LISTED_UP_TO && { accountsWith: tally.accountsWith }),
  };
}

function imported(company: Company, tally: Tally, people: number) {
  const away = absences(company);
  const told = (dirt: string | null): number => away.filter((each) => each.dirt === dirt).length;
  const { dirt } = tally;
  const kept = away.filter((each) => each.dirt !== 'unknown_person' && each.dirt !== 'wrong_from');
  const distinct = new Set(kept.map((each) => `${each.employeeId} ${each.from} ${each.dirt ?? each.to}`));
  const quarantined = dirt.wrong_date + dirt.unreadable_email + dirt.unknown_parent;
  return {
    directory: {
      accounts: company.accounts,
      people,
      contacts: tally.contacts,
      assignments: tally.assignments,
      absences: distinct.size,
    },
    quarantined: quarantined + told('wrong_from') + told('wrong_to'),
    flagged: dirt.parent_cycle + dirt.contradicting_row + hrCopies(company).contradicting,
    unknownPeople: dirt.unknown_csm + told('unknown_person'),
    conflicts: {
      'account.arr_usd': dirt.contradicting_row,
      'account.open_sev1': dirt.sev1_conflict,
      'account.tier': dirt.tier_conflict,
      'assignment.CSM': dirt.csm_conflict,
    },
  };
}

/** Sums over accounts, one after the other. */
class Tally {
  readonly total: Sum = nothing();
  readonly byType: Record<string, Sum> = {};
  readonly byTier: Record<string, Sum> = {};
  readonly csm = byState(['eligible', ...OWNER_DIRT, 'not_a_customer']);
  readonly crmOwner = byState(['eligible', ...OWNER_DIRT]);
  readonly dirt = Object.fromEntries(ACCOUNT_DIRT.map((kind) => [kind, 0])) as Record<AccountDirt, number>;
  readonly accountsWith: Partial<Record<AccountDirt, string[]>> = {};
  readonly staleOwners: Record<string, { csm: number; crmOwner: number }> = {};
  readonly freeMailDomains: Record<string, number> = {};
  /** Owners whom the CRM alone describes, by number: they are there if an account names them. */
  readonly crmOnly = new Set<number>();
  contacts = 0;
  assignments = 0;
  readonly #isListing: boolean;

  constructor(isListing: boolean) {
    this.#isListing = isListing;
  }

  add(plan: Plan): void {
    const { account, holders, workbook, crm } = plan;
    const csm: OwnerState | 'not_a_customer' = account.type === 'Customer' ? ownerState(holders.csm) : 'not_a_customer';
    for (const sum of [
      this.total,
      this.csm[csm],
      this.crmOwner[ownerState(holders.owner)],
      (this.byType[account.type] ??= nothing()),
      (this.byTier[tierOf(plan) ?? 'none'] ??= nothing()),
    ]) {
      sum.accounts++;
      sum.arrUsd += crm.arrUsd ?? 0;
    }
    this.contacts += new Set(addressesOf(plan).map((email) => email.toLowerCase())).size;
    const held = [holders.csm, holders.owner, workbook?.onboarding, workbook?.renewals];
    this.assignments += held.filter((holder) => holder !== null && holder !== undefined).length;
    this.#addDirt(plan);
    this.#addOwners(plan);
  }

  #addDirt(plan: Plan): void {
    for (const kind of dirtOf(plan)) {
      this.dirt[kind]++;
      if (this.#isListing) (this.accountsWith[kind] ??= []).push(plan.account.id);
    }
    const { freeMail } = plan.account;
    if (freeMail !== null) this.freeMailDomains[freeMail] = (this.freeMailDomains[freeMail] ?? 0) + 1;
  }

  #addOwners({ holders: { csm, owner } }: Plan): void {
    this.#addStale(csm, 'csm');
    this.#addStale(owner, 'crmOwner');
    if (owner !== null && owner.employeeId === null && !owner.inHelpDesk) this.crmOnly.add(owner.number);
  }

  #addStale(holder: Staff | null, as: 'csm' | 'crmOwner'): void {
    if (holder?.state !== 'left' || holder.email === null) return;
    (this.staleOwners[holder.email] ??= { csm: 0, crmOwner: 0 })[as]++;
  }
}

function nothing(): Sum {
  return { accounts: 0, arrUsd: 0 };
}

function byState<State extends string>(states: readonly State[]): Record<State, Sum> {
  return Object.fromEntries(states.map((state) => [state, nothing()])) as Record<State, Sum>;
}
