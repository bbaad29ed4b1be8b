/** Whom an erasure is about: somebody of the company or a customer's contact, or a whole account. */
import type { AccountKey, PersonKey } from './records.ts';

export type ErasedSubject = {
  readonly people: readonly PersonKey[];
  /** Lower-case: of the people, or of a customer's contact. */
  readonly emails: readonly string[];
  readonly accounts: readonly AccountKey[];
};
