/** Analysis against brute force: on generated tables over small domains it finds what trying every input finds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factFrame } from '../../facts/frame.ts';
import type { FactDeclaration, FactName, FactRow, FactType, FactValue } from '../../facts/types.ts';
import { compileTable, evaluate } from '../compile.ts';
import type { Cell, CellTest, PlainTest } from '../table.ts';
import { analyseTable } from './analyse-table.ts';
import type { Finding } from './findings.ts';
import type { Example } from './space.ts';

type Rule = { readonly id: string; readonly when: readonly Cell[]; readonly outcome: string };

/** A fact, what cells may compare it with, and values of which every region between those has one. */
type Domain = {
  readonly fact: FactName;
  readonly literals: readonly (string | number | boolean)[];
  readonly values: readonly FactValue[];
};

const given = (name: FactName, type: FactType): FactDeclaration => ({ name, type, origin: 'directory' });
const FACTS: readonly FactDeclaration[] = [
  given('a.tier', { type: 'enum', values: ['VIP', 'Key', 'SMB'] }),
  given('a.hold', { type: 'boolean' }),
  given('a.arr', { type: 'number' }),
  given('a.seats', { type: 'integer' }),
  given('a.text', { type: 'string' }),
  given('a.renewal', { type: 'date' }),
  given('a.seen_at', { type: 'datetime' }),
  { ...given('a.days', { type: 'integer' }), origin: 'derived', derivation: { days_until: 'a.renewal' } },
  { ...given('a.overdue', { type: 'number' }), origin: 'derived', derivation: { days_since: 'a.renewal' } },
];
const FRAME = factFrame(['billing', 'technical'], FACTS);

const DAYS = ['2026-01-01', '2026-01-02', '2026-01-04'];
const MOMENTS = ['2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', '2026-01-03T00:00:00Z'];
const COUNTS = [-1, 0, 1, 3];
const ALL_COUNTS = [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5];

const DOMAINS: readonly Domain[] = [
  { fact: 'topic', literals: ['billing', 'technical'], values: ['billing', 'technical', null] },
  { fact: 'urgency', literals: ['normal', 'urgent'], values: ['normal', 'urgent'] },
  { fact: 'a.tier', literals: ['VIP', 'Key', 'SMB'], values: ['VIP', 'Key', 'SMB', null] },
  { fact: 'a.hold', literals: [true, false], values: [true, false, null] },
  { fact: 'a.arr', literals: [0, 0.5, 1, 3], values: [-1, 0, 0.25, 0.5, 0.75, 1, 2, 3, 4, null] },
  { fact: 'a.seats', literals: COUNTS, values: [...ALL_COUNTS, null] },
  { fact: 'a.text', literals: ['a', 'ab', 'b'], values: ['', 'a', 'aa', 'ab', 'abc', 'b', 'c', null] },
  {
    fact: 'a.renewal',
    literals: DAYS,
    values: ['2025-12-31', ...DAYS, '2026-01-03', '2026-01-05', null],
  },
  {
    fact: 'a.seen_at',
    literals: MOMENTS,
    values: ['2025-12-31T23:59:59Z', ...MOMENTS, '2026-01-02T00:00:00Z', '2026-01-04T00:00:00Z', null],
  },
  { fact: 'a.days', literals: COUNTS, values: [...ALL_COUNTS, null] },
  { fact: 'a.overdue', literals: [...COUNTS, 0.5], values: [...ALL_COUNTS, null] },
];

function anyTest({ fact, literals }: Domain): fc.Arbitrary<PlainTest> {
  const type = FRAME.facts[FRAME.slotOf.get(fact) ?? -1]?.type.type;
  const isOrdered = type !== 'enum' && type !== 'boolean';
  const literal = fc.constantFrom(...literals);
  const ordered = fc.constantFrom(...(literals as readonly (string | number)[]));
  const { test } = fc.letrec<{ test: PlainTest }>((tie) => ({
    test: fc.oneof(
      { maxDepth: 2 },
      literal.map((value): PlainTest => ({ kind: 'equals', value })),
      fc.uniqueArray(literal, { minLength: 1 }).map((values): PlainTest => ({ kind: 'one_of', values })),
      fc.constantFrom<PlainTest>({ kind: 'missing' }, { kind: 'present' }),
      ...(isOrdered
        ? [
            fc.record({
              kind: fc.constant('compare' as const),
              operator: fc.constantFrom('<', '<=', '>', '>='),
              value: ordered,
            }),
            fc.record({
              kind: fc.constant('interval' as const),
              low: ordered,
              lowIncluded: fc.boolean(),
              high: ordered,
              highIncluded: fc.boolean(),
            }),
          ]
        : []),
      fc.record({ kind: fc.constant('not' as const), test: tie('test') }),
      fc.record({
        kind: fc.constantFrom('any_of' as const, 'all_of' as const),
        tests: fc.array(tie('test'), { maxLength: 2 }),
      }),
    ),
  }));
  return test;
}

type Case = { readonly rules: readonly Rule[]; readonly domains: readonly Domain[] };

/** Two to four inputs, up to eight rows; `rich` is a FEEL test that some cells may have instead. */
function anyTable(richTest?: CellTest): fc.Arbitrary<Case> {
  const domains = fc.uniqueArray(fc.constantFrom(...DOMAINS), { minLength: 2, maxLength: 4 });
  return domains.chain((chosen) => {
    const cells = fc.tuple(...chosen.map((domain) => fc.option(anyCell(domain, richTest), { freq: 2 })));
    const rule = fc.record({ when: cells, outcome: fc.constantFrom('x', 'y', 'z') });
    return fc.array(rule, { minLength: 1, maxLength: 8 }).map((rules) => ({
      domains: chosen,
      rules: rules.map(({ when, outcome }, index) => ({
        id: `r${index}`,
        when: when.filter((cell) => cell !== null),
        outcome,
      })),
    }));
  });
}

function anyCell(domain: Domain, richTest?: CellTest): fc.Arbitrary<Cell> {
  const plain = anyTest(domain);
  const mayBeRich = richTest !== undefined && domain.fact === 'a.seats';
  const test: fc.Arbitrary<CellTest> = mayBeRich ? fc.oneof(plain, fc.constant(richTest)) : plain;
  return test.map((each) => ({ fact: domain.fact, test: each }));
}

/** Every input there can be over the domains; a date and the days from it are all there or all missing. */
function everyInput(domains: readonly Domain[]): FactRow[] {
  let rows: FactValue[][] = [FRAME.facts.map(() => null)];
  for (const { fact, values } of domains) {
    const slot = FRAME.slotOf.get(fact) ?? -1;
    rows = rows.flatMap((row) => values.map((value) => row.with(slot, value)));
  }
  return rows.filter((row) => isPossible(row, domains));
}

const valueIn = (row: FactRow, fact: FactName): FactValue => row[FRAME.slotOf.get(fact) ?? -1] ?? null;

function isPossible(row: FactRow, domains: readonly Domain[]): boolean {
  const linked = domains.map(({ fact }) => fact).filter((fact) => ['a.renewal', 'a.days', 'a.overdue'].includes(fact));
  const missing = linked.filter((fact) => valueIn(row, fact) === null);
  if (missing.length > 0) return missing.length === linked.length;
  if (!linked.includes('a.days') || !linked.includes('a.overdue')) return true;
  return Number(valueIn(row, 'a.days')) + Number(valueIn(row, 'a.overdue')) === 0;
}

function firedRows(rules: readonly Rule[], inputs: readonly FactRow[]): (Rule | null)[] {
  const table = compileTable({ rules }, FRAME);
  return inputs.map((row) => evaluate(table, row).rule);
}

const outcomes = (rules: readonly Rule[], inputs: readonly FactRow[]) =>
  firedRows(rules, inputs).map((rule) => rule?.outcome ?? null);

/** The inputs as they would be with the example's values. */
function withExample(inputs: readonly FactRow[], example: Example, domains: readonly Domain[]): FactRow[] {
  const changed = inputs.map((row) =>
    example.reduce<FactRow>((made, { fact, value }) => made.with(FRAME.slotOf.get(fact) ?? -1, value), row),
  );
  return changed.filter((row) => isPossible(row, domains));
}

const analysed = (rules: readonly Rule[]) => analyseTable(rules, FRAME, ({ outcome }) => outcome);
const DEAD: readonly Finding['kind'][] = ['empty_cell', 'contradiction', 'never_fires'];
const deadIn = (findings: readonly Finding[]): number[] =>
  findings.flatMap((finding) => ('row' in finding && DEAD.includes(finding.kind) ? [finding.row] : []));

describe('analysis agrees with trying every input', () => {
  it('on the rows that never fire', () => {
    fc.assert(
      fc.property(anyTable(), ({ rules, domains }) => {
        const fired = firedRows(rules, everyInput(domains));
        const never = [...rules.keys()].filter((row) => !fired.includes(rules[row] ?? null));
        expect(deadIn(analysed(rules))).toEqual(never);
      }),
      { numRuns: 300 },
    );
  });

  it('on the rows above that are to blame, none of them in vain, and one that takes the example', () => {
    fc.assert(
      fc.property(anyTable(), ({ rules, domains }) => {
        const inputs = everyInput(domains);
        const firesBelow = (rows: readonly number[], row: number): boolean =>
          firedRows(
            [...rows, row].flatMap((each) => rules[each] ?? []),
            inputs,
          ).includes(rules[row] ?? null);
        for (const finding of analysed(rules)) {
          if (finding.kind !== 'never_fires') continue;
          const { row, by, taker, example } = finding;
          expect(firesBelow(by, row)).toBe(false);
          for (const each of by)
            expect(
              firesBelow(
                by.filter((other) => other !== each),
                row,
              ),
            ).toBe(true);
          const pair = [taker, row].flatMap((each) => rules[each] ?? []);
          for (const each of pair) expect(firedRows([each], withExample(inputs, example, domains))).not.toContain(null);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('on whether every input has a row, and no row takes its example, whatever else is asked', () => {
    fc.assert(
      fc.property(anyTable(), ({ rules, domains }) => {
        const inputs = everyInput(domains);
        const gap = analysed(rules).find((finding) => finding.kind === 'no_row');
        expect(gap !== undefined).toBe(firedRows(rules, inputs).includes(null));
        if (gap === undefined) return;
        const examples = withExample(inputs, gap.example, domains);
        expect(examples).not.toEqual([]);
        expect(new Set(firedRows(rules, examples))).toEqual(new Set([null]));
      }),
      { numRuns: 300 },
    );
  });

  it('on the rows that change nothing, whether or not those that can’t fire and decide the same are deleted too', () => {
    fc.assert(
      fc.property(anyTable(), ({ rules, domains }) => {
        const inputs = everyInput(domains);
        const before = outcomes(rules, inputs);
        const findings = analysed(rules);
        const dead = deadIn(findings);
        const changesNothing = (row: number): boolean => {
          const others = rules.filter(
            ({ outcome }, other) => other !== row && !(dead.includes(other) && outcome === rules[row]?.outcome),
          );
          return outcomes(others, inputs).join() === before.join();
        };
        const idle = [...rules.keys()].filter((row) => !dead.includes(row) && changesNothing(row));
        const found = findings.flatMap((finding) => (finding.kind === 'changes_nothing' ? [finding.row] : []));
        expect(found).toEqual(idle);
      }),
      { numRuns: 300 },
    );
  });

  it('as far as it can, where FEEL isn’t analysed: what it says holds', () => {
    const rich: CellTest = { kind: 'feel', text: 'modulo(?, 2) = 1 and ? != null' };
    fc.assert(
      fc.property(anyTable(rich), ({ rules, domains }) => {
        const inputs = everyInput(domains);
        const fired = firedRows(rules, inputs);
        const findings = analysed(rules);
        const kinds = findings.map(({ kind }) => kind);
        for (const row of deadIn(findings)) expect(fired).not.toContain(rules[row]);
        const perhaps = kinds.includes('perhaps_no_row') ? fired.includes(null) : false;
        expect(fired.includes(null)).toBe(kinds.includes('no_row') || perhaps);
        for (const finding of findings) {
          if (finding.kind !== 'changes_nothing') continue;
          expect(outcomes(rules.toSpliced(finding.row, 1), inputs)).toEqual(outcomes(rules, inputs));
        }
      }),
      { numRuns: 200 },
    );
  });
});
