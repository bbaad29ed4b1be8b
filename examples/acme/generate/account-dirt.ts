/** What is wrong with one account, by the words of `truth.json`. */
import type { Plan } from './company.ts';
import { OWNER_DIRT } from './dirt.ts';
import type { OwnerDirt } from './dirt.ts';
import { ownerState } from './holders.ts';

export type AccountDirt = OwnerDirt | `crm_owner_${OwnerDirt}` | (typeof OTHER_DIRT)[number];

/** All but those of owners, in the order in which they are told. */
const OTHER_DIRT = [
  ...(['shared_domain', 'shared_contact', 'free_mail', 'free_mail_as_domain', 'blank_domain', 'case_twin'] as const),
  ...(['parent_cycle', 'unknown_parent', 'no_tier', 'no_arr', 'no_contact', 'wrong_date', 'unreadable_email'] as const),
  ...(['plus_address', 'mixed_case', 'duplicate_row', 'contradicting_row'] as const),
  ...(['tier_conflict', 'csm_conflict', 'sev1_conflict', 'unknown_csm'] as const),
] as const;

/** Every kind that there is. */
export const ACCOUNT_DIRT: readonly AccountDirt[] = [
  ...OWNER_DIRT,
  ...OWNER_DIRT.map((kind) => `crm_owner_${kind}` as const),
  ...OTHER_DIRT,
];

/** Each kind once. Of owners' dirt there is at most one for the CSM, and one for the CRM's owner. */
export function dirtOf(plan: Plan): readonly AccountDirt[] {
  const found: AccountDirt[] = OTHER_DIRT.filter((kind) => TESTS[kind](plan));
  const owner = ownerState(plan.holders.owner);
  if (owner !== 'eligible') found.unshift(`crm_owner_${owner}`);
  const csm = ownerState(plan.holders.csm);
  if (csm !== 'eligible' && plan.account.type === 'Customer') found.unshift(csm);
  return found;
}

/** As precedence decides: the workbook before the CRM. */
export function tierOf({ workbook, crm }: Plan) {
  return workbook?.tier ?? crm.tier;
}

/** Of customers as their addresses are written, wherever one stands. */
export function addressesOf({ crm, workbook, organization }: Plan): readonly string[] {
  const others = [...(workbook?.contacts ?? []), ...(organization === null ? [] : [organization.user])];
  return [...(crm.email === null ? [] : [crm.email]), ...others.map(({ email }) => email)];
}

const TESTS: Readonly<Record<(typeof OTHER_DIRT)[number], (plan: Plan) => boolean>> = {
  shared_domain: ({ relations }) => relations.sharesDomain,
  shared_contact: ({ relations, crm }) => relations.sharesContact && crm.email !== null,
  free_mail: ({ account }) => account.freeMail !== null,
  free_mail_as_domain: ({ account, crm }) => account.freeMail !== null && crm.domain !== '',
  blank_domain: ({ account, crm }) => account.freeMail === null && crm.domain === '',
  case_twin: ({ relations }) => relations.hasTwin,
  parent_cycle: ({ relations }) => relations.parentInCycle !== null,
  unknown_parent: ({ crm }) => crm.parentIsUnknown,
  no_tier: (plan) => plan.account.tier !== null && tierOf(plan) === null,
  no_arr: ({ crm }) => crm.arrUsd === null,
  no_contact: (plan) => addressesOf(plan).length === 0,
  wrong_date: ({ crm }) => crm.hasWrongDate,
  unreadable_email: ({ crm }) => crm.emailIsUnreadable,
  plus_address: (plan) => addressesOf(plan).some((email) => email.includes('+')),
  mixed_case: (plan) => addressesOf(plan).some((email) => /[A-Z]/.test(email)),
  duplicate_row: ({ crm }) => crm.copy === 'duplicate',
  contradicting_row: ({ crm }) => crm.copy === 'contradicting',
  tier_conflict: ({ crm, workbook }) => crm.tier !== null && (workbook?.tier ?? crm.tier) !== crm.tier,
  csm_conflict: ({ holders }) => holders.csmDiffers,
  sev1_conflict: ({ workbook, organization }) =>
    workbook?.openSev1 === true && organization !== null && organization.severity !== 'sev1',
  unknown_csm: ({ holders }) => holders.csmIsUnknown,
};
