/**
 * A decision table of 20 rows and 6 inputs, each cell written, and rows of facts that go through it. A cell passes for
 * about six in ten values, so that rows fail anywhere and any row may fire.
 */
import type { FactDeclaration, FactRow } from '../../../src/facts/types.ts';
import { factFrame } from '../../../src/facts/frame.ts';
import type { CellSource } from '../../../src/guardrails/cell-source.ts';
import type { CompiledTable } from '../../../src/guardrails/compile.ts';
import { compileTable, evaluate } from '../../../src/guardrails/compile.ts';
import { parseWhen } from '../../../src/guardrails/parse-when.ts';
import type { Cell } from '../../../src/guardrails/table.ts';
import type { Random } from '../random.ts';
import { pick, seeded, shuffled } from '../random.ts';

type Rule = { readonly id: string; readonly when: readonly Cell[] };

/** The six cells of a row, as plain values: what every engine is given in its own words. */
export type Conditions = {
  readonly tiers: readonly string[];
  readonly notRegion: string;
  readonly leastArr: number;
  readonly renewalFrom: number;
  readonly renewalTo: number;
  readonly legalHold: boolean;
  readonly scoreBelow: number;
};

export type Synthetic = {
  readonly table: CompiledTable<Rule>;
  readonly conditions: readonly Conditions[];
  readonly rows: readonly FactRow[];
  /** Rows of the table and cells that one evaluation tries, on average. */
  readonly rowsTried: number;
  readonly cellsTried: number;
};

const TIERS = ['VVIP', 'VIP', 'Enterprise', 'Growth', 'SMB'];
const REGIONS = ['EMEA', 'AMER', 'APAC'];
const fact = (name: string, type: FactDeclaration['type']): FactDeclaration => ({ name, type, origin: 'directory' });
const FACTS = [
  fact('account.tier', { type: 'enum', values: TIERS }),
  fact('account.region', { type: 'enum', values: REGIONS }),
  fact('account.arr_usd', { type: 'number' }),
  fact('account.days_to_renewal', { type: 'integer' }),
  fact('account.legal_hold', { type: 'boolean' }),
  fact('account.health_score', { type: 'number' }),
];
const FRAME = factFrame([], FACTS);
const ROWS = 1_024;

/** The facts of a row, without those that the question brings. */
export function factsOf(row: FactRow): Readonly<Record<string, FactRow[number]>> {
  const asked = FRAME.facts.length - FACTS.length;
  return Object.fromEntries(FACTS.map(({ name }, index) => [name.replace('account.', ''), row[asked + index] ?? null]));
}

export function syntheticTable(): Synthetic {
  const random = seeded(20_261_123);
  const conditions = Array.from({ length: 20 }, () => drawn(random));
  const rules = conditions.map((each, index) => ({ id: `rule-${index}`, when: cells(each) }));
  const table = compileTable({ rules }, FRAME);
  const rows = Array.from({ length: ROWS }, () => factRow(random));
  const tried = rows.map((row) => evaluate(table, row).rows);
  const cellsTried = tried.flat().map((failed) => (failed === -1 ? FACTS.length : failed + 1));
  return { table, conditions, rows, rowsTried: tried.flat().length / ROWS, cellsTried: sum(cellsTried) / ROWS };
}

function drawn(random: Random): Conditions {
  const renewalFrom = Math.floor(random() * 100);
  return {
    tiers: shuffled(TIERS, random).slice(0, 3),
    notRegion: pick(REGIONS, random),
    leastArr: Math.floor(random() * 700_000),
    renewalFrom,
    renewalTo: renewalFrom + 250,
    legalHold: false,
    scoreBelow: 40 + Math.floor(random() * 50),
  };
}

function cells(each: Conditions): readonly Cell[] {
  const written: readonly (readonly [string, CellSource])[] = [
    ['account.tier', list(each.tiers)],
    ['account.region', map('not', each.notRegion)],
    ['account.arr_usd', map('at_least', String(each.leastArr))],
    ['account.days_to_renewal', word(`${each.renewalFrom}..${each.renewalTo}`)],
    ['account.legal_hold', word(String(each.legalHold))],
    ['account.health_score', map('below', String(each.scoreBelow))],
  ];
  const { cells: parsed, problems } = parseWhen(written, FRAME);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(`The benchmark's table is wrong: ${JSON.stringify(errors)}`);
  return parsed;
}

function factRow(random: Random): FactRow {
  const asked = FRAME.facts.slice(0, -FACTS.length).map(() => null);
  const held = [pick(TIERS, random), pick(REGIONS, random), random() * 1_000_000];
  return [...asked, ...held, Math.floor(random() * 365), random() < 0.1, Math.floor(random() * 100)];
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

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
