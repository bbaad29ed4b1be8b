/**
 * The decision record: the audit entry of one answer, from which the same answer can be made again under its release.
 * Fact snapshots are content-addressed and stored beside it, so that a person's can be erased.
 */
import type { ContentHash } from '../base/hash.ts';
import type { Instant } from '../base/clock.ts';
import type { AccountReference, IdentityArgument } from '../account/reference.ts';
import type { AssertionOutcome, AssertionTrouble } from '../caller/assertion.ts';
import type { OverBudget } from '../caller/budgets.ts';
import type { BindingMode, Tenant } from '../caller/caller.ts';
import type { Audience, Urgency } from '../facts/frame.ts';
import type { FactName, FactValue } from '../facts/types.ts';
import type { CandidateVerdict, Reached } from '../guardrails/reached.ts';
import type { RowResult } from '../guardrails/table.ts';
import type { Card } from '../card/contract.ts';
import type { RecordsCard } from '../services/records-card.ts';
import type { SourceFailureKind } from '../sources/kit/http/source-failure.ts';

/** Bumped when a record's meaning changes; replay refuses what it doesn't know. */
export const RECORD_VERSION = 3;

/** Why an answer is what it is, beyond the row that fired. */
export type AnswerKind =
  | 'decided'
  | 'unresolved' // no account facts: unknown, ambiguous, domain, foreign or no identity
  | 'malformed' // the arguments could not be read
  | 'over_budget' // the caller had used up what it may ask
  | 'refused' // this tool needs an identity that wasn't there
  | 'called' // what a system said
  | 'unavailable'; // a system could not be asked

/** One table's part in an answer: which row fired and, for each row tried, why it was passed over. */
export type RecordedDecision = { readonly rule: string | null; readonly rows: readonly RowResult[] };

/** Where the facts are: the account's dossier and each person that the chain consulted, by content hash. */
export type FactSnapshot = {
  readonly dossier: ContentHash | null;
  readonly people: readonly ContentHash[];
  /** What the call asked and what was derived at its moment. */
  readonly asked: Readonly<Record<FactName, FactValue>>;
};

export type DecisionRecord = {
  readonly version: typeof RECORD_VERSION;
  readonly id: string;
  readonly tenant: Tenant;
  readonly at: Instant;
  /** Milliseconds since the epoch of the asked moment; `at` is its text. */
  readonly atMs: number;
  readonly release: ContentHash;
  /** When the release was first seen: the age of answers without account facts. */
  readonly releaseAt: Instant;
  readonly service: string;
  readonly tool: string;
  readonly caller: { readonly id: string; readonly audience: Audience };
  readonly binding: {
    readonly mode: BindingMode;
    readonly assertion: AssertionOutcome['kind'];
    readonly trouble: AssertionTrouble | null;
    /** An identity argument that was not the bound customer's. */
    readonly violation: boolean;
  };
  /** The budget that was used up. */
  readonly over: OverBudget | null;
  /** With this call the caller had named so many unknown identities that the alarm was raised. */
  readonly alarm: 'enumeration' | null;
  readonly asked: {
    readonly identity: readonly IdentityArgument[];
    readonly topic: string | null;
    readonly language: string | null;
    readonly urgency: Urgency;
  };
  readonly account: AccountReference;
  readonly kind: AnswerKind;
  readonly facts: FactSnapshot | null;
  readonly escalation: RecordedDecision | null;
  readonly health: RecordedDecision | null;
  readonly candidates: readonly CandidateVerdict[];
  readonly reachedBy: Reached['by'] | null;
  /** What left, as JSON values; `null` where a sentence alone did. */
  readonly answer: Card | RecordsCard | null;
  /** Of a tool that asks a system. */
  readonly called?: RecordedCall;
};

/** Which operation of which source; who said it, where anybody did, and how it failed, where it did. */
export type RecordedCall = {
  readonly source: string;
  readonly operation: string;
  readonly from: 'system' | 'cache' | null;
  readonly failure: SourceFailureKind | null;
};

/** A content-addressed piece of a record: a dossier or a person, as canonical JSON. */
export type Snapshot = { readonly hash: ContentHash; readonly json: string };
