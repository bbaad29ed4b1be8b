/** From parameters to what an operation may be asked for: typed, with where each belongs in the request. */
import { cleanText } from '../base/clean-text.ts';
import type { ApiDocument } from './api-document.ts';
import type { ValueSchema } from '../sources/kit/http/value-schema.ts';
import { freeName, nameOf, snakeCase } from './names.ts';
import type { Node } from './node.ts';
import { entriesOf, rawMember, textOf } from './node.ts';
import type { Shape } from './shape.ts';
import { shapeOf } from './shape.ts';
import { isSuspicious, plainText, sentences } from './words.ts';
import type { SourceOperation } from './wrapped-operation.ts';

export type InputType = 'string' | 'integer' | 'number' | 'boolean' | 'strings' | 'json';

export type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly shape: Shape;
  /** Null for what can't be one. */
  readonly type: InputType | null;
  /** Of `json`. */
  readonly schema?: ValueSchema;
  /** Where it is in a body. */
  readonly at?: readonly string[];
  /** The only values, of a list those of each entry. */
  readonly values: Shape['values'];
  /** `form` with `explode` has each entry of a list by itself. */
  readonly style: string | null;
  readonly explode: boolean;
  readonly description: string;
  readonly isSuspicious: boolean;
};

/** Of the path and of the operation, which goes before; each once. */
export function parametersOf(api: ApiDocument, item: Node, operation: Node): readonly (Parameter | null)[] {
  const found = new Map<string, Parameter | null>();
  for (const at of [item, operation]) {
    const list = api.member(at, 'parameters');
    for (const entry of list === null ? [] : entriesOf(list)) {
      const opened = api.open(entry);
      const parameter = opened === null ? null : parameterOf(api, opened);
      found.set(parameter === null ? entry.pointer : `${parameter.in} ${parameter.name}`, parameter);
    }
  }
  return [...found.values()];
}

function parameterOf(api: ApiDocument, node: Node): Parameter | null {
  const [name, where] = [textOf(rawMember(node, 'name')), textOf(rawMember(node, 'in'))];
  if (name === null || where === null) return null;
  const shape = shapeOf(api, rawMember(node, 'schema') ?? contentOf(api, node) ?? node);
  const said = textOf(rawMember(node, 'description')) ?? shape.description ?? '';
  const style = textOf(rawMember(node, 'style'));
  const isEncoded = rawMember(node, 'content') !== undefined;
  const isPlain = !isEncoded && style !== 'deepObject';
  const explode = rawMember(node, 'explode')?.value;
  return {
    name,
    in: where,
    required: rawMember(node, 'required')?.value === true || where === 'path',
    shape,
    type: isPlain ? inputTypeOf(api, shape) : null,
    values: valuesOf(api, shape),
    style: isEncoded ? 'content' : style,
    explode: typeof explode === 'boolean' ? explode : (style ?? 'form') === 'form',
    description: isSuspicious(said) ? '' : plainText(said),
    isSuspicious: isSuspicious(said),
  };
}

function contentOf(api: ApiDocument, node: Node): Node | undefined {
  const content = api.member(node, 'content');
  const [first] = content === null ? [] : Object.keys(content.value ?? {});
  return content === null || first === undefined ? undefined : (api.member(content, first, 'schema') ?? undefined);
}

export type Body = { [key: string]: { input: string } | string | number | boolean | Body };

export type Inputs = {
  readonly input: NonNullable<SourceOperation['input']>;
  readonly request: {
    path: string;
    query: Record<string, string | number | { each: string; between?: '|' | ' ' }>;
    headers: Record<string, string>;
  };
  readonly body: Body;
  readonly descriptions: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
  /** Why it can't be asked at all. */
  readonly refused: string | null;
};

/** Names under which systems take keys: `connector-problems.ts` refuses them, for they would be seen. */
const KEY_NAME =
  /^(?:access[_-]?token|api[_-]?key|app[_-]?key|apikey|auth(?:orization)?|client[_-]?secret|key|passw(?:or)?d|secret|sig(?:nature)?|token|x-api-key|x-auth-token)$/i;
const KEY_HEADER = /(?:token|secret|passw(?:or)?d|signature|api[_-]?key|app[_-]?key|credentials?)$/i;
/** In a body a `key` is a key of something, and the token of a page is none. */
const KEY_MEMBER =
  /^(?:secret|token|authorization|signature)$|(?:(?:access|auth|api|bearer|refresh|session)[_-]?token|api[_-]?key|private[_-]?key|secret|passw(?:or)?d|credentials?)$/i;
/** In a path a `key` is an id. */
const OPENS_DOORS = /(?:token|secret|passw(?:or)?d|api[_-]?key)$/i;
/** What the program sends by itself, or nobody may. */
const OWN_HEADER =
  /^(?:accept(?:-.*)?|content-type|authorization|cookie|host|user-agent|content-length|transfer-encoding|connection|expect|te|upgrade|forwarded|if-.*|proxy-.*|x-forwarded-.*|x-original-url|x-rewrite-url)$/i;

/** By which a request is another than its method says: left out, or sent, it may write. */
const OTHER_METHOD = /^(?:x-(?:http-)?method(?:-override)?|_method)$/i;

/** What a request has beside its inputs. */
export type Given = {
  /** Parameters of the query that are always so, and are no inputs. */
  readonly fixed: Readonly<Record<string, string | number>>;
  /** Those that paging fills. */
  readonly dropped: ReadonlySet<string>;
  /** How the system lets us in; null where nobody knows. */
  readonly wayIn: { readonly header: string } | null;
};

export function isCredential({ name, in: where }: Pick<Parameter, 'name' | 'in'>): boolean {
  if (where === 'path') return OPENS_DOORS.test(name);
  if (where === 'body') return KEY_MEMBER.test(name.slice(name.lastIndexOf('.') + 1));
  return KEY_NAME.test(name) || (where === 'header' && KEY_HEADER.test(name));
}

export function inputsOf(
  parameters: readonly (Parameter | null)[],
  path: string,
  { fixed, dropped, wayIn }: Given,
): Inputs {
  const input: Record<string, NonNullable<SourceOperation['input']>[string]> = {};
  const request: Inputs['request'] = { path, query: {}, headers: {} };
  const body: Body = {};
  const descriptions = new Map<string, string>();
  const notes: string[] = [];
  let refused = parameters.includes(null) ? 'one of its parameters refers to nothing, or has no name' : null;
  const renamed = new Map<string, string>();
  const add = (parameter: Parameter, type: InputType): string => {
    const name = freeName(nameOf(parameter.name, 40, 'value'), { has: (each) => Object.hasOwn(input, each) });
    const all = parameter.values.map(String).filter((word) => word.length > 0 && word.length <= 200);
    const isOdd = parameter.isSuspicious || all.some(isSuspicious);
    const words = isOdd ? [] : all;
    const isListed = (type === 'string' || type === 'strings') && words.length > 0 && words.length <= 50;
    input[name] = {
      type,
      ...(type === 'json' && parameter.schema !== undefined && { schema: parameter.schema }),
      ...(parameter.required ? { required: true } : {}),
      ...(isListed ? { one_of: words } : {}),
    };
    descriptions.set(name, descriptionOf(parameter, isListed ? [] : words));
    if (isOdd)
      notes.push(`The text of \`${parameter.name}\` looks like an instruction to a model, so it wasn’t taken over.`);
    return name;
  };
  const hasSecret = parameters.some((each) => each?.in === 'body' && each.name === 'secret');
  for (const parameter of parameters) {
    if (parameter === null || dropped.has(parameter.name)) continue;
    const { name, required, type } = parameter;
    const leaveOut = (why: string): void => {
      if (required) refused ??= `\`${name}\` is needed, and ${why}`;
      else notes.push(`\`${name}\` was left out: ${why}.`);
    };
    const isAsked = parameter.in === 'query' || parameter.in === 'body';
    const each = Object.hasOwn(fixed, name) && isAsked ? fixed[name] : undefined;
    if (each !== undefined && parameter.in === 'body') placed(body, parameter.at ?? [name], each);
    else if (each !== undefined) request.query[name] = each;
    else if (OTHER_METHOD.test(name)) {
      const { values, byDefault } = parameter.shape;
      if (required || values.length === 1 || byDefault !== undefined)
        refused ??= `\`${name}\` makes another request of it than its method says`;
    } else if (parameter.in === 'cookie') leaveOut('cookies aren’t sent');
    else if (isCredential(parameter) || (name === 'client_id' && hasSecret)) {
      if (parameter.in === 'header' && wayIn?.header === name.toLowerCase()) continue;
      if ((parameter.in === 'query' || parameter.in === 'header') && required && wayIn !== null)
        notes.push(`\`${name}\` was left out: it looks like a credential, and \`auth\` is how we come in.`);
      else leaveOut(`it looks like a credential${CREDENTIAL_IN[parameter.in] ?? ''}`);
    } else if (parameter.in === 'header') addHeader(parameter, request.headers, notes, leaveOut, add);
    else if (parameter.in === 'path') {
      if (type === null || /^(?:label|matrix)$/.test(parameter.style ?? ''))
        leaveOut(type === null ? 'it is an object' : `its style is ${parameter.style}`);
      else if (path.includes(`{${name}}`)) renamed.set(name, add(parameter, type === 'strings' ? 'string' : type));
    } else if (type === null) leaveOut(parameter.in === 'query' ? 'it is an object in the query' : 'it is an object');
    else if (parameter.in === 'body') {
      const [only] = parameter.values.length === 1 && required && type !== 'strings' ? parameter.values : [];
      placed(body, parameter.at ?? [name], only ?? { input: add(parameter, type) });
    } else if (type !== 'strings') request.query[name] = `{${add(parameter, type)}}`;
    else addList(parameter, request.query, leaveOut, add);
  }
  /** A part that the document forgot to declare is a text, like all parts. */
  const undeclared = (name: string): string | undefined => {
    if (!/^[\w.-]{1,60}$/.test(name) || isCredential({ name, in: 'path' })) return undefined;
    const field = freeName(nameOf(name), { has: (each) => Object.hasOwn(input, each) });
    input[field] = { type: 'string', required: true };
    descriptions.set(field, '');
    renamed.set(name, field);
    notes.push(`\`${name}\` of its path isn’t described in the document.`);
    return field;
  };
  request.path = path.replaceAll(/\{([^{}]*)\}/g, (place, name: string) => {
    const field = renamed.get(name) ?? undeclared(name);
    if (field === undefined) refused ??= `its path has \`${place}\`, and no parameter says what that is`;
    return `{${field ?? name}}`;
  });
  return { input, request, body, descriptions, notes, refused };
}

function placed(body: Body, [key = '', ...rest]: readonly string[], value: Body[string]): void {
  const inner = body[key];
  if (rest.length === 0) body[key] = value;
  else {
    const within: Body =
      typeof inner === 'object' && !('input' in inner && typeof inner.input === 'string') ? inner : {};
    body[key] = within;
    placed(within, rest, value);
  }
}

const CREDENTIAL_IN: Readonly<Record<string, string>> = {
  path: ', which never stands in a URL',
  query: ', which never stands in a URL',
  body: ', which no model may hold',
};

type LeaveOut = (why: string) => void;
type Add = (parameter: Parameter, type: InputType) => string;

/** A version that every request names is no question for a model; what is needed and isn't said, somebody has to say. */
function addHeader(
  parameter: Parameter,
  headers: Record<string, string>,
  notes: string[],
  leaveOut: LeaveOut,
  add: Add,
): void {
  const { name, required, shape, type } = parameter;
  if (OWN_HEADER.test(name)) return;
  const [only] = shape.values.length === 1 ? shape.values : [];
  const value = shape.byDefault ?? only;
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  if (/^[\x21-\x7a|~ ]{1,200}$/.test(text)) headers[name] = text;
  else if (required && (type === null || type === 'strings' || !/^[A-Za-z][\w.-]{0,100}$/.test(name)))
    leaveOut('it is a header that can’t be filled');
  else if (required) {
    headers[name] = `{${add(parameter, type ?? 'string')}}`;
    notes.push(
      `\`${name}\` is a header that it needs: where it is always the same, say it under \`fixed\`, in place of the argument.`,
    );
  }
}

const BETWEEN: Readonly<Record<string, '|' | ' '>> = { pipeDelimited: '|', spaceDelimited: ' ' };

/** `form` with `explode` has each entry by itself, whatever else the style. */
function addList(parameter: Parameter, query: Inputs['request']['query'], leaveOut: LeaveOut, add: Add): void {
  const { name, style, explode } = parameter;
  const between = BETWEEN[style ?? ''];
  if (between === undefined && !['form', null].includes(style)) return leaveOut(`its style is ${style ?? ''}`);
  const field = add(parameter, 'strings');
  if (explode) query[name] = { each: field };
  else query[name] = between === undefined ? `{${field}}` : { each: field, between };
}

export function valuesOf(api: ApiDocument, { values, items }: Shape): Shape['values'] {
  return values.length === 0 && items !== null ? shapeOf(api, items).values : values;
}

/** Null for what no single value, or list of them, can be. */
export function inputTypeOf(api: ApiDocument, { types, items, values }: Shape): InputType | null {
  if (types.size === 0 || types.has('string') || values.some((value) => typeof value === 'string')) return 'string';
  if (types.has('number')) return 'number';
  if (types.has('integer')) return 'integer';
  if (types.has('boolean')) return 'boolean';
  if (!types.has('array') || items === null) return null;
  const entry = shapeOf(api, items);
  return entry.types.has('object') || entry.types.has('array') ? null : 'strings';
}

const MOST_DESCRIPTION = 200;

function descriptionOf({ name, description: said, shape }: Parameter, words: readonly string[]): string {
  const description = snakeCase(said) === snakeCase(name) ? '' : said;
  const { minimum, maximum, byDefault } = shape;
  const bounds =
    minimum !== null && maximum !== null
      ? `From ${minimum} to ${maximum}.`
      : maximum !== null
        ? `At most ${maximum}.`
        : '';
  const listed = words.length > 0 && words.length <= 12 ? `One of ${words.join(', ')}.` : '';
  const usual =
    ['string', 'number', 'boolean'].includes(typeof byDefault) &&
    String(byDefault).length <= 30 &&
    byDefault !== '' &&
    !/default/i.test(description)
      ? `${String(byDefault)} if left out.`
      : '';
  const beside = [listed, bounds, usual].filter((each) => each !== '' && !description.includes(each)).join(' ');
  const told = sentences(description, MOST_DESCRIPTION - beside.length - 1);
  const whole = [told, beside].filter((each) => each !== '').join(' ');
  return cleanText(whole, MOST_DESCRIPTION);
}
