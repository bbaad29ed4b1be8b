/**
 * A first draft of a service's tool over an upstream's: its words as far as nothing is wrong with them, its inputs, and the fields that
 * its output schema declares. Whoever takes it puts it into their own words. Pure.
 */
import { cleanText } from '../base/clean-text.ts';
import type { Json } from '../base/json.ts';
import { isPlainObject } from '../base/json.ts';
import { isPathKey } from '../sources/kit/http/dotted-path.ts';
import { isFreeText } from '../sources/kit/http/free-text.ts';
import type { Definition, JsonObject } from './definition.ts';
import { knownTool } from './input-fields.ts';
import { pinOf, writtenPin } from './pin.ts';
import { isPlainlySaid } from './suspicions.ts';

/** As it stands in the service's file. */
export type ProposedTool = { readonly [key: string]: Json };

const MOST_DESCRIPTION = 400;
const MOST_ARGUMENT = 200;
const MOST_FIELDS = 30;

/** What agents call it: prefixed, so that tools of several servers in one agent don't meet. */
export function proposedName(service: string, tool: string): string {
  const name = `${service}_${tool}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
  return name
    .replace(/^[^a-z]+/, '')
    .slice(0, 63)
    .replace(/_+$/, '');
}

export function proposedTool(definition: Definition): ProposedTool {
  const { name, title, description } = definition;
  const words = name.replaceAll(/[^a-zA-Z0-9]+/g, ' ').trim();
  const spoken = `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
  return {
    tool: name,
    approved: writtenPin(pinOf(definition)),
    title: said(title, 100) ?? spoken,
    description: said(description, MOST_DESCRIPTION) ?? `${spoken}. Say here in your own words what it is for.`,
    ...argumentsOf(definition),
    ...resultOf(definition),
  };
}

function said(text: string | undefined, most: number): string | null {
  const cleaned = text === undefined ? '' : cleanText(text, most);
  return cleaned !== '' && isPlainlySaid(text ?? '') ? cleaned : null;
}

const TAKEN = new Set(['account_id', 'customer_email', 'customer_assertion']);

function argumentsOf(definition: Definition): { readonly arguments?: Json } {
  const { properties } = definition.inputSchema;
  const declared = isPlainObject(properties) ? properties : {};
  const whole = Object.entries(knownTool(definition).input).filter(([, { at }]) => at === undefined);
  const own = whole.map(([input]) => {
    const name = fieldName(input, TAKEN);
    const property = declared[input];
    const about = isPlainObject(property) && typeof property['description'] === 'string' ? property['description'] : '';
    const description = said(about, MOST_ARGUMENT);
    return [name, { ...(name !== input && { input }), ...(description !== null && { description }) }] as const;
  });
  return own.length === 0 ? {} : { arguments: Object.fromEntries(own) };
}

/** In the words that a file takes; one that is taken has a place in front. */
function fieldName(written: string, taken: ReadonlySet<string> = new Set()): string {
  const snake = written
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[^a-z]+|_+$/g, '')
    .slice(0, 63);
  const name = snake === '' ? 'value' : snake;
  return taken.has(name) ? `the_${name}` : name;
}

type Result = { readonly returns: string; readonly rows?: string; readonly fields?: Json };

/** Records where exactly one member is a list of them; else one record; words alone where nothing is declared. */
function resultOf({ outputSchema }: Definition): Result {
  const properties = membersOf(outputSchema);
  const lists = listsIn(properties);
  const [list, ...others] = lists;
  if (list !== undefined && others.length === 0) {
    const fields = fieldsOf(membersOf(list[1]['items']));
    if (Object.keys(fields).length > 0) return { returns: 'list', rows: list[0], fields };
  }
  const fields = fieldsOf(properties);
  return Object.keys(fields).length === 0 ? { returns: 'text' } : { returns: 'one', fields };
}

type Members = Readonly<Record<string, JsonObject>>;

function listsIn(properties: Members): readonly (readonly [string, JsonObject])[] {
  return Object.entries(properties).filter(([, member]) => hasMembers(member['items']));
}

/** What its output schema declares and isn't proposed for its key: no path can name it, or it speaks to a model. */
export function unnamedFields({ outputSchema }: Definition): readonly string[] {
  const declared = (schema: unknown): readonly string[] => {
    const properties = isPlainObject(schema) ? schema['properties'] : undefined;
    return isPlainObject(properties) ? Object.keys(properties).filter((key) => !isNamed(key)) : [];
  };
  const [list, ...others] = listsIn(membersOf(outputSchema));
  const within = list === undefined || others.length > 0 ? [] : declared(list[1]['items']);
  return [...declared(outputSchema), ...within];
}

/** With blanks a key can be a sentence. */
function isNamed(key: string): boolean {
  return isPathKey(key) && (!key.includes(' ') || isPlainlySaid(key));
}

function hasMembers(schema: unknown): boolean {
  return Object.keys(membersOf(schema)).length > 0;
}

function membersOf(schema: unknown): Members {
  const properties = isPlainObject(schema) ? schema['properties'] : undefined;
  if (!isPlainObject(properties)) return {};
  const fit = Object.entries(properties).filter(([name, member]) => isNamed(name) && isPlainObject(member));
  return Object.fromEntries(fit) as Members;
}

/** What people write freely isn't proposed: somebody adds it who knows that it may be read. */
function fieldsOf(members: Readonly<Record<string, JsonObject>>): { readonly [name: string]: Json } {
  const fields = new Map<string, Json>();
  for (const [at, member] of Object.entries(members)) {
    const type = isFreeText(at.replaceAll('.', '_')) ? null : typeOf(at, member);
    if (type !== null && fields.size < MOST_FIELDS)
      fields.set(freeName(fieldName(at), fields), type === 'text' ? at : { at, type });
  }
  return Object.fromEntries(fields);
}

/** The name, or with a number where another field has it. */
function freeName(name: string, taken: ReadonlyMap<string, unknown>): string {
  for (let number = 1; ; number++) {
    const next = number === 1 ? name : `${name.slice(0, 58)}_${number}`;
    if (!taken.has(next)) return next;
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'moment',
  date: 'moment',
  email: 'email',
  uri: 'link',
};

function typeOf(at: string, { type, format, items }: JsonObject): string | null {
  const [kind] = [type].flat().filter((each) => each !== 'null');
  if (kind === 'string') return (typeof format === 'string' ? FORMATS[format] : undefined) ?? 'text';
  // An id of 64 bits has more digits than a number of JSON keeps.
  if (kind === 'integer' && format === 'int64' && /(?:^|_)id$/.test(fieldName(at))) return 'text';
  if (kind === 'number' || kind === 'integer') return 'number';
  if (kind === 'boolean') return 'boolean';
  return kind === 'array' && isPlainObject(items) && items['type'] === 'string' ? 'texts' : null;
}
