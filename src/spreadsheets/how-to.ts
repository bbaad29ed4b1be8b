/** The workbook's first sheet, for whoever edits it: what words mean, and which facts there are. It is never read back. */
import type { FactDeclaration } from '../facts/types.ts';
import { itemText } from '../guardrails/words-list.ts';

export const HOW_TO = 'How to edit';

const WORDS: readonly (readonly [string, string])[] = [
  ['(empty)', 'Anything fits.'],
  ['VVIP, VIP', 'One of these.'],
  ['0..90', 'From 0 to 90, both included. Days too: 2026-12-01..2026-12-31.'],
  ['>= 100000', 'At least; > more than, <= at most, < less than. Two together: >= 40 and < 60.'],
  ['not EMEA, APAC', 'Neither of these. It fits a missing value too, so say which you mean:'],
  ['missing or not EMEA', 'Not EMEA, or nobody knows.'],
  ['known and not EMEA', 'Known, and not EMEA.'],
  ['missing', 'Nobody knows. The opposite is known.'],
  ['"missing"', 'Quotation marks make a value of a word that means something else, or that has a comma in it.'],
  ['FEEL: [0..40), > 95', 'The notation of the DMN standard, where words don’t reach.'],
];

const ROWS: readonly string[] = [
  'Rows are tried from top to bottom; the first that fits decides. Move rows to change their order.',
  'All cells of a row must fit. A column that you don’t see can be added: its name is a fact of the list below.',
  'route: whom to try, from left to right, with commas: role:CSM, backup, manager, team:vip-desk, person:jo@acme.example.',
  'reason: what the customer reads. reason: backup is for when a backup answers; other kinds of link have columns like it.',
  'reason: other_language is for when whoever answers doesn’t speak the language that match: prefer asks for.',
  'match: require passes over whoever lacks one of these: language, region, product. match: prefer lets those who have them go first.',
  'note and heading are comments: within the row, and above it.',
  'Numbers have a point and no separators: 100000, 0.5. Days are written 2026-12-24. Upper and lower case count.',
  'Then: concierge guardrails import THIS-FILE DIR. It shows what changes, and writes only what passes every check.',
];

/** Two columns. */
export function howTo(facts: readonly FactDeclaration[]): readonly (readonly [string, string])[] {
  return [
    ['Rows', ''],
    ...ROWS.map((line): readonly [string, string] => ['', line]),
    ['', ''],
    ['In a cell', 'It means'],
    ...WORDS,
    ['', ''],
    ['Fact', 'Its values'],
    ...facts.map(({ name, type }): readonly [string, string] => [
      name,
      type.type === 'enum' ? type.values.map((value) => itemText(value)).join(', ') : (TYPES[type.type] ?? ''),
    ]),
  ];
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  date: 'a day, 2026-12-24',
  datetime: 'a moment with its zone, 2026-12-24T09:00:00Z',
};
