/**
 * What the rows of an export are, and which columns fill what: judged by names and values, where no connector knows. Accounts, one's own
 * people, customers' contacts or absences.
 */
import type { WrittenRecord } from '../kit/http/usual.ts';
import { accountName, accountPoints, contactPoints, proposedAccounts, proposedContacts } from './export-accounts.ts';
import type { Export } from './export-columns.ts';
import { absencePoints, personPoints, proposedAbsences, proposedPeople } from './export-people.ts';
import type { Ground } from './propose-account.ts';
import type { Proposal } from './proposal.ts';

export type ExportKind = WrittenRecord['kind'];

/** What the rows are most likely; null where nothing speaks for anything. */
export function kindOf(what: Export, ground: Ground): ExportKind | null {
  const points: readonly (readonly [ExportKind, number])[] = [
    ['absence', absencePoints(what, accountName(what) !== undefined)],
    ['person', personPoints(what, ground)],
    ['account', accountPoints(what, ground)],
    ['contact', contactPoints(what, ground)],
  ];
  const [kind, most] = points.reduce((best, next) => (next[1] > best[1] ? next : best));
  return most < 2 ? null : kind;
}

/** No record, and a note, where what names a row can't be found. */
export function proposedExport(what: Export, kind: ExportKind, ground: Ground): Proposal {
  switch (kind) {
    case 'account':
      return proposedAccounts(what, ground);
    case 'person':
      return proposedPeople(what, ground);
    case 'contact':
      return proposedContacts(what, ground);
    case 'absence':
      return proposedAbsences(what, ground);
  }
}
