/**
 * What an answer needs from outside: the live release, the store, the clock, somebody to call when it burns, and perhaps
 * somebody who watches. Neither is told what was asked or answered.
 */
import type { AnswerKind } from '../audit/record.ts';
import type { Clock } from '../base/clock.ts';
import type { BudgetName, Budgets } from '../caller/budgets.ts';
import type { Tenant } from '../caller/caller.ts';
import type { Reached } from '../guardrails/reached.ts';
import type { Workspace } from '../config/workspace.ts';
import type { AccountKey, Dossier, Roster } from '../directory/records.ts';
import type { DirectoryStore, RecordStore } from '../store/store.ts';
import type { TraceId } from './ask.ts';
import type { AskSystem } from '../services/ask-system.ts';
import type { PreparedRelease } from './prepared-release.ts';

/** By what one answer is found again: the id of its record, and the asking system's trace, where it named one. */
export type Correlation = { readonly id: string; readonly traceId: TraceId | null };

/** `cause` may quote data: how much of it is told is the receiver's choice. */
export type Alarm = (
  what: 'record_not_written' | 'directory_unreadable' | 'answer_failed',
  cause: unknown,
  answer: Correlation,
) => void;

/** One answer as whoever watches the program may see it. */
export type AnswerNote = Correlation & {
  readonly release: string;
  readonly service: string;
  readonly tool: string;
  /** The agent. */
  readonly caller: string;
  readonly account: AccountKey | null;
  readonly kind: AnswerKind;
  readonly reachedBy: Reached['by'] | null;
  /** Whether its record is; if not, the constant answer left. */
  readonly durable: boolean;
  /** It named another customer than the one it was bound to. */
  readonly violation: boolean;
  /** With it the caller had named so many unknown customers that somebody should look. */
  readonly suspicious: boolean;
  /** The budget that was used up. */
  readonly over: BudgetName | null;
  /** From the moment it was asked, in whole milliseconds. */
  readonly ms: number;
};

/**
 * What sources say of an account right now, laid over what the directory holds of it; the same dossier where they say nothing.
 * Never rejects, and takes no longer than the workspace lets a source take.
 */
export type LookUp = (
  known: { readonly dossier: Dossier; readonly roster: Roster },
  workspace: Workspace,
) => Promise<Dossier>;

export type Desk = {
  readonly tenant: Tenant;
  /** The release of this moment; one answer asks once and keeps to it. */
  readonly release: () => PreparedRelease;
  readonly directory: Pick<
    DirectoryStore,
    'accountsById' | 'accountsByEmail' | 'accountsByDomain' | 'namespaces' | 'dossier' | 'roster' | 'identities'
  >;
  /** Where nobody looks anything up, the directory alone is asked. */
  readonly lookUp?: LookUp | undefined;
  readonly records: Pick<RecordStore, 'append'>;
  /** How tools of other services than the concierge are answered; where it is left out, none is. */
  readonly askSystem?: AskSystem | undefined;
  readonly clock: Clock;
  readonly budgets: Budgets;
  readonly alarm: Alarm;
  /** Where nobody watches, nothing is noted. */
  readonly onAnswer?: ((note: AnswerNote) => void) | undefined;
};
