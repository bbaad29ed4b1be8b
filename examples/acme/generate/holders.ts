/** Who looks after an account, and which of the two files that name its CSM says so. */
import type { Account } from './account.ts';
import { CRM_OWNER_DIRT, CSM_DIRT, DIRT } from './dirt.ts';
import type { OwnerState } from './dirt.ts';
import type { Random } from './random.ts';
import { draws } from './random.ts';
import type { Roster, Staff, StaffRole } from './staff.ts';

export type Holders = {
  /** As precedence decides: the workbook before the CRM. `null` where neither names somebody. */
  readonly csm: Staff | null;
  /** What stands in the cells: an address, `null` for a blank. */
  readonly csmInWorkbook: string | null;
  readonly csmInCrm: string | null;
  readonly csmDiffers: boolean;
  /** The workbook names somebody whom no source describes. */
  readonly csmIsUnknown: boolean;
  /** The CRM's owner: the account executive, or the partner manager of a partner. */
  readonly owner: Staff | null;
};

export type HolderMaker = (account: Account, inWorkbook: boolean) => Holders;

const NOBODY = { csm: null, csmInWorkbook: null, csmInCrm: null, csmDiffers: false, csmIsUnknown: false };

const CELLS = {
  unknown: DIRT.unknownPerson,
  crm_only: DIRT.csmInCrmOnly,
  workbook_only: DIRT.csmInWorkbookOnly,
  conflict: DIRT.csmConflict,
};

export function holderMaker(seed: number, roster: Roster): HolderMaker {
  const draw = draws(seed, 'holders');
  return (account, inWorkbook) => {
    const random = draw(account.index);
    const owner = ownerOf(account, roster, random);
    const csm = csmOf(account, roster, random);
    return { owner, ...(csm === null ? NOBODY : cellsFor(csm, account, inWorkbook, roster, random)) };
  };
}

export function ownerState(holder: Staff | null): OwnerState {
  return holder === null ? 'no_owner' : holder.state;
}

function ownerOf({ country, type }: Account, roster: Roster, random: Random): Staff | null {
  const state = random.name(CRM_OWNER_DIRT, 'eligible');
  if (state === 'no_owner') return null;
  const role = type === 'Partner' && state === 'eligible' ? 'Partner Manager' : 'AE';
  const fitting = found(roster, state, role, country.region).filter(({ userId }) => userId !== null);
  return random.pick(fitting);
}

/** Customers have one. The scaled team looks after the small ones. */
function csmOf({ country, type, tier }: Account, roster: Roster, random: Random): Staff | null {
  const state = random.name(CSM_DIRT, 'eligible');
  if (type !== 'Customer' || state === 'no_owner') return null;
  const role = tier === 'SMB' && state !== 'unapproved_domain' ? 'Scaled CSM' : 'CSM';
  return random.pick(found(roster, state, role, country.region));
}

/** Queues and integrations have no role. */
function found(roster: Roster, state: OwnerState, role: StaffRole, region: Account['country']['region']) {
  return roster.find(state, state === 'queue' || state === 'integration' ? null : role, region);
}

function cellsFor(csm: Staff, { country }: Account, inWorkbook: boolean, roster: Roster, random: Random) {
  const said = { ...NOBODY, csm, csmInCrm: csm.email };
  if (!inWorkbook) return said;
  switch (random.name(CELLS, 'agree')) {
    case 'agree':
      return { ...said, csmInWorkbook: csm.email };
    case 'crm_only':
      return said;
    case 'workbook_only':
      return { ...said, csmInWorkbook: csm.email, csmInCrm: null };
    case 'unknown':
      return {
        ...said,
        csmInWorkbook: `former.contractor${random.between(1, 9)}@cs-agency.example`,
        csmIsUnknown: true,
      };
    case 'conflict': {
      const others = roster.find('eligible', 'CSM', country.region).filter((other) => other !== csm);
      return { ...said, csmInWorkbook: csm.email, csmInCrm: random.pick(others).email, csmDiffers: true };
    }
  }
}
