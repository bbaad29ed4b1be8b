/** Which records a command is about, by its options; and what of a record such options, and people, go by. */
import type { DecisionRecord } from '../../audit/record.ts';
import { Failure } from '../../base/failure.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { AccountKey } from '../../directory/records.ts';
import type { Reached } from '../../guardrails/reached.ts';
import type { DirectoryStore } from '../../store/store.ts';

export type FilterOptions = {
  readonly account?: string;
  readonly caller?: string;
  readonly tool?: string;
  readonly rule?: string;
  readonly reached?: string;
  readonly violations?: boolean;
  readonly alarms?: boolean;
};

export type RecordFilter = (record: DecisionRecord) => boolean;

/** @throws Failure `usage` for a way of reaching somebody that there is not */
export async function recordFilter(
  options: FilterOptions,
  tenant: Tenant,
  directory: Pick<DirectoryStore, 'accountsById'>,
): Promise<RecordFilter> {
  const { account, caller, tool, rule, reached, violations, alarms } = options;
  refuseUnknown('--reached', reached, REACHED);
  const isAsked = account === undefined ? null : await accountTest(account, tenant, directory);
  const tests: RecordFilter[] = [
    ...(isAsked === null ? [] : [(record: DecisionRecord) => accountsIn(record).some(isAsked)]),
    ...(caller === undefined ? [] : [(record: DecisionRecord) => record.caller.id === caller]),
    ...(tool === undefined ? [] : [(record: DecisionRecord) => record.tool === tool]),
    ...(rule === undefined ? [] : [(record: DecisionRecord) => ruleOf(record) === rule]),
    ...(reached === undefined ? [] : [(record: DecisionRecord) => reachedOf(record) === reached]),
    ...(violations === true ? [(record: DecisionRecord) => record.binding.violation] : []),
    ...(alarms === true ? [(record: DecisionRecord) => record.alarm !== null] : []),
  ];
  return (record) => tests.every((test) => test(record));
}

const REACHED = ['role', 'person', 'backup', 'manager', 'team', 'fallback', 'nobody'] as const;

/** How the answer came to its contact. Null for an answer that is about nobody: a health status, or what a system says. */
export function reachedOf({ reachedBy, answer, called }: DecisionRecord): Reached['by'] | 'nobody' | null {
  if (reachedBy !== null) return reachedBy;
  if (answer === null) return 'nobody';
  return called !== undefined || 'status' in answer ? null : 'fallback';
}

/** The row that decided what this tool was asked; null where none did. */
export function ruleOf({ tool, health, escalation }: DecisionRecord): string | null {
  return (tool === 'get_account_health' ? health : escalation)?.rule ?? null;
}

export function accountsIn({ account }: DecisionRecord): readonly AccountKey[] {
  switch (account.kind) {
    case 'known':
    case 'domain':
      return [account.account];
    case 'ambiguous':
      return account.accounts;
    case 'unknown':
      return [];
  }
}

/** By key, by an id that a source has for it today, or by the id in its key: the directory may have lost it since. */
async function accountTest(
  asked: string,
  tenant: Tenant,
  directory: Pick<DirectoryStore, 'accountsById'>,
): Promise<(key: AccountKey) => boolean> {
  const known = new Set(await directory.accountsById(tenant, asked));
  return (key) => key === asked || known.has(key) || key.slice(key.indexOf(':') + 1) === asked;
}

function refuseUnknown(option: string, word: string | undefined, known: readonly string[]): void {
  if (word === undefined || known.includes(word)) return;
  throw new Failure('usage', `${option} ${word} is none there is.`, `Write one of ${known.join(', ')}.`);
}
