/**
 * What a JSON body holds, as inputs: single values wherever they stand in objects, each by itself, so that one can be fixed or filled from
 * the customer; lists of objects whole, by a schema. What is recursive, too deep or a map is left out, and refuses what needs it.
 */
import type { ValueSchema } from '../sources/kit/http/value-schema.ts';
import { DEEPEST_VALUE, MOST_PARTS, schemaTrouble } from '../sources/kit/http/value-schema.ts';
import type { ApiDocument } from './api-document.ts';
import { isCredential } from './credentials.ts';
import type { Parameter } from './parameters.ts';
import { inputTypeOf, valuesOf } from './parameters.ts';
import type { Node } from './node.ts';
import { rawMember } from './node.ts';
import type { Shape } from './shape.ts';
import { shapeOf } from './shape.ts';
import { isSuspicious, plainText, sentences } from './words.ts';

/** Objects in objects. */
const DEEPEST = 4;
/** Beside those that are needed: more are a menu that no model reads. */
const MOST_MEMBERS = 20;
/** Schemas within one that is proposed. */
const MOST_PROPOSED = 30;
/** Schemas that are looked at for one body: those that hold each other have more ways through them than there is time for. */
const MOST_LOOKED_AT = 2_000;
const KEY = /^(?!__proto__$|input$)[^\s.{}]{1,100}$/;

/** A model reads the keys of what is nested as they are: none that it would take for an instruction, or that nobody sees. */
function isKey(key: string): boolean {
  return KEY.test(key) && !/\p{C}/u.test(key) && !isSuspicious(key.replaceAll(/[_-]/g, ' '));
}

/** A sentence where it can't be filled. */
export function bodyOf(api: ApiDocument, operation: Node, method: 'GET' | 'POST'): readonly Parameter[] | string {
  const body = api.member(operation, 'requestBody');
  if (body === null) return [];
  if (method === 'GET') return rawMember(body, 'required')?.value === true ? 'it is a GET that needs a body' : [];
  const schema = api.member(body, 'content', 'application/json', 'schema');
  if (schema === null) return 'its body isn’t described as JSON';
  const shape = shapeOf(api, schema);
  if (shape.types.has('array')) return 'its body is a list';
  const found = membersOf(api, shape, [], true, { left: MOST_LOOKED_AT });
  if (typeof found === 'string') return found;
  const others = found.filter(({ required }) => !required).toSorted((one, other) => depthOf(one) - depthOf(other));
  return [...found.filter(({ required }) => required), ...others.slice(0, MOST_MEMBERS)];
}

function depthOf({ at = [] }: Parameter): number {
  return at.length;
}

function membersOf(
  api: ApiDocument,
  shape: Shape,
  at: readonly string[],
  isNeeded: boolean,
  looks: Looks,
): Parameter[] | string {
  const needed: Parameter[] = [];
  const others: Parameter[] = [];
  for (const [key, node] of shape.members) {
    const way = [...at, key];
    const required = isNeeded && shape.required.has(key);
    const found = isKey(key) ? memberOf(api, node, way, required, looks) : [];
    if (typeof found === 'string') return found;
    (required ? needed : others).push(...found);
  }
  return [...needed, ...others];
}

function memberOf(
  api: ApiDocument,
  node: Node,
  at: readonly string[],
  required: boolean,
  looks: Looks,
): Parameter[] | string {
  looks.left -= 1;
  if (looks.left < 0) return required ? `its body has more than ${MOST_LOOKED_AT} parts` : [];
  const opened = api.open(node);
  if (opened !== null && rawMember(opened, 'readOnly')?.value === true) return [];
  const shape = shapeOf(api, node);
  const single = shape.types.size === 0 && shape.members.size === 0 ? null : inputTypeOf(api, shape);
  if (single === null && shape.types.has('object') && shape.members.size > 0 && at.length < DEEPEST) {
    const inner = membersOf(api, shape, at, required, looks);
    if (typeof inner === 'string' || inner.length > 0 || !required) return inner;
  }
  const schema =
    single === null || isNumbers(api, shape) ? nestedValue(api, node, { left: MOST_PROPOSED, looks }) : null;
  const trouble = typeof schema === 'string' ? schema : schema === null ? null : schemaTrouble(schema);
  if (trouble !== null && required) return `its body needs \`${at.join('.')}\`, and ${trouble}`;
  const said = shape.description ?? '';
  const nested = typeof schema === 'object' && schema !== null && trouble === null ? schema : null;
  return [
    {
      name: at.join('.'),
      in: 'body',
      at,
      required,
      shape,
      type: nested === null ? (schema === null ? single : null) : 'json',
      ...(nested !== null && { schema: nested }),
      values: valuesOf(api, shape),
      style: null,
      explode: false,
      description: isSuspicious(said) ? '' : plainText(said),
      isSuspicious: isSuspicious(said),
    },
  ];
}

/** A list of numbers or truth values, which a list of texts would write as another thing. */
function isNumbers(api: ApiDocument, { types, items }: Shape): boolean {
  if (!types.has('array') || types.has('string') || items === null) return false;
  const entry = shapeOf(api, items);
  return !entry.types.has('string') && ['integer', 'number', 'boolean'].some((type) => entry.types.has(type));
}

type Looks = { left: number };

type Budget = { left: number; readonly looks: Looks };

/** Why it can't be described, where it can't: what is optional in it and can't is left out. */
function nestedValue(api: ApiDocument, node: Node, budget: Budget, depth = 1): ValueSchema | string {
  if (depth > DEEPEST_VALUE) return `it is nested deeper than ${DEEPEST_VALUE} levels, or holds itself`;
  budget.left -= 1;
  // What is needed goes on beyond the budget, but not for ever.
  budget.looks.left -= 1;
  if (budget.left < MOST_PROPOSED - MOST_PARTS || budget.looks.left < 0) return `it has more than ${MOST_PARTS} parts`;
  const shape = shapeOf(api, node);
  const about = aboutOf(shape);
  const values = shape.values.filter((value) => typeof value === 'string');
  const has = (type: string): boolean => shape.types.has(type);
  if (has('object') && shape.members.size > 0) return objectValue(api, shape, budget, depth);
  if (has('array') && shape.items !== null) {
    const items = nestedValue(api, shape.items, budget, depth + 1);
    return typeof items === 'string' ? items : { type: 'array', ...about, items };
  }
  if (!shape.isThere) return 'the document doesn’t say what it is';
  if (has('object') || has('array') || (depth === 1 && shape.types.size === 0)) return 'it may hold anything';
  if (has('string') || shape.types.size === 0) {
    const isListed =
      values.length > 0 && values.length <= 50 && values.every((one) => one !== '' && !isSuspicious(one));
    return { type: 'string', ...about, ...(isListed && { enum: values }) };
  }
  if (has('number') || has('integer')) return { type: has('number') ? 'number' : 'integer', ...about };
  return { type: 'boolean', ...about };
}

function objectValue(api: ApiDocument, shape: Shape, budget: Budget, depth: number): ValueSchema | string {
  const properties: Record<string, ValueSchema> = {};
  const required = [...shape.required].filter((key) => shape.members.has(key));
  const members = [...shape.members].toSorted(
    ([one], [other]) => Number(required.includes(other)) - Number(required.includes(one)),
  );
  for (const [key, node] of members) {
    const isNeeded = required.includes(key);
    if (!isKey(key) || (budget.left <= 0 && !isNeeded)) continue;
    if (isCredential({ name: key, in: 'body' })) {
      if (isNeeded) return `\`${key}\` of it looks like a credential`;
      continue;
    }
    const member = nestedValue(api, node, budget, depth + 1);
    if (typeof member !== 'string') properties[key] = member;
    else if (isNeeded) return member;
  }
  if (Object.keys(properties).length === 0) return 'nothing of it can be said';
  return { type: 'object', ...aboutOf(shape), properties, ...(required.length > 0 && { required }) };
}

function aboutOf({ description }: Shape): { readonly description?: string } {
  const said = description === null || isSuspicious(description) ? '' : sentences(plainText(description), 120);
  return said === '' ? {} : { description: said };
}
