/** Whether two rows could fit one customer, against brute force over small domains. */
import { describe, expect, it } from 'vitest';
import { factFrame } from '../facts/frame.ts';
import type { FactDeclaration, FactValue } from '../facts/types.ts';
import type { CellSource } from '../guardrails/cell-source.ts';
import { compileTest } from '../guardrails/compile.ts';
import { parseWhen } from '../guardrails/parse-when.ts';
import type { Cell } from '../guardrails/table.ts';
import { canBothFit } from './overlap.ts';

const FACTS: readonly FactDeclaration[] = [
  { name: 'a.tier', type: { type: 'enum', values: ['VIP', 'SMB', 'Growth'] }, origin: 'directory' },
  { name: 'a.days', type: { type: 'integer' }, origin: 'directory' },
  { name: 'a.score', type: { type: 'number' }, origin: 'directory' },
  { name: 'a.hold', type: { type: 'boolean' }, origin: 'directory' },
  { name: 'a.end', type: { type: 'date' }, origin: 'directory' },
  { name: 'a.at', type: { type: 'datetime' }, origin: 'directory' },
  { name: 'a.word', type: { type: 'string' }, origin: 'directory' },
];
const FRAME = factFrame([], FACTS);

type Written = string | readonly string[] | Readonly<Record<string, string>>;

function source(written: Written): CellSource {
  if (typeof written === 'string') return { kind: 'word', text: written, quoted: false };
  if (isList(written)) return { kind: 'list', items: written.map(source) };
  return { kind: 'map', entries: Object.entries(written).map(([key, value]) => [key, source(value)]) };
}

function isList(written: Exclude<Written, string>): written is readonly string[] {
  return Array.isArray(written);
}

function when(cells: Readonly<Record<string, Written>>): readonly Cell[] {
  const entries = Object.entries(cells).map(([fact, written]) => [fact, source(written)] as const);
  const parsed = parseWhen(entries, FRAME);
  if (parsed.cells.length < entries.length) throw new Error(JSON.stringify(parsed.problems));
  return parsed.cells;
}

const PAIRS: readonly (readonly [Readonly<Record<string, Written>>, Readonly<Record<string, Written>>, boolean])[] = [
  [{}, { 'a.tier': 'VIP' }, true],
  [{ 'a.tier': 'VIP' }, { 'a.hold': 'true' }, true],
  [{ 'a.tier': 'VIP' }, { 'a.tier': ['SMB', 'Growth'] }, false],
  [{ 'a.tier': ['VIP', 'SMB'] }, { 'a.tier': ['SMB', 'Growth'] }, true],
  [{ 'a.tier': { not: 'VIP', missing: 'no' } }, { 'a.tier': { missing: 'yes' } }, false],
  [{ 'a.tier': { not: 'VIP', missing: 'yes' } }, { 'a.tier': { missing: 'yes' } }, true],
  [{ 'a.hold': 'true' }, { 'a.hold': 'false' }, false],
  [{ 'a.days': '0..60' }, { 'a.days': { below: '0' } }, false],
  [{ 'a.days': '0..60' }, { 'a.days': '60..90' }, true],
  [{ 'a.days': { above: '1' } }, { 'a.days': { below: '3' } }, true],
  [{ 'a.score': { above: '1' } }, { 'a.score': { below: '1.5' } }, true],
  [{ 'a.score': { above: '1' } }, { 'a.score': { at_most: '1' } }, false],
  [{ 'a.score': { at_least: '1', missing: 'yes' } }, { 'a.score': { below: '1', missing: 'yes' } }, true],
  [{ 'a.end': '2026-12-01..2026-12-31' }, { 'a.end': { above: '2026-12-31' } }, false],
  [{ 'a.end': { above: '2026-12-01' } }, { 'a.end': { below: '2026-12-31' } }, true],
  [{ 'a.at': { above: '2026-12-01T00:00:00Z' } }, { 'a.at': { at_least: '2026-12-24T00:00:00Z' } }, true],
  [{ 'a.word': 'de' }, { 'a.word': 'fr' }, false],
  [{ 'a.word': { not: 'de', missing: 'no' } }, { 'a.word': { not: 'fr', missing: 'no' } }, true],
  [{ 'a.tier': 'VIP', 'a.days': '1..2' }, { 'a.tier': 'VIP', 'a.days': '3..4' }, false],
];

describe('two rows', () => {
  it.each(PAIRS)('%j and %j could fit one customer: %s', (one, other, could) => {
    expect(canBothFit(when(one), when(other), FRAME)).toBe(could);
    expect(canBothFit(when(other), when(one), FRAME)).toBe(could);
  });

  it('may, where FEEL is too rich to be looked into', () => {
    const [rich, plain] = [when({ 'a.word': { feel: 'starts with(?, "d")' } }), when({ 'a.word': 'fr' })];
    expect(canBothFit(rich, plain, FRAME)).toBe(true);
  });

  it('agree with brute force on whole numbers', () => {
    const tests: readonly Written[] = [
      ...[0, 1, 2, 3].flatMap((low) => [low, low + 1, low + 2].map((high) => `${low}..${high}`)),
      ...[0, 2, 4].flatMap((bound) => [{ at_least: `${bound}` }, { below: `${bound}` }, { above: `${bound}` }]),
      ...[1, 3].map((value) => ({ not: `${value}`, missing: 'no' })),
      ['0', '4..5'],
      { missing: 'yes' },
    ];
    const domain: readonly FactValue[] = [null, ...Array.from({ length: 21 }, (_, index) => index - 10)];
    for (const one of tests)
      for (const other of tests) {
        const [first, second] = [when({ 'a.days': one }), when({ 'a.days': other })];
        const passes = [...first, ...second].map(({ test }) => compileTest(test, { type: 'integer' }));
        const could = domain.some((value) => passes.every((pass) => pass(value)));
        expect({ one, other, could: canBothFit(first, second, FRAME) }).toEqual({ one, other, could });
      }
  });
});
