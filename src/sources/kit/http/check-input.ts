/** Looks at what an operation is asked for before anything of it comes into a request. */
import { memoized } from '../../../base/memoized.ts';
import { isFreeText } from './free-text.ts';
import type { Input, InputField, InputFields } from './operation.ts';
import { unfitNested } from './value-schema.ts';
import { SourceFailure } from './source-failure.ts';

const MOST = 200;

/** @throws SourceFailure `blocked`, which names the field and never its value */
export function checkInput(fields: InputFields, input: Input): void {
  for (const name of Object.keys(input))
    if (!Object.hasOwn(fields, name)) throw blocked(name, 'there is no such input');
  for (const [name, field] of Object.entries(fields)) {
    const value = Object.hasOwn(input, name) ? input[name] : undefined;
    const trouble = value === undefined ? missing(field) : unfitValue(value, field);
    if (trouble !== null) throw blocked(name, trouble);
  }
}

/** The input as it is written: names without the path that they are below, with those that are always there, each once. */
export function writtenInput(fields: InputFields, input: Input): Input {
  const names = namesIn(fields);
  if (names.length === 0) return input;
  const written = names.flatMap(([name, field]) => {
    const value = Object.hasOwn(input, name) ? input[name] : undefined;
    const said = Array.isArray(value) ? value.map(String) : field.always;
    return said === undefined ? [] : [[name, writtenNames(said, field)] as const];
  });
  return { ...input, ...Object.fromEntries(written) };
}

/** The fields of that type. Of an operation, which never changes, they are looked for once. */
const namesIn = memoized((fields: InputFields) => Object.entries(fields).filter(([, { type }]) => type === 'names'));

function writtenNames(names: readonly string[], { below, always = [] }: InputField): readonly string[] {
  const path = below === undefined ? '' : `${below}.`;
  const own = names.filter((name) => name.startsWith(path)).map((name) => name.slice(path.length));
  return [...new Set([...always, ...own])];
}

function missing({ required = false }: InputField): string | null {
  return required ? 'it is needed' : null;
}

/** What is wrong with a value that an input is given; null for nothing. */
export function unfitValue(value: Input[string], field: InputField): string | null {
  const most = field.most ?? MOST;
  switch (field.type) {
    case 'integer':
      return Number.isInteger(value) ? unfitWhole(value) : 'it is no whole number';
    case 'number':
      if (!Number.isFinite(value)) return 'it is no number';
      return Number.isInteger(value) ? unfitWhole(value) : null;
    case 'boolean':
      return typeof value === 'boolean' ? null : 'it is neither true nor false';
    case 'string':
      return typeof value === 'string' ? unfitText(value, field, most) : 'it is no text';
    case 'moment':
      return typeof value === 'string' && MOMENT.test(value) ? null : 'it is no moment in UTC';
    case 'json':
      return field.schema === undefined ? 'nothing says what it may be' : unfitNested(value, field.schema);
    case 'strings':
    case 'names':
      if (!Array.isArray(value)) return 'it is no list';
      if (value.length > most) return `it has more than ${most} entries`;
      return value.map((one: unknown) => unfitItem(one, field)).find((trouble) => trouble !== null) ?? null;
  }
}

/** One that was rounded on its way may be another record's. */
function unfitWhole(value: unknown): string | null {
  return Number.isSafeInteger(value) ? null : 'it has more digits than a number keeps';
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;

/** So that a name can stand bare in a query. */
const NAME = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;

function unfitItem(one: unknown, field: InputField): string | null {
  if (typeof one !== 'string') return 'one is no text';
  if (field.type === 'names' && !NAME.test(one)) return 'one is no name of a field';
  return field.type === 'names' ? unfitName(one, field) : unfitText(one, field, MOST);
}

/** What is wrong with the name of a field that is to be asked for; null for none. */
export function unfitName(name: string, field: InputField): string | null {
  if (!NAME.test(name)) return 'it is no name of a field';
  if (field.noFreeText !== undefined && isFreeText(name, field.noFreeText.but))
    return 'it holds what people write freely';
  return unfitText(name, field, MOST);
}

function unfitText(text: string, { pattern, oneOf }: InputField, most: number): string | null {
  if (text.length > most) return `it is longer than ${most} characters`;
  if (!text.isWellFormed()) return 'it has half a character, which no system can be asked';
  if (oneOf !== undefined && !oneOf.includes(text)) return `there may only be ${oneOf.join(', ')}`;
  return pattern === undefined || pattern.test(text) ? null : 'it is not written as it must be';
}

function blocked(name: string, trouble: string): SourceFailure {
  return new SourceFailure('blocked', `The input \`${name}\` can't be used: ${trouble}.`);
}
