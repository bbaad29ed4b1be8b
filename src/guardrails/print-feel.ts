/**
 * A cell's test → its FEEL unary tests (OMG DMN): for docs, records and exchange. `feelin` passes the printed text
 * exactly where the compiled test passes. Where a list of tests can't say it, the text is an expression over `?`.
 */
import type { FactType } from '../facts/types.ts';
import type { Literal } from './literal.ts';
import type { CellTest, PlainTest } from './table.ts';

/** The type tells a day from text that looks like one. */
export function printFeel(test: CellTest, type: FactType): string {
  if (test.kind === 'feel') return test.text;
  if (test.kind === 'all_of' && test.tests.length === 0) return '-';
  return negated(test, type) ?? positive(test, type);
}

/** `not(…)` encloses all tests of a text or none. */
function negated(test: PlainTest, type: FactType): string | null {
  if (test.kind === 'present') return 'not(null)';
  if (test.kind === 'not') return isListed(test.test) ? `not(${positive(test.test, type)})` : null;
  if (test.kind !== 'all_of') return null;
  const [not, present, ...others] = test.tests;
  const isSaid = not?.kind === 'not' && isListed(not.test) && present?.kind === 'present' && others.length === 0;
  return isSaid ? `not(${positive(not.test, type)}, null)` : null;
}

/** Whether a comma-separated list says it without an expression. */
function isListed(test: PlainTest): boolean {
  if (test.kind === 'one_of') return test.values.length > 0;
  if (test.kind === 'any_of') return test.tests.length > 0 && test.tests.every(isListed);
  return test.kind === 'equals' || test.kind === 'compare' || test.kind === 'interval' || test.kind === 'missing';
}

function positive(test: PlainTest, type: FactType): string {
  if (!isListed(test)) return expression(test, type);
  switch (test.kind) {
    case 'equals':
      return literalText(test.value, type);
    case 'one_of':
      return test.values.map((value) => literalText(value, type)).join(', ');
    case 'compare':
      return `${test.operator} ${literalText(test.value, type)}`;
    case 'interval':
      return intervalText(test, type);
    case 'missing':
      return 'null';
    case 'any_of':
      return test.tests.map((one) => positive(one, type)).join(', ');
    case 'present':
    case 'not':
    case 'all_of':
      return expression(test, type);
  }
}

/** True or false, never null: each comparison says for itself that a missing value fails it. */
function expression(test: PlainTest, type: FactType): string {
  switch (test.kind) {
    case 'equals':
      return `? = ${literalText(test.value, type)}`;
    case 'one_of':
      return either(test.values.map((value) => `? = ${literalText(value, type)}`));
    case 'compare':
      return `(? != null and ? ${test.operator} ${literalText(test.value, type)})`;
    case 'interval':
      return `(? != null and ? in ${intervalText(test, type)})`;
    case 'missing':
      return '? = null';
    case 'present':
      return '? != null';
    case 'not':
      return `not(${expression(test.test, type)})`;
    case 'any_of':
      return either(test.tests.map((one) => expression(one, type)));
    case 'all_of':
      return test.tests.length === 0
        ? '(? = null or ? != null)'
        : `(${test.tests.map((one) => expression(one, type)).join(' and ')})`;
  }
}

function either(expressions: readonly string[]): string {
  return expressions.length === 0 ? '(? = null and ? != null)' : `(${expressions.join(' or ')})`;
}

function intervalText(test: PlainTest & { readonly kind: 'interval' }, type: FactType): string {
  const [open, close] = [test.lowIncluded ? '[' : '(', test.highIncluded ? ']' : ')'];
  return `${open}${literalText(test.low, type)}..${literalText(test.high, type)}${close}`;
}

function literalText(value: Literal, { type }: FactType): string {
  if (typeof value !== 'string') return String(value);
  if (type === 'date') return `date("${value}")`;
  return type === 'datetime' ? `date and time("${value}")` : quoted(value);
}

const ESCAPED: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\\n\r\t]/gu, (character) => ESCAPED[character] ?? character)}"`;
}
