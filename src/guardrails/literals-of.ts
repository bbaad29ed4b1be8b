/** The values that a cell names: where it may change its mind. None for one that is computed. */
import type { Literal } from './literal.ts';
import type { CellTest } from './table.ts';

export function literalsOf(test: CellTest): readonly Literal[] {
  switch (test.kind) {
    case 'equals':
    case 'compare':
      return [test.value];
    case 'one_of':
      return test.values;
    case 'interval':
      return [test.low, test.high];
    case 'not':
      return literalsOf(test.test);
    case 'any_of':
    case 'all_of':
      return test.tests.flatMap(literalsOf);
    case 'missing':
    case 'present':
    case 'feel':
      return [];
  }
}
