/** What came of a scenario held against what it expects: every difference, in words. Pure. */
import type { Considered } from '../answer/considered.ts';
import { nearestName } from '../base/nearest.ts';
import type { Met } from './met.ts';
import { isMet, isSame, metIn, metText } from './met.ts';
import type { ContactField, Expected, ExpectedContact } from './scenario.ts';
import { contactText } from './scenario.ts';

/** One expectation that didn't hold. */
export type Mismatch = { readonly what: string; readonly expected: string; readonly got: string };

/** `other`: what came of the scenario whose contact this one should have; null where it names none. */
export function mismatches(expected: Expected, considered: Considered, other: Considered | null): readonly Mismatch[] {
  const met = metIn(considered);
  const wrong = wrongContact(expected, met, considered);
  return [
    ...wrong,
    ...wrongTeam(expected, met),
    ...unwanted(expected, met),
    ...another(expected, met, other),
    ...differing('reason', expected.reason, reasonOf(considered)),
    ...differing('row', expected.row, rowIn(considered)),
    ...differing('status', expected.status, 'status' in considered.card ? considered.card.status : null),
    ...wrongTime(expected, considered),
    ...wrongFields('hidden', expected.hidden, met, false),
    // Of somebody else what is there says nothing.
    ...(wrong.length > 0 ? [] : wrongFields('shown', expected.shown, met, true)),
  ];
}

/** The row that decided this tool's answer. */
export function rowIn({ decision, tool }: Considered): string | null {
  const isHealth = tool.definition.name === 'get_account_health';
  return (isHealth ? decision?.health : decision?.escalation)?.rule?.id ?? null;
}

function reasonOf({ card }: Considered): string | null {
  return 'reason' in card ? card.reason.code : null;
}

function differing(what: string, expected: string | null, got: string | null): Mismatch[] {
  return expected === null || expected === got ? [] : [{ what, expected, got: got ?? 'none' }];
}

function wrongContact({ contact }: Expected, met: readonly Met[], considered: Considered): Mismatch[] {
  if (contact === null || met.some((one) => isMet(contact, one))) return [];
  const expected = `${contactText(contact)}${strangerHint(contact, considered)}`;
  return [{ what: 'contact', expected, got: everybody(met) }];
}

/** An address that is nobody's is a slip more often than a finding. */
function strangerHint(contact: ExpectedContact, { facts }: Considered): string {
  if (contact.kind !== 'person' || facts === null || facts.roster.byEmail.has(contact.email)) return '';
  const near = nearestName(contact.email, facts.roster.byEmail.keys());
  return ` (nobody’s address${near === undefined ? '' : `; did you mean ${near}?`})`;
}

function wrongTeam({ team }: Expected, met: readonly Met[]): Mismatch[] {
  if (team === null) return [];
  const isRight = team.length === met.length && team.every((one, index) => isMetAt(one, met[index]));
  return isRight ? [] : [{ what: 'team', expected: team.map(contactText).join(', '), got: everybody(met) }];
}

function isMetAt(expected: ExpectedContact, met: Met | undefined): boolean {
  return met !== undefined && isMet(expected, met);
}

function unwanted({ notContact }: Expected, met: readonly Met[]): Mismatch[] {
  return notContact.flatMap((contact) => {
    const found = met.find((one) => isMet(contact, one));
    return found === undefined
      ? []
      : [{ what: 'not_contact', expected: `not ${contactText(contact)}`, got: metText(found) }];
  });
}

function another({ sameContactAs }: Expected, met: readonly Met[], other: Considered | null): Mismatch[] {
  const wanted = other === null ? undefined : metIn(other)[0];
  if (sameContactAs === null || wanted === undefined) return [];
  if (met[0] !== undefined && isSame(met[0], wanted)) return [];
  return [{ what: 'same_contact_as', expected: metText(wanted), got: everybody(met) }];
}

function wrongTime({ availability, nextAvailable }: Expected, { card }: Considered): Mismatch[] {
  if (!('availability' in card)) return [];
  const { status, next_available: next } = card.availability;
  return [
    ...differing('availability', availability, status),
    ...differing('next_available', nextAvailable, next ?? null),
  ];
}

function wrongFields(what: string, fields: readonly ContactField[], met: readonly Met[], shown: boolean): Mismatch[] {
  return fields.flatMap((field) => {
    const wrong = met.find(({ card }) => (card[field] !== undefined) !== shown);
    if (wrong === undefined) return [];
    return [{ what, expected: field, got: wrong.card[field] ?? 'it isn’t there' }];
  });
}

function everybody(met: readonly Met[]): string {
  return met.length === 0 ? 'nobody' : met.map(metText).join(', ');
}
