/** The plainest test that passes where one of several does: one test stays itself, and equal values make a set. */
import type { PlainTest } from './table.ts';

export function anyOf(tests: readonly PlainTest[]): PlainTest {
  const [first, ...others] = tests;
  if (first !== undefined && others.length === 0) return first;
  const values = tests.flatMap((test) => (test.kind === 'equals' ? [test.value] : []));
  return values.length === tests.length ? { kind: 'one_of', values } : { kind: 'any_of', tests };
}
