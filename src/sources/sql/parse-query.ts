/**
 * A query as somebody wrote it, cut at its parameters. Looks for no more than what would be a mistake: more than one statement, one
 * that doesn't read, parameters that nobody gives. What keeps a query from writing is the database's read-only transaction.
 */
import type { DialectName } from './dialect.ts';

/** `pieces` stand before, between and after the `parameters`. */
export type ParsedQuery = { readonly pieces: readonly string[]; readonly parameters: readonly string[] };

export type QueryTrouble = { readonly message: string; readonly mend: string };

const LINE_COMMENT = String.raw`--[^\n]*`;
const BLOCK_COMMENT = String.raw`/\*[\s\S]*?\*/`;
const PLAIN_TEXT = String.raw`'(?:[^']|'')*'`;
const ESCAPED_TEXT = String.raw`'(?:[^'\\]|''|\\[\s\S])*'`;

/** What is no code: comments, texts and names in quotes. */
const QUIET: Readonly<Record<DialectName, string>> = {
  postgresql: [
    LINE_COMMENT,
    BLOCK_COMMENT,
    `[eE]${ESCAPED_TEXT}`,
    PLAIN_TEXT,
    '"(?:[^"]|"")*"',
    String.raw`\$(?<tag>\w*)\$[\s\S]*?\$\k<tag>\$`,
  ].join('|'),
  mysql: [
    String.raw`--(?=\s|$)[^\n]*`,
    String.raw`#[^\n]*`,
    String.raw`/\*(?!M?!)[\s\S]*?\*/`,
    ESCAPED_TEXT,
    String.raw`"(?:[^"\\]|""|\\[\s\S])*"`,
    '`(?:[^`]|``)*`',
  ].join('|'),
  sqlite: [LINE_COMMENT, BLOCK_COMMENT, PLAIN_TEXT, '"(?:[^"]|"")*"', '`(?:[^`]|``)*`', String.raw`\[[^\]]*\]`].join(
    '|',
  ),
};

/** Of code: casts and assignments, parameters, other ways to write those, words, and single characters. */
const CODE = String.raw`(?<skip>::|:=)|:(?<name>[A-Za-z_]\w*)|(?<strange>\$\d+|[$@]\w+|\?|/\*M?!)|(?<word>[A-Za-z_][\w$]*)|(?<mark>[;'"\x60])`;

const patterns = new Map<DialectName, RegExp>();

function patternOf(dialect: DialectName): RegExp {
  const made = patterns.get(dialect) ?? new RegExp(`(?<quiet>${QUIET[dialect]})|${CODE}`, 'g');
  patterns.set(dialect, made);
  return made;
}

/** Words of statements that change something, or that take rows elsewhere or lock them. */
const WRITES: ReadonlySet<string> = new Set(
  'insert update delete merge into truncate drop alter create grant revoke call copy lock outfile'.split(' '),
);

/** In PostgreSQL `?` is an operator of its own, too. */
const OPERATORS: Readonly<Record<DialectName, RegExp>> = { postgresql: /^\?$/, mysql: /^$/, sqlite: /^$/ };

/** What a parameter is compared with, as an example. */
const COMPARED: Readonly<Record<string, string>> = { since: 'updated_at > :since', id: 'id = :id' };

/** `given`: the parameters that it has a value for. */
export function parseQuery(text: string, dialect: DialectName, given: readonly string[]): ParsedQuery | QueryTrouble {
  const pieces: string[] = [];
  const parameters: string[] = [];
  let [from, end, first, last]: [number, number, string | null, string] = [0, text.length, null, ''];
  for (const match of text.matchAll(patternOf(dialect))) {
    const { quiet, name, strange, word, mark } = match.groups ?? {};
    if (end < text.length && (quiet === undefined || !/^(?:--|#|\/\*)/.test(quiet))) return MORE_THAN_ONE;
    if (quiet !== undefined) continue;
    if (mark === ';') end = match.index;
    else if (mark !== undefined) return { message: 'A quote is never closed.', mend: `Look for a lone ${mark}.` };
    if (strange !== undefined && !OPERATORS[dialect].test(strange))
      return { message: `\`${strange}\` is no parameter here.`, mend: named(given) };
    if (word !== undefined) {
      first ??= word.toLowerCase();
      const trouble = wordTrouble(word.toLowerCase(), first, last);
      if (trouble !== null) return trouble;
      last = word.toLowerCase();
    }
    if (name === undefined) continue;
    if (!given.includes(name)) return unknown(name, given);
    pieces.push(text.slice(from, match.index));
    parameters.push(name);
    from = match.index + match[0].length;
  }
  if (
    text
      .slice(end + 1)
      .replaceAll(patternOf(dialect), '')
      .trim() !== ''
  )
    return MORE_THAN_ONE;
  if (first === null) return NO_READING;
  const missing = given.find((each) => !parameters.includes(each));
  if (missing !== undefined)
    return {
      message: `This query doesn't use \`:${missing}\`.`,
      mend: `Compare a column with it, like \`where ${COMPARED[missing] ?? `name = :${missing}`}\`.`,
    };
  return { pieces: [...pieces, text.slice(from, end)], parameters };
}

const MORE_THAN_ONE: QueryTrouble = { message: 'This is more than one statement.', mend: 'Leave one `select`.' };
const NO_READING: QueryTrouble = {
  message: 'This is no query that reads.',
  mend: 'Begin with `select` or `with`.',
};

/** `for share` locks rows, too, and `share` alone may be a column. */
function wordTrouble(word: string, first: string, last: string): QueryTrouble | null {
  if (first !== 'select' && first !== 'with') return NO_READING;
  const isLock = word === 'share' && (last === 'for' || last === 'key');
  if (!isLock && !WRITES.has(word)) return null;
  return {
    message: `\`${word}\` doesn't belong into a query that only reads.`,
    mend: 'Take it out; if it is the name of a column, put it in quotes.',
  };
}

function named(given: readonly string[]): string {
  return `Write a value as ${(given.length === 0 ? ['since', 'id'] : given).map((each) => `\`:${each}\``).join(' or ')}.`;
}

function unknown(name: string, given: readonly string[]): QueryTrouble {
  const there = given.map((each) => `\`:${each}\``).join(', ');
  return {
    message: `There is no parameter \`:${name}\` here.`,
    mend: there === '' ? 'This query has none: it reads all.' : `There is ${there}.`,
  };
}
