/** A decision record as a person reads it in a terminal: a line of a list, or what stands above its story. */
import type { DecisionRecord, RecordedCall } from '../../audit/record.ts';
import type { ContentHash } from '../../base/hash.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { ChainedRecord, Store } from '../../store/store.ts';
import { shortRelease } from '../../config/release.ts';
import { rowsOf } from '../../services/records-card.ts';
import { counted } from '../terminal/counted.ts';
import { reachedOf, ruleOf } from './record-filter.ts';

export const RECORD_COLUMNS: readonly string[] = ['time', 'id', 'release', 'tool', 'account', 'rule', 'reached', 'who'];

/** The number of a published release by its hash. */
export type ReleaseNumbers = ReadonlyMap<ContentHash, number>;

export async function releaseNumbers(tenant: Tenant, { releases }: Pick<Store, 'releases'>): Promise<ReleaseNumbers> {
  return new Map((await releases.publications(tenant)).map(({ release, number }) => [release, number]));
}

export function recordCells(record: DecisionRecord, numbers: ReleaseNumbers): string[] {
  const { at, id, release, tool } = record;
  return [
    at,
    shortId(id),
    String(numbers.get(release) ?? '-'),
    tool,
    accountText(record),
    ruleOf(record) ?? '-',
    reachedOf(record) ?? '-',
    whoText(record),
  ];
}

/** A record's time and its order within one process: enough to name it by, nearly always. */
const SHORT_ID = 18;

export function shortId(id: string): string {
  return id.slice(0, SHORT_ID);
}

function accountText({ account, binding, asked, called }: DecisionRecord): string {
  const violation = binding.violation ? ' (violation)' : '';
  switch (account.kind) {
    case 'known':
      return `${account.account}${violation}`;
    case 'domain':
      return `domain of ${account.account}${violation}`;
    case 'ambiguous':
      return `one of ${account.accounts.length}${violation}`;
    case 'unknown':
      return called !== undefined && asked.identity.length === 0 ? '-' : `unknown${violation}`;
  }
}

function whoText({ answer }: DecisionRecord): string {
  if (answer === null) return 'only how to mend the call';
  if ('found' in answer || 'records' in answer) return counted(rowsOf(answer).length, 'record');
  if ('status' in answer) return answer.status;
  if ('contact' in answer) return answer.contact.name;
  return answer.team.map(({ name }) => name).join(', ');
}

/** Who asked what, when and how, what came of it, and where it stands in its chain: names and values. */
export function recordRows(
  { record, writer, sequence, hash }: ChainedRecord,
  numbers: ReleaseNumbers,
): [name: string, value: string][] {
  const { id, at, service, tool, caller, release, releaseAt } = record;
  return [
    ['id', id],
    ['at', at],
    ['asked', `${tool} of ${service}, by ${caller.id}, an agent for ${caller.audience}`],
    ['with', withText(record)],
    ['customer', bindingText(record)],
    ['came to', CAME_TO[record.kind]],
    ...(record.called === undefined ? [] : [['system', calledText(record.called)] satisfies [string, string]]),
    ...(record.over === null ? [] : [['budget', record.over.budget] satisfies [string, string]]),
    ...(record.alarm === null ? [] : [['alarm', ALARM] satisfies [string, string]]),
    ['release', `${numberWords(numbers.get(release))}${shortRelease(release)}, of ${releaseAt}`],
    ['chain', `link ${sequence} of writer ${writer}, hash ${hash}`],
  ];
}

/** Nothing for one that was served before releases were numbered. */
function numberWords(number: number | undefined): string {
  return number === undefined ? '' : `${number}, `;
}

function calledText({ source, operation, from, failure }: RecordedCall): string {
  const asked = `${operation} of ${source}`;
  if (failure !== null) return `${asked}: failed (${failure})`;
  if (from === null) return `${asked}: not asked`;
  return from === 'cache' ? `${asked}, as it said shortly before` : asked;
}

const ALARM = 'the caller named so many unknown customers that it may be trying identities out';

const CAME_TO: Record<DecisionRecord['kind'], string> = {
  decided: 'an answer by the facts of the account',
  unresolved: 'the constant answer: no account whose facts may be used',
  malformed: 'a sentence that says how to mend the call: its arguments could not be read',
  over_budget: 'when to come back: the caller had used up what it may ask',
  refused: 'a sentence that says how to mend the call: it lacked an identity',
  called: 'what a system said of it',
  unavailable: 'a sentence that says so: the system could not be asked',
};

function withText({ asked }: DecisionRecord): string {
  const { identity, topic, language, urgency } = asked;
  const given = [
    ...identity,
    ...(topic === null ? [] : [`topic ${topic}`]),
    ...(language === null ? [] : [`language ${language}`]),
    ...(urgency === 'normal' ? [] : ['urgent']),
  ];
  return given.length === 0 ? 'no arguments' : given.join(', ');
}

function bindingText({ binding }: DecisionRecord): string {
  const { mode, assertion, trouble, violation } = binding;
  const stated = assertion === 'absent' ? 'no statement of the platform' : `the platform’s statement: ${assertion}`;
  const told = trouble === null ? '' : `, and told so (${trouble})`;
  const foreign = violation ? '; the call named another customer than the one it was bound to' : '';
  return `binding ${mode}, ${stated}${told}${foreign}`;
}
