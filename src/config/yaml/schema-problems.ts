/**
 * Structure errors in plain words: which key or value is at fault, what is wrong with it and how to mend it.
 * Convention: the message of a schema's own check (a pattern, a refinement) is its mend, one sentence.
 */
import { z } from 'zod';
import { nearestName } from '../../base/nearest.ts';
import { isPlainObject } from '../../base/json.ts';
import type { ValuePath } from '../../base/problem.ts';
import { valueAt } from './value-at.ts';

export type StructureProblem = {
  readonly path: ValuePath;
  /** Whether the key is at fault or the value behind it. */
  readonly part: 'key' | 'value';
  readonly message: string;
  readonly mend: string;
  /** The key that is not there. */
  readonly missing?: string;
  /** The key that an unknown one was meant to be. */
  readonly meant?: string;
};

type Issue = z.core.$ZodIssue;

/** All problems of a value against its schema, in the order of the schema; empty when it fits. */
export function schemaProblems(schema: z.ZodType, value: unknown): readonly StructureProblem[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  const problems = result.error.issues.flatMap((issue) => problemsOf(issue, [], { schema, value }));
  return problems.filter((problem) => !isMisspelt(problem, problems));
}

/** A key is not missing where a misspelt one stands in its place: that says the same, better. */
function isMisspelt({ path, missing }: StructureProblem, problems: readonly StructureProblem[]): boolean {
  const sameMap = (other: StructureProblem): boolean =>
    JSON.stringify(other.path.slice(0, -1)) === JSON.stringify(path);
  return missing !== undefined && problems.some((other) => other.meant === missing && sameMap(other));
}

type Context = { readonly schema: z.ZodType; readonly value: unknown };

function problemsOf(issue: Issue, base: ValuePath, context: Context): readonly StructureProblem[] {
  const path = [...base, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  const one = (message: string, mend: string, part: 'key' | 'value' = 'value'): readonly StructureProblem[] => [
    { path, part, message, mend },
  ];
  const given = valueAt(context.value, path);
  switch (issue.code) {
    case 'invalid_type':
      return given === undefined ? missingKey(path, context) : one(...wrongType(path, given, [issue.expected]));
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(path, key, context));
    case 'invalid_value':
      return given === undefined ? missingKey(path, context) : one(...notListed(given, issue.values.map(String)));
    case 'invalid_key':
      return one(`${quoted(path.at(-1))} is not allowed as a name here.`, firstMessage(issue.issues), 'key');
    case 'invalid_union':
      return given === undefined ? missingKey(path, context) : unionProblems(issue.errors, path, given, context);
    case 'too_small':
      return one(...sizeProblem(path, 'at least', Number(issue.minimum), issue.origin));
    case 'too_big':
      return one(...sizeProblem(path, 'at most', Number(issue.maximum), issue.origin));
    default:
      return one(`${quoted(given ?? path.at(-1))} is not allowed here.`, issue.message);
  }
}

/** The branch that was meant is the one whose kind of value, and whose keys, these are; none: say which kinds there are. */
function unionProblems(
  branches: readonly (readonly Issue[])[],
  path: ValuePath,
  given: unknown,
  context: Context,
): readonly StructureProblem[] {
  const possible = branches.filter((issues) => !issues.some((issue) => isOfAnotherKind(issue, given)));
  const [meant, next] = possible.toSorted(
    (one, other) => foreignKeys(one) - foreignKeys(other) || one.length - other.length,
  );
  if (meant === undefined) {
    const kinds = branches.flat().flatMap((issue) => (issue.code === 'invalid_type' ? [issue.expected] : []));
    const [message, mend] = wrongType(path, given, kinds);
    return [{ path, part: 'value', message, mend }];
  }
  const problems = meant.flatMap((issue) => problemsOf(issue, path, context));
  const isTie = next !== undefined && foreignKeys(next) === foreignKeys(meant) && foreignKeys(meant) > 0;
  return isTie ? problems.filter(({ missing: key }) => key === undefined) : problems;
}

/** A word where a map or a list stands is another kind too. */
function isOfAnotherKind(issue: Issue, given: unknown): boolean {
  if (!isAtRoot(issue)) return false;
  return issue.code === 'invalid_type' || (issue.code === 'invalid_value' && typeof given === 'object');
}

function isAtRoot(issue: Issue): boolean {
  return issue.path.length === 0;
}

function foreignKeys(issues: readonly Issue[]): number {
  return issues.reduce(
    (sum, issue) => sum + (isAtRoot(issue) && issue.code === 'unrecognized_keys' ? issue.keys.length : 0),
    0,
  );
}

function missingKey(path: ValuePath, context: Context): readonly StructureProblem[] {
  const about = schemasAt(context, path).map(({ description }) => description)[0];
  const key = String(path.at(-1));
  return [
    {
      path: path.slice(0, -1),
      part: 'value',
      missing: key,
      message: `${quoted(key)} is missing.`,
      mend: about === undefined ? `Add ${quoted(`${key}: …`)}.` : `Add ${quoted(`${key}: …`)}: ${lowerFirst(about)}`,
    },
  ];
}

function unknownKey(path: ValuePath, key: string, context: Context): StructureProblem {
  const known = [...new Set(schemasAt(context, path).flatMap(({ properties }) => Object.keys(properties ?? {})))];
  if (known.includes(key)) {
    const message = `${quoted(key)} can't stand beside its neighbours.`;
    return { path: [...path, key], part: 'key', message, mend: 'Write one of the kinds that there are, not two.' };
  }
  const near = nearestName(key, known);
  const mend = near === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean ${quoted(near)}?`;
  const meant = near === undefined ? {} : { meant: near };
  return { path: [...path, key], part: 'key', message: `${quoted(key)} is not known here.`, mend, ...meant };
}

function notListed(given: unknown, values: readonly string[]): readonly [message: string, mend: string] {
  const near = nearestName(String(given), values);
  const list = values.length === 1 ? `Write ${quoted(values[0])}.` : `One of: ${values.join(', ')}.`;
  return [`${quoted(given)} is not allowed here.`, near === undefined ? list : `Did you mean ${quoted(near)}? ${list}`];
}

const KINDS: Readonly<Record<string, readonly [noun: string, mend: string]>> = {
  string: ['text', 'Put it in quotes.'],
  number: ['a number', 'Write digits, without quotes.'],
  int: ['a whole number', 'Write digits, without quotes.'],
  boolean: ['true or false', 'Write `true` or `false`, without quotes.'],
  array: ['a list', 'Write `[a, b]`, or one `- item` a line.'],
  object: ['a map', 'Write `key: value` lines below it.'],
  record: ['a map', 'Write `key: value` lines below it.'],
};

function wrongType(
  path: ValuePath,
  given: unknown,
  expected: readonly string[],
): readonly [message: string, mend: string] {
  const name = path.length === 0 ? 'The file' : quoted(path.at(-1));
  const kinds = [...new Set(expected)].map((kind) => KINDS[kind] ?? [kind, '']);
  const nouns = [...new Set(kinds.map(([noun]) => noun))].join(' or ');
  if (given === null) return [`${name} has no value.`, `Write ${nouns} behind it, or delete the line.`];
  const scalar = typeof given !== 'object';
  const mends = kinds.map(([, mend]) => mend).filter((mend) => scalar || mend !== 'Put it in quotes.');
  return [`${name} must be ${nouns}, not ${describe(given)}.`, mends[0] ?? `Write ${nouns}.`];
}

function sizeProblem(
  path: ValuePath,
  bound: string,
  limit: number,
  origin: string,
): readonly [message: string, mend: string] {
  const unit = origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '';
  const name = typeof path.at(-1) === 'number' ? 'This' : quoted(path.at(-1));
  if (limit === 1 && unit !== '') return [`${name} is empty.`, 'Write at least one, or delete the line.'];
  return [`${name} must be ${bound} ${limit}${unit}.`, ''];
}

function describe(given: unknown): string {
  if (Array.isArray(given)) return 'a list';
  return isPlainObject(given) ? 'a map' : typeof given === 'string' ? 'text' : quoted(given);
}

function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return `\`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``;
}

function firstMessage(issues: readonly { readonly message: string }[]): string {
  return issues[0]?.message ?? '';
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What the schema says about a path: every alternative of a union. */
function schemasAt({ schema }: Context, path: ValuePath): readonly JsonSchema[] {
  const root = z.toJSONSchema(schema, { io: 'input' });
  let at = alternatives(root, root);
  for (const step of path) at = at.flatMap((one) => alternatives(childOf(one, step), root));
  return at;
}

function childOf(schema: JsonSchema, step: string | number): unknown {
  if (typeof step === 'number') return schema.items;
  return schema.properties !== undefined && Object.hasOwn(schema.properties, step)
    ? schema.properties[step]
    : schema.additionalProperties;
}

/** Unions and references opened; the schema that says the most for people comes first. */
function alternatives(schema: unknown, root: JsonSchema): readonly JsonSchema[] {
  if (!isPlainObject(schema)) return [];
  const name = typeof schema['$ref'] === 'string' ? schema['$ref'].replace('#/$defs/', '') : null;
  const named = name === null ? [] : [root.$defs?.[name]];
  const nested = [...named, ...['anyOf', 'oneOf', 'allOf'].flatMap((key) => entriesOf(schema[key]))];
  return [schema, ...nested.flatMap((each) => alternatives(each, root))];
}

function entriesOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
