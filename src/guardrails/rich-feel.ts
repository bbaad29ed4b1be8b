/**
 * FEEL beyond the analysable subset: what of it a cell may use, and running it. It must be pure and bounded like every
 * other cell, so loops, filters, regular expressions, functions of its own and the clock are refused before it runs.
 */
import type { parseUnaryTests } from 'feelin';
import { parseDate, parseDateTime, SyntaxError as FeelSyntaxError, unaryTest } from 'feelin';
import { nearestName } from '../base/nearest.ts';
import type { ValueProblem } from '../base/problem.ts';
import { valueError, valueWarning } from '../base/problem.ts';
import type { FactType, FactValue } from '../facts/types.ts';

export type FeelTree = ReturnType<typeof parseUnaryTests>;
export type FeelNode = FeelTree['topNode'];

const FUNCTION_NAMES =
  'not, contains, starts with, ends with, lower case, upper case, string length, substring, substring before, ' +
  'substring after, number, string, list contains, abs, floor, ceiling, decimal, modulo, odd, even, before, after, ' +
  'includes, day of year, day of week, month of year, week of year, years and months duration';
const FUNCTIONS = new Set(FUNCTION_NAMES.split(', '));

/** Constructs whose work has no bound that can be seen in the text. */
const REFUSED: Readonly<Record<string, string>> = {
  ForExpression: 'A loop',
  QuantifiedExpression: 'A loop',
  FilterExpression: 'A filter',
  FunctionDefinition: 'A function of its own',
};

/** What keeps a text from being a cell; empty where it may run. Problems' paths are empty. */
export function richFeelProblems(text: string, tree: FeelTree, type: FactType): readonly ValueProblem[] {
  const nodes = nodesOf(tree.topNode);
  const refused = nodes.flatMap(({ name }) => refusedProblem(name));
  if (refused.length > 0) return refused;
  const unknown = nodes.flatMap((node) => nameProblem(text, node));
  return unknown.length > 0 ? unknown : trialProblems(text, type);
}

/** The text can't be read from this offset on. */
export function unreadable(text: string, offset: number): ValueProblem {
  const message = `\`${text}\` is not FEEL: it can't be read from character ${offset + 1} on.`;
  return valueError([], message, 'Write unary tests, like `[0..40), > 95` or `"VVIP", "VIP"`.');
}

/**
 * Passes as FEEL says: `feelin` reads the text anew at each call (about 0.5 ms), so keep it off long tables. What can't be
 * computed is null in FEEL, and null doesn't pass; `feelin` throws for some of it.
 */
export function runFeel(text: string, value: FactValue, type: FactType): boolean {
  try {
    return computed(text, value, type);
  } catch {
    return false;
  }
}

function computed(text: string, value: FactValue, type: FactType): boolean {
  return unaryTest(text, { '?': feelValue(value, type) }).value === true;
}

/** A fact's value as FEEL knows it: days and moments are values of their own there, not text. */
export function feelValue(value: FactValue, { type }: FactType): unknown {
  if (typeof value !== 'string') return value;
  if (type === 'date') return parseDate(value);
  return type === 'datetime' ? parseDateTime(value) : value;
}

function refusedProblem(name: string): ValueProblem[] {
  const refused = REFUSED[name];
  return refused === undefined
    ? []
    : [valueError([], `${refused} is not allowed in a cell.`, 'Compare the value `?` itself.')];
}

function nameProblem(text: string, node: FeelNode): ValueProblem[] {
  if (node.name !== 'VariableName') return [];
  const name = text.slice(node.from, node.to);
  return isCalled(node) ? functionProblem(name) : variableProblem(name, node);
}

function isCalled(node: FeelNode): boolean {
  return node.parent?.name === 'FunctionInvocation' && node.parent.firstChild?.from === node.from;
}

function functionProblem(name: string): ValueProblem[] {
  if (FUNCTIONS.has(name.replaceAll(/\s+/gu, ' '))) return [];
  const near = nearestName(name, FUNCTIONS);
  const mend = near === undefined ? `Allowed: ${FUNCTION_NAMES}.` : `Did you mean \`${near}\`?`;
  return [valueError([], `The function \`${name}\` is not allowed in a cell.`, mend)];
}

function variableProblem(name: string, node: FeelNode): ValueProblem[] {
  if (name === '?' || node.parent?.name === 'QualifiedName') return [];
  const mend = `Put a word in double quotes, like \`"${name}"\`; the fact's own value is \`?\`.`;
  return [valueError([], `\`${name}\` is not a value.`, mend)];
}

/** One run, of a missing value: what `feelin` refuses beyond the grammar, and whether it passes. */
function trialProblems(text: string, type: FactType): ValueProblem[] {
  try {
    return computed(text, null, type) && !text.includes('null') ? [missingWarning()] : [];
  } catch (cause) {
    return [cause instanceof FeelSyntaxError ? unreadable(text, cause.position.from) : incomputable(text)];
  }
}

function incomputable(text: string): ValueProblem {
  const message = `\`${text}\` is FEEL that can't be computed.`;
  return valueError([], message, 'Write unary tests, like `[0..40), > 95` or `"VVIP", "VIP"`.');
}

/** FEEL gives null for most of what it does to null, and null equals a missing value: rarely what was meant. */
function missingWarning(): ValueProblem {
  return valueWarning(
    [],
    'This FEEL matches a missing value too.',
    'Say so with `null`, or prevent it with `? != null and …`.',
  );
}

export function nodesOf(top: FeelNode): FeelNode[] {
  const nodes = [top];
  for (const node of nodes) {
    for (let child = node.firstChild; child !== null; child = child.nextSibling) nodes.push(child);
  }
  return nodes;
}
