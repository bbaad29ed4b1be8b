/**
 * FEEL unary tests (OMG DMN) → a cell's test. Literals, comparisons, intervals, lists, `not(…)`, `null` and `-` become
 * plain tests; anything richer stays text (see rich-feel.ts). The grammar is `feelin`'s, so there is only one.
 */
import { evaluate, parseUnaryTests } from 'feelin';
import type { ValueProblem } from '../base/problem.ts';
import { valueError, valueWarning } from '../base/problem.ts';
import { ALWAYS_KNOWN } from '../facts/frame.ts';
import type { FactDeclaration, FactType } from '../facts/types.ts';
import { anyOf } from './any-of.ts';
import { compileTest } from './compile.ts';
import type { Literal } from './literal.ts';
import { isOrdered, readLiteral } from './literal.ts';
import type { FeelNode, FeelTree } from './rich-feel.ts';
import { nodesOf, richFeelProblems, unreadable } from './rich-feel.ts';
import type { CellTest, PlainTest } from './table.ts';

const MAX_FEEL_LENGTH = 1_000;

type ParsedFeel = { readonly test: CellTest | null; readonly problems: readonly ValueProblem[] };

/** Paths are empty: the text is one value. Warnings may stand beside a test. */
export function parseFeel(text: string, { name, type }: Pick<FactDeclaration, 'name' | 'type'>): ParsedFeel {
  if (text.length > MAX_FEEL_LENGTH) return failed(tooLong(text));
  const tree = parseUnaryTests(text, { '?': null }, undefined);
  const broken = nodesOf(tree.topNode).find((node) => node.type.isError);
  if (text.trim() === '' || broken !== undefined) return failed(unreadable(text, broken?.from ?? 0));
  const subset: Subset = { text, name, type, problems: [] };
  const test = plainTest(subset, tree);
  if (subset.problems.length > 0) return failed(...subset.problems);
  if (test === null) return richTest(text, tree, type);
  return { test, problems: matchesMissingUnsaid(test, subset) ? [missingWarning()] : [] };
}

/** As `not("EMEA")` does, and `-`, which says so. */
function matchesMissingUnsaid(test: PlainTest, { text, name, type }: Subset): boolean {
  if (test.kind === 'all_of' || text.includes('null') || ALWAYS_KNOWN.has(name)) return false;
  return compileTest(test, type)(null);
}

function missingWarning(): ValueProblem {
  return valueWarning(
    [],
    'This FEEL matches a missing value too.',
    'Write `{ not: …, missing: yes }` if it should; put `null` into `not(…)` if it should not.',
  );
}

function richTest(text: string, tree: FeelTree, type: FactType): ParsedFeel {
  const problems = richFeelProblems(text, tree, type);
  const refused = problems.some(({ severity }) => severity === 'error');
  return { test: refused ? null : { kind: 'feel', text }, problems };
}

function failed(...problems: readonly ValueProblem[]): ParsedFeel {
  return { test: null, problems };
}

function tooLong(text: string): ValueProblem {
  return valueError([], `The FEEL text has ${text.length} characters.`, `Shorten it to ${MAX_FEEL_LENGTH} at most.`);
}

/** The reading of one text as plain tests. `null` means: richer than that. */
type Subset = {
  readonly text: string;
  readonly name: string;
  readonly type: FactType;
  readonly problems: ValueProblem[];
};

function plainTest(subset: Subset, tree: FeelTree): PlainTest | null {
  const [first, ...others] = childrenOf(tree.topNode);
  if (first?.name === 'Wildcard') return { kind: 'all_of', tests: [] };
  if (first?.name !== 'not') return first === undefined || others.length > 0 ? null : listTest(subset, first);
  const list = others.find(({ name }) => name === 'PositiveUnaryTests');
  const test = list === undefined ? null : listTest(subset, list);
  return test === null ? null : { kind: 'not', test };
}

function listTest(subset: Subset, list: FeelNode): PlainTest | null {
  if (list.name !== 'PositiveUnaryTests') return null;
  const tests = childrenOf(list).map((item) => itemTest(subset, item));
  const plain = tests.filter((test) => test !== null);
  return plain.length === tests.length ? anyOf(plain) : null;
}

function itemTest(subset: Subset, item: FeelNode): PlainTest | null {
  const inner = onlyChild(item);
  if (inner === null) return null;
  if (inner.name === 'null') return { kind: 'missing' };
  if (inner.name !== 'SimplePositiveUnaryTest') return equalTest(literal(subset, inner));
  const [first, second] = childrenOf(inner);
  if (first?.name === 'Interval') return intervalTest(subset, first);
  return first?.name === 'CompareOp' && second !== undefined ? compareTest(subset, first, second) : null;
}

function equalTest(value: Literal | null): PlainTest | null {
  return value === null ? null : { kind: 'equals', value };
}

function compareTest(subset: Subset, operatorNode: FeelNode, operand: FeelNode): PlainTest | null {
  const operator = textOf(subset, operatorNode);
  const isNull = operand.name === 'null';
  const value = isNull ? null : literal(subset, operand);
  if (operator === '=') return isNull ? { kind: 'missing' } : equalTest(value);
  if (operator === '!=') return isNull ? { kind: 'present' } : notTest(equalTest(value));
  if (operator !== '<' && operator !== '<=' && operator !== '>' && operator !== '>=') return null;
  if (value === null || typeof value === 'boolean' || !hasOrder(subset)) return null;
  return { kind: 'compare', operator, value };
}

function notTest(test: PlainTest | null): PlainTest | null {
  return test === null ? null : { kind: 'not', test };
}

function intervalTest(subset: Subset, node: FeelNode): PlainTest | null {
  const [open, lowNode, , highNode, close] = childrenOf(node);
  if (open === undefined || lowNode === undefined || highNode === undefined || close === undefined) return null;
  const low = literal(subset, lowNode);
  const high = literal(subset, highNode);
  if (low === null || high === null || typeof low === 'boolean' || typeof high === 'boolean' || !hasOrder(subset))
    return null;
  const lowIncluded = textOf(subset, open) === '[';
  const highIncluded = textOf(subset, close) === ']';
  const isEmpty = low > high || (low === high && !(lowIncluded && highIncluded));
  if (isEmpty) return fail(subset, `Nothing lies in \`${textOf(subset, node)}\`.`, 'Write the lower end first.');
  return { kind: 'interval', low, lowIncluded, high, highIncluded };
}

function hasOrder(subset: Subset): boolean {
  if (isOrdered(subset.type) || subset.type.type === 'string') return true;
  fail(subset, `\`${subset.name}\` has no order: only numbers, dates and text compare.`, 'List the values instead.');
  return false;
}

/** The literal's value; `null` where the node is something richer, or is not of the fact's type (a problem then). */
function literal(subset: Subset, node: FeelNode): Literal | null {
  const written = literalText(subset, node);
  if (written === null) return null;
  const { type } = subset.type;
  if (!written.types.includes(type)) {
    const mend = `\`${subset.name}\` is ${type === 'enum' ? `one of: ${enumValues(subset.type)}` : `a ${type}`}.`;
    return fail(subset, `\`${textOf(subset, node)}\` can't be compared with \`${subset.name}\`.`, mend);
  }
  const read = readLiteral(written.text, subset.type);
  return 'value' in read ? read.value : fail(subset, read.wrong, read.mend);
}

type WrittenLiteral = { readonly text: string; readonly types: readonly FactType['type'][] };

function literalText(subset: Subset, node: FeelNode): WrittenLiteral | null {
  const text = textOf(subset, node);
  switch (node.name) {
    case 'StringLiteral':
      return { text: unescaped(text), types: ['enum', 'string'] };
    case 'NumericLiteral':
      return { text: text.replaceAll(/\s/gu, '').replace(/^(-?)\./u, '$10.'), types: ['number', 'integer'] };
    case 'BooleanLiteral':
      return { text, types: ['boolean'] };
    case 'DateTimeLiteral':
      return temporalText(text);
    default:
      return null;
  }
}

const TEMPORAL = /^(?:(date and time|date)\s*\(\s*"([^"\\]*)"\s*\)|@"([^"\\]*)")$/u;

function temporalText(text: string): WrittenLiteral | null {
  const found = TEMPORAL.exec(text);
  if (found === null) return null;
  const [, maker, made, at = ''] = found;
  const isMoment = maker === undefined ? at.includes('T') : maker === 'date and time';
  return { text: made ?? at, types: [isMoment ? 'datetime' : 'date'] };
}

function unescaped(text: string): string {
  return text.includes('\\') ? String(evaluate(text).value) : text.slice(1, -1);
}

function enumValues(type: FactType): string {
  return type.type === 'enum' ? type.values.map((value) => JSON.stringify(value)).join(', ') : '';
}

function fail(subset: Subset, message: string, mend: string): null {
  subset.problems.push(valueError([], message, mend));
  return null;
}

function textOf({ text }: Subset, node: FeelNode): string {
  return text.slice(node.from, node.to);
}

function onlyChild(node: FeelNode): FeelNode | null {
  const children = childrenOf(node);
  return children.length === 1 ? (children[0] ?? null) : null;
}

function childrenOf(node: FeelNode): FeelNode[] {
  const children: FeelNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (!child.name.endsWith('Comment')) children.push(child);
  }
  return children;
}
