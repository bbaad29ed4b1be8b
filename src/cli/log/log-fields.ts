/**
 * Every field that a line of the log may have, and the form that its value must have: a closed contract, as a card is. What
 * has not the form is shown as `?`, so that no slip of a caller prints somebody's name or a secret.
 */
import type { AnswerNote } from '../../answer/desk.ts';
import type { InvalidAssertion } from '../../caller/assertion.ts';
import type { BudgetName } from '../../caller/budgets.ts';
import type { ImportOutcome } from '../../directory/import-job.ts';
import type { ImportProgress } from '../../directory/progress.ts';
import type { HookRefusal } from '../../edge/http/hook-route.ts';
import type { RefusalReason } from '../../edge/refusal.ts';
import type { LiveTrouble } from '../../sources/live/ask-account.ts';
import { causeText, framesOf, libraryOf } from './log-cause.ts';

export type Printable = string | number | boolean | readonly string[];

/** What is printed of a value; `undefined` where it has not the form. */
type Form<Value> = (value: Value) => Printable | undefined;

const WORD = /^[a-z][a-z_]{0,62}$/;
const NAME = /^[a-z][a-z0-9_-]{0,62}$/;
const HEX = /^[\da-f]{12,64}$/;

const uuid = matching<string | null>(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
const name = matching<string>(NAME);
const whole: Form<number> = (value) => (Number.isSafeInteger(value) ? value : undefined);
const truth: Form<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);

export const FIELDS = {
  /** Of an answer's record, or of a defect that no answer had. */
  id: uuid,
  trace: matching<string | null>(/^[\da-f]{32}$/),
  /** The first twelve digits of its hash. */
  release: shortened,
  /** Beside its hash; null for one that was never published. */
  number: whole as Form<number | null>,
  tenant: name,
  transport: word<'http' | 'stdio'>(),
  port: whole as Form<number | null>,
  /** Errors by their kind alone. */
  cause: (value: unknown) => causeText(value),
  frames: (value: unknown) => framesOf(value),
  /** Where an error was made. */
  library: (value: unknown) => libraryOf(value),
  reason: word<RefusalReason | InvalidAssertion | HookRefusal | null>(),
  status: whole,
  why: word<InvalidAssertion | LiveTrouble>(),
  budget: word<BudgetName>(),
  ready: truth,
  /** What isn't ready, as `/readyz` says it. */
  not_ready: (value: readonly string[]) => value.map((each) => (WORD.test(each) ? each : '?')),
  service: name,
  tool: word<string>(),
  /** As the workspace writes it. */
  upstream_tool: matching<string>(/^[\w./-]{1,128}$/),
  caller: name,
  /** Personal: for events of debug alone. */
  account: (value: string | null) => (typeof value === 'string' ? value.slice(0, 200) : undefined),
  kind: word<AnswerNote['kind']>(),
  reached_by: word<AnswerNote['reachedBy']>(),
  durable: truth,
  ms: whole,
  phase: word<ImportProgress['phase']>(),
  source: name as Form<string | null>,
  /** Several of them. */
  sources: (value: readonly string[]) => value.map((each) => (NAME.test(each) ? each : '?')),
  read: name,
  full: truth,
  records_new: whole,
  records_changed: whole,
  records_gone: whole,
  failure: word<string>(),
  columns: whole,
  age_s: whole,
  done: whole,
  total: whole as Form<number | null>,
  outcome: word<ImportOutcome['kind']>(),
  accounts: whole,
  accounts_added: whole,
  accounts_changed: whole,
  accounts_dropped: whole,
  people: whole,
  people_added: whole,
  people_changed: whole,
  people_dropped: whole,
  contacts: whole,
  contacts_added: whole,
  contacts_changed: whole,
  contacts_dropped: whole,
  rows_left_out: whole,
  rows_worth_a_look: whole,
  rows_naming_nobody: whole,
  conflicts: whole,
  /** How the changes that were held are confirmed. */
  changes: shortened,
  records: whole,
  left_out: word<string>(),
  lines: whole,
} as const;

export type FieldName = keyof typeof FIELDS;

type ValueOf<Name extends FieldName> = Parameters<(typeof FIELDS)[Name]>[0];

export type FieldValues<Name extends FieldName> = { readonly [Each in Name]: ValueOf<Each> };

/** The listed fields of `given`, each in its form; nothing for `null`. */
export function printable(names: readonly FieldName[], given: Readonly<Record<string, unknown>>) {
  const fields: Record<string, Printable> = {};
  for (const each of names) {
    const value = given[each];
    if (value !== null) fields[each] = (FIELDS[each] as Form<unknown>)(value) ?? '?';
  }
  return fields;
}

function matching<Value>(pattern: RegExp): Form<Value> {
  return (value) => (typeof value === 'string' && pattern.test(value) ? value : undefined);
}

function word<Value>(): Form<Value> {
  return matching<Value>(WORD);
}

function shortened(value: string): Printable | undefined {
  return HEX.test(value) ? value.slice(0, 12) : undefined;
}
