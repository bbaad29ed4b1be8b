/**
 * How dirty the data is: the share of each kind of dirt, and nothing else. Shares are of all accounts where no other
 * whole is named. What came out is counted in `truth.json`; a share that is below one account may well come out as none.
 */

/** Why nobody can be named as the owner of an account. */
export const OWNER_DIRT = ['no_owner', 'left', 'queue', 'integration', 'no_email', 'unapproved_domain'] as const;
export type OwnerDirt = (typeof OWNER_DIRT)[number];
/** `eligible`: works here, is a human, and has an address in the company's own domain. */
export type OwnerState = OwnerDirt | 'eligible';

/** Of customers. Both files name a CSM by e-mail, so one without can't be named: that dirt is the CRM owners' alone. */
export const CSM_DIRT = { no_owner: 0.05, left: 0.08, queue: 0.03, integration: 0.01, unapproved_domain: 0.01 };

export const CRM_OWNER_DIRT = { ...CSM_DIRT, no_email: 0.01 };

export const DIRT = {
  /** Accounts of which another one has the same domain; of those pairs, how many have one contact, like an agency. */
  sharedDomain: 0.04,
  sharedContact: 0.25,
  /** Accounts whose contacts write from a public mail provider; of those, how many have it as their domain in the CRM. */
  freeMail: 0.05,
  freeMailAsDomain: 0.3,
  parentCycle: 0.02,
  unknownParent: 0.004,
  /** Accounts whose id differs from another's in the case of one letter alone. */
  caseTwin: 0.01,

  blankTier: 0.02,
  blankArr: 0.01,
  blankDomain: 0.02,
  blankLanguage: 0.03,
  blankContact: 0.03,
  /** `03/31/2027`, `31.03.27` where ISO days stand; of customers. */
  wrongDate: 0.02,
  /** `n/a` where an address should stand. */
  unreadableEmail: 0.01,
  duplicateRow: 0.01,
  contradictingRow: 0.01,

  /** Of accounts in the workbook: tier and CSM that the CRM has otherwise, a CSM whom no source describes. */
  tierConflict: 0.06,
  csmConflict: 0.08,
  unknownPerson: 0.02,
  /** Of accounts in the workbook: a CSM who stands in the CRM alone, or in the workbook alone. */
  csmInCrmOnly: 0.06,
  csmInWorkbookOnly: 0.25,
  /** Of accounts in the workbook without an open Sev-1: ones that the workbook still has as open. */
  staleSev1: 0.08,

  /** Of e-mails, each time one is written down. */
  mixedCase: 0.1,
  plusAddress: 0.05,
  /** Of account ids outside the CRM's own column: written in 15 characters. */
  shortId: 0.3,

  /** Of people in HR: rows twice, and two rows of one id that differ. */
  duplicateEmployee: 0.02,
  contradictingEmployee: 0.02,
  /** Of absences: a day in another format, a person whom HR doesn't know. */
  wrongAbsenceDate: 0.12,
  unknownAbsentee: 0.08,
  /** Of booking links: a host that only looks approved, or the right host with another path. */
  wrongLinkHost: 0.05,
  wrongLinkPath: 0.05,
} as const;

/** When the exports were taken: before the sample's day begins at work. */
export const EXPORTED_AT = new Date('2026-11-23T06:00:00Z');
