/** An explanation as a person reads it in a terminal. */
import type { ExplainedCandidate, ExplainedFact, ExplainedRow, Explanation } from '../answer/explain.ts';
import type { Workspace } from '../config/workspace.ts';
import { shortRelease } from '../config/release.ts';
import type { AccountKey } from '../directory/records.ts';
import type { FactValue, Provenance } from '../facts/types.ts';
import type { Choice, Verdict } from '../guardrails/reached.ts';
import type { Skill } from '../guardrails/skills.ts';
import { columns } from './terminal/columns.ts';
import type { Emphasize } from './terminal/emphasis.ts';

/** What accounts above are called, by key; those that aren't in it are told by their keys. */
export type NamesAbove = ReadonlyMap<AccountKey, string>;
const NAMELESS: NamesAbove = new Map();

export function explanationText(
  told: Explanation,
  { company }: Workspace,
  emphasize: Emphasize,
  names: NamesAbove = NAMELESS,
): string {
  const section = titled(emphasize);
  return [
    ...section('Account', [
      accountLine(told),
      `asked of ${company} at ${told.at}, release ${shortRelease(told.release)}`,
    ]),
    ...section('Facts', columns(told.facts.filter(isTold).map((fact) => factCells(fact, names)))),
    ...section('Rows, in order', columns(told.rows.map(rowCells))),
    ...section('Health rows, in order', columns(healthRows(told).map(rowCells))),
    ...section('Candidates, in order', columns(told.candidates.map((one) => candidateCells(one, names)))),
    ...section('Card', told.answer === null ? [] : JSON.stringify(told.answer, null, 2).split('\n')),
  ].join('\n');
}

/** They decide `get_account_health` alone. */
function healthRows({ tool, healthRows: rows }: Explanation): readonly ExplainedRow[] {
  return tool === 'get_account_health' ? rows : [];
}

/** A title and, indented below it, its lines; nothing where there are none. */
export type Section = (title: string, lines: readonly string[]) => readonly string[];

export function titled(emphasize: Emphasize): Section {
  return (title, lines) => (lines.length === 0 ? [] : [emphasize(title), ...lines.map((line) => `  ${line}`), '']);
}

export function accountLine({ account, answer }: Pick<Explanation, 'account' | 'answer'>): string {
  switch (account.kind) {
    case 'known':
      return `${account.name ?? account.account} (${account.account}), matched by ${account.by === 'email' ? 'e-mail' : 'account id'}`;
    case 'domain':
      return `only the e-mail’s domain is known, of ${account.account}: answered as unknown`;
    case 'ambiguous':
      return `ambiguous between ${account.accounts.join(' and ')}: answered as unknown`;
    case 'unknown':
      return answer === null ? 'unknown' : 'unknown: the fallback answers';
  }
}

/** Whoever lends something to the account. */
export function lendersIn({ facts, candidates }: Explanation): ReadonlySet<AccountKey> {
  const lent = facts.flatMap(({ from, conflicts }) => [...(typeof from === 'string' ? [] : [from]), ...conflicts]);
  return new Set([...lent, ...candidates].flatMap(({ inheritedFrom }) => inheritedFrom ?? []));
}

function isTold({ value, tooOld }: ExplainedFact): boolean {
  return value !== null || tooOld !== undefined;
}

function factCells({ name, value, from, conflicts, tooOld }: ExplainedFact, names: NamesAbove): string[] {
  const cells = [name, tooOld === undefined ? shown(value) : 'missing'];
  if (typeof from === 'string') return [...cells, from];
  const others = conflicts.map((other) => `${sayerOf(other, from, names)} says ${shown(other.value)}`).join(', ');
  const old = tooOld === undefined ? '' : `too old to count; it was ${shown(tooOld)}`;
  const notes = [lentBy(from, names), others, old].filter((note) => note !== '').join('; ');
  const how = from.live === true ? 'live, ' : '';
  return [...cells, from.source, from.record, `${how}${age(from.ageSeconds)}`, ...(notes === '' ? [] : [`(${notes})`])];
}

/** Of what is inherited, whether a source says the other value of this account or of one above. */
function sayerOf(other: Provenance, believed: Provenance, names: NamesAbove): string {
  if (other.inheritedFrom === believed.inheritedFrom) return other.source;
  return other.inheritedFrom === undefined
    ? `of this account ${other.source}`
    : `of ${nameOf(other.inheritedFrom, names)} ${other.source}`;
}

function lentBy({ inheritedFrom }: { readonly inheritedFrom?: AccountKey }, names: NamesAbove): string {
  return inheritedFrom === undefined ? '' : `inherited from ${nameOf(inheritedFrom, names)}`;
}

function nameOf(account: AccountKey, names: NamesAbove): string {
  const name = names.get(account);
  return name === undefined ? account : `${name}, ${account}`;
}

export function rowCells({ rule, fired, failed }: ExplainedRow): string[] {
  if (fired) return [rule, 'fired'];
  return failed === null ? [rule, ''] : [rule, `${failed.fact} is ${shown(failed.value)}, wanted ${failed.wanted}`];
}

export function candidateCells(candidate: ExplainedCandidate, names: NamesAbove = NAMELESS): string[] {
  const { link, who, verdict, how, lacks = [] } = candidate;
  const also = [...(how === undefined ? [] : [CHOICES[how]]), ...lacks.map((skill) => LACKS[skill])];
  const lent = lentBy(candidate, names);
  return [link, who ?? '', [VERDICTS[verdict], ...also].join(', '), ...(lent === '' ? [] : [`(${lent})`])];
}

const CHOICES: Record<Choice, string> = {
  on_call: 'on call now',
  next_on_call: 'the next of the rotation',
  opens_first: 'the first to be back',
};

const LACKS: Record<Skill, string> = {
  language: 'though they don’t speak the language asked for',
  region: 'though of another region',
  product: 'though they don’t know the product',
};

export const VERDICTS: Record<Verdict, string> = {
  chosen: 'chosen',
  nobody: 'nobody holds this',
  no_backup: 'names nobody further',
  left: 'has left the company',
  not_human: 'isn’t known to be a person: a queue, bot or integration',
  no_email: 'has no e-mail address',
  unapproved_domain: 'e-mail domain is not approved',
  on_leave: 'is on leave',
  out_of_office: 'is out of office',
  closed: 'is outside working hours, which the row or the urgency passes over',
  unverified: 'is named to no customer who is only who they say they are',
  hidden: 'can’t be reached with what the row hides',
  visited: 'was asked before',
  too_far: 'is more than five deputies on',
  other_language: 'doesn’t speak the language asked for',
  other_region: 'isn’t of the account’s region',
  other_product: 'doesn’t know the account’s product',
  no_match: 'has no member with what the row requires: the team’s own card',
  no_member: 'has no member to name: the team’s own card',
};

function shown(value: FactValue): string {
  return value === null ? 'missing' : String(value);
}

/** In the largest unit that fits. */
function age(seconds: number): string {
  const units: readonly (readonly [number, string])[] = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
  ];
  const unit = units.find(([size]) => seconds >= size);
  return unit === undefined ? `${seconds} s old` : `${Math.floor(seconds / unit[0])} ${unit[1]} old`;
}
