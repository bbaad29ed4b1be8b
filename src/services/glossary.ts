/**
 * The glossary of a service: each field that its tools may return, with type and meaning, and the words that have a closed list. Many
 * clients show a model no output schema; this says the same in words. Derived from the menu: what a menu hides isn't in it. Pure.
 */
import type { Json } from '../base/json.ts';
import type { ResultField, ResultType } from './declaration.ts';
import type { ResourceText } from './tool.ts';

/** A word of an answer. `type` and `meaning` may be empty; `terms` are the words within it. */
export type Term = {
  readonly name: string;
  readonly type: string;
  readonly meaning: string;
  readonly terms: readonly Term[];
};

export type Section = { readonly heading: string; readonly about: string; readonly terms: readonly Term[] };

/** Characters: what is beyond is said to be there. */
const MOST = 60_000;

export function glossary(service: string, title: string, about: string, sections: readonly Section[]): ResourceText {
  const lines = [
    `# ${title}: what the answers mean`,
    oneLine(about),
    ...sections.flatMap(({ heading, about: said, terms }) => [
      '',
      `## ${heading}`,
      oneLine(said),
      ...terms.flatMap((term) => termLines(term, '')),
    ]),
  ];
  return {
    uri: `concierge://${service}/glossary`,
    name: 'glossary',
    title: 'What the answers mean',
    description:
      'Each field that the tools may return: its type, its meaning, and the values of those that have a list.',
    text: bounded(lines),
  };
}

function termLines({ name, type, meaning, terms }: Term, indent: string): readonly string[] {
  const typed = type === '' ? name : `${name} (${type})`;
  const line = `${indent}- ${typed}${meaning === '' ? '' : `: ${oneLine(meaning)}`}`;
  return [line, ...terms.flatMap((term) => termLines(term, `${indent}  `))];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function bounded(lines: readonly string[]): string {
  let length = 0;
  const kept = lines.filter((line) => (length += line.length + 1) <= MOST);
  return [...kept, ...(kept.length === lines.length ? [] : ['', 'There is more than fits here.'])].join('\n');
}

type Schema = { readonly [key: string]: Json };

/** The fields of an object, or of a list's objects, as its schema has them. */
export function schemaTerms({ properties, items }: Schema): readonly Term[] {
  if (items !== undefined) return schemaTerms(items as Schema);
  return Object.entries((properties ?? {}) as Record<string, Schema>).map(([name, schema]) => {
    const { description = '' } = schema as { readonly description?: string };
    return { name, type: typeWords(schema), meaning: description, terms: schemaTerms(schema) };
  });
}

function typeWords({ type, enum: values, format }: Schema): string {
  if (Array.isArray(values)) return values.join(', ');
  if (format === 'date-time') return 'moment, ISO 8601';
  return typeof type === 'string' ? (SCHEMA_TYPES[type] ?? '') : '';
}

const TYPES: Readonly<Record<ResultType, string>> = {
  text: 'text',
  passage: 'text of several lines',
  number: 'number',
  boolean: 'true or false',
  moment: 'moment or day, ISO 8601',
  email: 'e-mail address',
  link: 'https link',
  texts: 'list of texts',
  records: 'list of records',
};

const SCHEMA_TYPES: Readonly<Record<string, string>> = { string: 'text', boolean: TYPES.boolean, array: 'list' };

/** A schema has one type for texts, moments and links. */
export function fieldTerm({ name, type, description, fields }: ResultField): Term {
  return { name, type: TYPES[type], meaning: description ?? '', terms: fields.map(fieldTerm) };
}

/** A word of a closed list. */
export function wordTerm(name: string, meaning = ''): Term {
  return { name, type: '', meaning, terms: [] };
}
