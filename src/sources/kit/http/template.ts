/** Fills templates: every value is escaped for where it stands, so that none can mean more there than itself. */
import { isPlainObject } from '../../../base/json.ts';
import type { BodyTemplate, Input, InputFields, QueryText, Template } from './operation.ts';
import { SourceFailure } from './source-failure.ts';

type Value = Input[string];
type Escape = (value: Value, field: string) => string;

const FIELD = /\{(\w+)\}/g;

/** Undefined where a field has no value: then there is no such parameter. */
function filled(template: Template, input: Input, escape: Escape): string | undefined {
  const { fields, texts } = partsOf(template);
  let text = texts[0] ?? '';
  for (const [nth, field] of fields.entries()) {
    const value = Object.hasOwn(input, field) ? input[field] : undefined;
    if (value === undefined) return undefined;
    text += escape(value, field) + (texts[nth + 1] ?? '');
  }
  return text;
}

/** The texts stand before, between and after the fields: there is one more of them. */
type Parts = { readonly fields: readonly string[]; readonly texts: readonly string[] };

const MOST_KNOWN = 10_000;
const known = new Map<Template, Parts>();

/** A connector's templates are few and asked again and again: each is taken apart once. */
function partsOf(template: Template): Parts {
  const before = known.get(template);
  if (before !== undefined) return before;
  const pieces = template.split(FIELD);
  const parts = { fields: pieces.filter((_, at) => at % 2 === 1), texts: pieces.filter((_, at) => at % 2 === 0) };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(template, parts);
  return parts;
}

/** @throws SourceFailure `blocked` for a field without a value, `rejected` for one that would lead elsewhere */
export function filledPath(template: Template, input: Input): string {
  const path = filled(template, input, pathSegment);
  if (path === undefined) throw new SourceFailure('blocked', 'A part of the path has no value.');
  return path;
}

/** One segment: neither a slash nor a dot segment can come out of a value. */
function pathSegment(value: Value, field: string): string {
  const text = plainText(value);
  if (text === '' || text === '.' || text === '..')
    throw new SourceFailure('rejected', `The input \`${field}\` can't be a part of a path.`);
  return encodeURIComponent(text);
}

/** Not yet encoded: whoever makes the URL does that. */
export function filledParameter(template: Template | QueryText, fields: InputFields, input: Input): string | undefined {
  if (typeof template === 'string')
    return filled(template, input, (value, field) =>
      fields[field]?.type === 'json' ? JSON.stringify(value) : plainText(value),
    );
  const quote = QUOTE[template.language];
  const escape: Escape = (value, field) => {
    const type = fields[field]?.type;
    if (type === 'names' && Array.isArray(value)) return value.join(', ');
    if (fields[field]?.within === true && template.language === 'soql') return soqlWithin(plainText(value));
    return type === 'moment' ? plainText(value) : quote(value, field);
  };
  return filled(template.text, input, escape);
}

/** @throws SourceFailure `rejected` for a value that no header may hold */
export function filledHeader(template: Template, input: Input): string | undefined {
  return filled(template, input, headerText);
}

// What a header may hold, by RFC 9110 without obs-text.
const HEADER_TEXT = /^[\t\x20-\x7e]*$/;

function headerText(value: Value, field: string): string {
  const text = plainText(value);
  if (!HEADER_TEXT.test(text))
    throw new SourceFailure('rejected', `The input \`${field}\` can't be a part of a header.`);
  return text;
}

export function filledBody(template: BodyTemplate, input: Input): unknown {
  if (typeof template !== 'object' || template === null) return template;
  if (Array.isArray(template))
    return template.map((item: BodyTemplate) => filledBody(item, input)).filter((item) => item !== undefined);
  if (isField(template)) return fieldOf(template, input);
  const members = Object.entries(template).map(([key, member]) => [key, filledMember(member, input)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}

/** An object that is only there for what nobody has said isn't there. */
function filledMember(template: BodyTemplate, input: Input): unknown {
  const value = filledBody(template, input);
  const isBare = isPlainObject(template) && Object.keys(template).length > 0;
  return isBare && isPlainObject(value) && !isField(template) && Object.keys(value).length === 0 ? undefined : value;
}

type Field = { readonly input: string; readonly as?: 'text' };

function isField(template: object): template is Field {
  return (
    'input' in template &&
    typeof template.input === 'string' &&
    Object.keys(template).every((key) => key === 'input' || key === 'as')
  );
}

function fieldOf({ input: field, as }: Field, input: Input): unknown {
  const value = Object.hasOwn(input, field) ? input[field] : undefined;
  return value === undefined || as === undefined ? value : plainText(value);
}

/** A list of single values with commas between; what is nested as JSON. */
export function plainText(value: Value): string {
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const QUOTE: Readonly<Record<QueryText['language'], Escape>> = {
  soql: (value) =>
    Array.isArray(value)
      ? value.map((one) => soqlText(String(one))).join(',')
      : typeof value === 'string'
        ? soqlText(value)
        : plainText(value),
  zendesk: (value, field) => {
    const text = plainText(value);
    // A search has no way to write a quote inside of quotes.
    if (/["\\]/.test(text)) throw new SourceFailure('rejected', `The input \`${field}\` can't be a part of a search.`);
    return `"${text}"`;
  },
  odata: (value) => `'${plainText(value).replaceAll("'", "''")}'`,
};

const SOQL_ESCAPES: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

function soqlText(text: string): string {
  return `'${text.replaceAll(/[\\'"]/g, '\\$&').replaceAll(/[\n\r\t\b\f]/g, (control) => SOQL_ESCAPES[control] ?? '')}'`;
}

/** For LIKE: anywhere in the value; what would be a wildcard there means itself. */
function soqlWithin(text: string): string {
  return `'%${soqlText(text)
    .slice(1, -1)
    .replaceAll(/[%_]/g, String.raw`\$&`)}%'`;
}
