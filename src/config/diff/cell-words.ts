/** What a cell asks of its fact, in words: `is VVIP or VIP`, `is at least 100000`. */
import type { CellTest } from '../../guardrails/table.ts';
import { listed, quoted, valueWords } from './words.ts';

const COMPARED = { '<': 'below', '<=': 'at most', '>': 'above', '>=': 'at least' } as const;

export function testWords(test: CellTest): string {
  switch (test.kind) {
    case 'equals':
      return `is ${valueWords(test.value)}`;
    case 'one_of':
      return `is ${listed(test.values.map(valueWords), 'or')}`;
    case 'compare':
      return `is ${COMPARED[test.operator]} ${valueWords(test.value)}`;
    case 'interval':
      return `is from ${edge(test.low, test.lowIncluded)} to ${edge(test.high, test.highIncluded)}`;
    case 'missing':
      return 'is missing';
    case 'present':
      return 'is known';
    case 'not':
      return `not: ${testWords(test.test)}`;
    case 'any_of':
      return test.tests.length === 0 ? 'never fits' : listed(test.tests.map(testWords), 'or');
    case 'all_of':
      return test.tests.length === 0 ? 'is anything' : listed(test.tests.map(testWords));
    case 'feel':
      return `fits the FEEL ${quoted(test.text)}`;
  }
}

function edge(value: string | number, isIncluded: boolean): string {
  return isIncluded ? valueWords(value) : `${valueWords(value)} (without it)`;
}
