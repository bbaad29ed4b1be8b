/** What a cell asks of its fact, in words: `is VVIP or VIP`, `is at least 100000`. */
import type { CellTest } from '../../guardrails/table.ts';
import type { Put } from './words.ts';
import { listed, valueWords } from './words.ts';

const COMPARED = { '<': 'below', '<=': 'at most', '>': 'above', '>=': 'at least' } as const;

export function testWords(test: CellTest, put: Put = valueWords): string {
  switch (test.kind) {
    case 'equals':
      return `is ${put(test.value)}`;
    case 'one_of':
      return `is ${listed(test.values.map(put), 'or')}`;
    case 'compare':
      return `is ${COMPARED[test.operator]} ${put(test.value)}`;
    case 'interval':
      return `is from ${edge(test.low, test.lowIncluded, put)} to ${edge(test.high, test.highIncluded, put)}`;
    case 'missing':
      return 'is missing';
    case 'present':
      return 'is known';
    case 'not':
      return `not: ${testWords(test.test, put)}`;
    case 'any_of':
      return test.tests.length === 0 ? 'never fits' : listed(wordsOf(test.tests, put), 'or');
    case 'all_of':
      return test.tests.length === 0 ? 'is anything' : listed(wordsOf(test.tests, put));
    case 'feel':
      return `fits the FEEL “${put(test.text)}”`;
  }
}

function wordsOf(tests: readonly CellTest[], put: Put): readonly string[] {
  return tests.map((test) => testWords(test, put));
}

function edge(value: string | number, isIncluded: boolean, put: Put): string {
  return isIncluded ? put(value) : `${put(value)} (without it)`;
}
