/**
 * Candidate chains as written: `[role:CSM, backup, manager, team:vip-desk]` → links.
 * What can be said of the words alone is checked here; whether a team exists is `check-table.ts`.
 */
import { nearestName } from '../base/nearest.ts';
import type { ValueProblem } from '../base/problem.ts';
import { valueError } from '../base/problem.ts';
import type { ChainLink, NamingLink } from './table.ts';

/** Longer chains are a mistake, and a bound on the work of one answer. */
export const MAX_CHAIN_LENGTH = 20;

/** Links that could be read, in order, and what is wrong with the rest (paths: `[index]`). */
export type ParsedChain = {
  readonly links: readonly ChainLink[];
  /** For each link, the index of its word. */
  readonly places: readonly number[];
  readonly problems: readonly ValueProblem[];
};

const FORMS = '`role:NAME`, `backup`, `manager`, `manager of role:NAME`, `team:NAME` or `person:EMAIL`';

export function parseChain(words: readonly string[]): ParsedChain {
  const links: ChainLink[] = [];
  const places: number[] = [];
  const problems: ValueProblem[] = [];
  for (const [index, word] of words.entries()) {
    const link = parseLink(word, index);
    if ('severity' in link) problems.push(link);
    else {
      links.push(link);
      places.push(index);
    }
  }
  problems.push(...misplaced(words));
  if (words.length > MAX_CHAIN_LENGTH) problems.push(tooLong(words.length));
  return { links, places, problems };
}

/** A link as it is written. */
export function linkText(link: ChainLink): string {
  switch (link.kind) {
    case 'role':
      return `role:${link.role}`;
    case 'team':
      return `team:${link.team}`;
    case 'person':
      return `person:${link.email}`;
    case 'backup':
      return link.kind;
    case 'manager':
      return link.of === undefined ? link.kind : `manager of ${linkText(link.of)}`;
  }
}

function parseLink(written: string, index: number): ChainLink | ValueProblem {
  const word = written.trim();
  if (word === 'backup' || word === 'manager') return { kind: word };
  const managed = managedLink(word);
  if (managed !== null) return managerOf(managed, index);
  const colon = word.indexOf(':');
  const prefix = word.slice(0, Math.max(0, colon));
  const name = word.slice(colon + 1).trim();
  if (!isNaming(prefix)) return unknownWord(word, prefix, name, index);
  if (name === '') return valueError([index], `\`${word}\` names nobody.`, `Write \`${prefix}:NAME\`.`);
  if (prefix === 'role') return { kind: 'role', role: name };
  if (prefix === 'team') return { kind: 'team', team: name };
  return personLink(name, index);
}

/** `manager of role:CSM`: first in a chain too, since it says whose. */
const MANAGER_OF = /^manager\s+of\b\s*(.*)$/u;

/** The link that a `manager of` names its somebody by; null for every other word. */
export function managedLink(word: string): string | null {
  return MANAGER_OF.exec(word.trim())?.[1] ?? null;
}

function managerOf(managed: string, index: number): ChainLink | ValueProblem {
  if (managed === '')
    return valueError(
      [index],
      '`manager of` names nobody.',
      'Write `manager of role:NAME` or `manager of person:EMAIL`.',
    );
  const of = managedLink(managed) === null ? parseLink(managed, index) : null;
  if (of !== null && 'severity' in of) return of;
  if (of !== null && isNamingLink(of)) return { kind: 'manager', of };
  const mend = 'Write `manager of role:NAME` or `manager of person:EMAIL`; a `manager` behind it goes one higher.';
  return valueError([index], `\`${managed}\` is nobody whose manager can be meant.`, mend);
}

function isNamingLink(link: ChainLink): link is NamingLink {
  return link.kind === 'role' || link.kind === 'person';
}

function personLink(name: string, index: number): ChainLink | ValueProblem {
  if (/^[^\s@]+@[^\s@]+$/u.test(name)) return { kind: 'person', email: name.toLowerCase() };
  const mend = 'Write `person:` and an address, like `person:sarah.jenkins@acme.example`.';
  return valueError([index], `\`${name}\` is not an e-mail address.`, mend);
}

function isNaming(prefix: string): prefix is 'role' | 'team' | 'person' {
  return prefix === 'role' || prefix === 'team' || prefix === 'person';
}

function unknownWord(word: string, prefix: string, name: string, index: number): ValueProblem {
  const message = `\`${word}\` is not a link of a chain.`;
  if (prefix === '') {
    const near = nearestName(word, ['backup', 'manager']);
    return valueError([index], message, near === undefined ? `Write ${FORMS}.` : `Did you mean \`${near}\`?`);
  }
  const near = nearestName(prefix, ['role', 'team', 'person']);
  return valueError([index], message, near === undefined ? `Write ${FORMS}.` : `Did you mean \`${near}:${name}\`?`);
}

/** `backup` and `manager` belong to the nearest role or person on their left; first, or after a team, there is none. */
function misplaced(words: readonly string[]): ValueProblem[] {
  const problems: ValueProblem[] = [];
  let left: 'nothing' | 'team' | 'somebody' = 'nothing';
  for (const [index, written] of words.entries()) {
    const word = written.trim();
    if (word !== 'backup' && word !== 'manager') left = word.startsWith('team:') ? 'team' : 'somebody';
    else if (left !== 'somebody') problems.push(whose(word, left, index));
  }
  return problems;
}

function whose(word: string, left: 'nothing' | 'team', index: number): ValueProblem {
  const where = left === 'team' ? 'stands after a team' : 'stands first';
  return valueError([index], `\`${word}\` ${where}: whose ${word}?`, 'Put it after a `role:` or `person:` link.');
}

function tooLong(length: number): ValueProblem {
  return valueError([], `The chain has ${length} links.`, `Shorten it to ${MAX_CHAIN_LENGTH} at most.`);
}
