/** Values of a release as a person writes them: for sentences, shortened where they are long. */
import { cleanText } from '../../base/clean-text.ts';
import { canonicalJson, isPlainObject } from '../../base/json.ts';

const LONGEST = 160;

/** One line without anything that a terminal would obey. */
export function short(text: string): string {
  const clean = cleanText(text, 4 * LONGEST);
  return clean.length <= LONGEST ? clean : `${clean.slice(0, LONGEST - 1)}…`;
}

export function valueWords(value: unknown): string {
  return short(written(value));
}

export function quoted(text: string): string {
  return `“${short(text)}”`;
}

/** How a value is put in a sentence. */
export type Put = (value: unknown) => string;

/** Both sides of a change, which never read alike: where they would, they are shown from where they first differ. */
export function contrasted<Side>(
  from: Side,
  to: Side,
  say: (side: Side, put: Put) => string,
): readonly [from: string, to: string] {
  const [before, after] = [say(from, valueWords), say(to, valueWords)];
  if (before !== after) return [before, after];
  const whole = [say(from, written), say(to, written)] as const;
  return whole[0] === whole[1]
    ? fromDifference(canonicalJson(from ?? null), canonicalJson(to ?? null))
    : fromDifference(...whole);
}

/** So much of what is the same stands before it. */
const LEAD = 20;

function fromDifference(from: string, to: string): readonly [string, string] {
  let first = 0;
  while (first < from.length && from[first] === to[first]) first += 1;
  const start = Math.max(0, first - LEAD);
  const [before, after] = [from.slice(start), to.slice(start)];
  const say = short(before) === short(after) ? escaped : short;
  const lead = start === 0 ? '' : '…';
  return [`${lead}${say(before)}`, `${lead}${say(after)}`];
}

/** With a code in place of what can't be seen, or looks like something else. */
function escaped(text: string): string {
  const coded = (one: string): string => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`;
  return short(text.slice(0, LONGEST).replaceAll(/[^ -~]/gu, coded));
}

/** `a`, `a and b`, `a, b and c` */
export function listed(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words[0] ?? 'nothing';
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

function written(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value === '' ? '“”' : value;
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(written).join(', ');
  if (isPlainObject(value)) return objectWords(value);
  return JSON.stringify(value);
}

function objectWords(value: Record<string, unknown>): string {
  const told = Object.entries(value).filter(([, each]) => each !== null && !(Array.isArray(each) && each.length === 0));
  if (told.length === 0) return 'nothing';
  return `{ ${told.map(([key, each]) => `${keyWord(key)}: ${written(each)}`).join('; ')} }`;
}

/** Keys of the program, as the files have them. Whatever a company named itself stays. */
const FILE_KEYS: Readonly<Record<string, string>> = {
  bookingLink: 'booking_link',
  emailDomains: 'email_domains',
  headerRow: 'header_row',
  ifClosed: 'if_closed',
  nameParts: 'name_parts',
  oneOf: 'one_of',
  personKind: 'person_kind',
  teamRoles: 'team_roles',
  unverifiedEmail: 'unverified_email',
};

export function keyWord(key: string): string {
  return FILE_KEYS[key] ?? key;
}
