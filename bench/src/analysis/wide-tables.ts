/** Tables of 200 rows over 12 inputs, from those that a company would write to those that are made to be hard. */
import type { FactDeclaration } from '../../../src/facts/types.ts';
import { factFrame } from '../../../src/facts/frame.ts';
import type { CellSource } from '../../../src/guardrails/cell-source.ts';
import { parseWhen } from '../../../src/guardrails/parse-when.ts';
import type { Cell } from '../../../src/guardrails/table.ts';
import type { Random } from '../random.ts';
import { pick, seeded, shuffled } from '../random.ts';

const ROWS = 200;

/** `cells`: how many a row has, at least and at most. */
export type Shape = {
  readonly name: string;
  readonly cells: readonly [number, number];
  readonly write: (fact: FactDeclaration, random: Random) => CellSource;
  readonly hasCatchAll: boolean;
};

export type WideRule = { readonly id: string; readonly when: readonly Cell[]; readonly outcome: string };

const given = (name: string, type: FactDeclaration['type']): FactDeclaration => ({ name, type, origin: 'directory' });
const FACTS: readonly FactDeclaration[] = [
  given('account.tier', { type: 'enum', values: ['VVIP', 'VIP', 'Enterprise', 'Growth', 'SMB'] }),
  given('account.region', { type: 'enum', values: ['EMEA', 'AMER', 'APAC'] }),
  given('account.type', { type: 'enum', values: ['Customer', 'Partner', 'Prospect', 'Former'] }),
  given('account.health', { type: 'enum', values: ['Green', 'Yellow', 'Red'] }),
  given('account.arr_usd', { type: 'number' }),
  given('account.health_score', { type: 'number' }),
  given('account.seats', { type: 'integer' }),
  given('account.days_to_renewal', { type: 'integer' }),
  given('account.legal_hold', { type: 'boolean' }),
  given('account.open_sev1', { type: 'boolean' }),
  given('account.language', { type: 'string' }),
  given('account.since', { type: 'date' }),
];

export const WIDE_FRAME = factFrame([], FACTS);

export const SHAPES: readonly Shape[] = [
  { name: 'two to four cells a row, and a last row without', cells: [2, 4], write: usual, hasCatchAll: true },
  { name: 'two to four cells a row', cells: [2, 4], write: usual, hasCatchAll: false },
  { name: 'one or two wide cells a row', cells: [1, 2], write: wide, hasCatchAll: false },
  { name: 'three wide cells a row', cells: [3, 3], write: wide, hasCatchAll: false },
  { name: 'six wide cells a row', cells: [6, 6], write: wide, hasCatchAll: false },
  { name: 'twelve wide cells a row', cells: [12, 12], write: wide, hasCatchAll: false },
  { name: 'twelve cells that nearly all values pass', cells: [12, 12], write: nearlyAll, hasCatchAll: false },
  { name: 'four cells, and all values but one pass', cells: [4, 4], write: nearlyAll, hasCatchAll: false },
];

export function wideTable({ cells, write, hasCatchAll }: Shape): readonly WideRule[] {
  const random = seeded(20_261_129);
  const rules = Array.from({ length: hasCatchAll ? ROWS - 1 : ROWS }, (_, index) => {
    const count = cells[0] + Math.floor(random() * (cells[1] - cells[0] + 1));
    const facts = shuffled(FACTS, random).slice(0, count);
    const written = facts.map((fact) => [fact.name, write(fact, random)] as const);
    return { id: `row-${index}`, when: parseWhen(written, WIDE_FRAME).cells, outcome: `o${Math.floor(random() * 12)}` };
  });
  return hasCatchAll ? [...rules, { id: 'otherwise', when: [], outcome: 'otherwise' }] : rules;
}

/** One value, one comparison. */
function usual({ type }: FactDeclaration, random: Random): CellSource {
  switch (type.type) {
    case 'enum':
      return word(pick(type.values, random));
    case 'boolean':
      return word('true');
    case 'string':
      return word(pick(['de', 'fr', 'en', 'pt-BR'], random));
    case 'date':
      return map('at_least', day(random));
    default:
      return map(pick(['at_least', 'below'], random), number(random));
  }
}

/** Passed by more than half of the values, missing ones too. */
function wide({ type }: FactDeclaration, random: Random): CellSource {
  switch (type.type) {
    case 'enum':
      return { kind: 'map', entries: [['not', list(shuffled(type.values, random).slice(0, 2))]] };
    case 'boolean':
      return map('not', pick(['true', 'false'], random));
    case 'string':
      return { kind: 'map', entries: [['not', list(shuffled(['de', 'fr', 'en', 'pt-BR'], random).slice(0, 2))]] };
    case 'date':
      return orMissing(pick(['at_least', 'below'], random), day(random));
    default:
      return orMissing(pick(['at_least', 'below'], random), number(random));
  }
}

function nearlyAll({ type }: FactDeclaration, random: Random): CellSource {
  switch (type.type) {
    case 'enum':
      return map('not', pick(type.values, random));
    case 'boolean':
      return map('not', pick(['true', 'false'], random));
    case 'string':
      return map('not', pick(['de', 'fr', 'en', 'pt-BR'], random));
    case 'date':
      return map('not', day(random));
    default:
      return map('not', number(random));
  }
}

function number(random: Random): string {
  return String(Math.floor(random() * 100));
}

function day(random: Random): string {
  return `2026-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`;
}

function orMissing(key: string, text: string): CellSource {
  return {
    kind: 'map',
    entries: [
      [key, word(text)],
      ['missing', word('yes')],
    ],
  };
}

function word(text: string): CellSource {
  return { kind: 'word', text, quoted: false };
}

function list(texts: readonly string[]): CellSource {
  return { kind: 'list', items: texts.map(word) };
}

function map(key: string, text: string): CellSource {
  return { kind: 'map', entries: [[key, word(text)]] };
}
