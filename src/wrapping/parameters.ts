/** The parameters of an operation as its document has them: what each is called, where it stands, and of which type it can be. */
import type { ValueSchema } from '../sources/kit/http/value-schema.ts';
import type { ApiDocument } from './api-document.ts';
import { snakeCase } from './names.ts';
import type { Node } from './node.ts';
import { entriesOf, rawMember, textOf } from './node.ts';
import type { Shape } from './shape.ts';
import { isLong, shapeOf } from './shape.ts';
import { isSuspicious, plainText } from './words.ts';

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
    type: isPlain ? writtenTypeOf(api, name, shape) : null,
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

export function valuesOf(api: ApiDocument, { values, items }: Shape): Shape['values'] {
  return values.length === 0 && items !== null ? shapeOf(api, items).values : values;
}

/** What no id is called: how many, how far, when. */
const MEASURED =
  /(?:^|_)(?:at|count|date|days|hours|limit|minutes|ms|offset|page|seconds|since|size|time|timestamp|until)$/;

/** In an address or a header, where a number is its digits: an id that may be too long for one is a text. What has a default is none. */
export function writtenTypeOf(api: ApiDocument, name: string, shape: Shape): InputType | null {
  const type = inputTypeOf(api, shape);
  const isId = type === 'integer' && isLong(shape) && shape.byDefault === undefined && !MEASURED.test(snakeCase(name));
  return isId ? 'string' : type;
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
