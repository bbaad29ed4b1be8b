/**
 * For tests: whether a request is one that the vendor's OpenAPI file knows, and a reply one that it promises, by Ajv. What the file
 * is known to lack, or to have wrong, stands in `vendor-contracts.ts`.
 */
import type { ValidateFunction } from 'ajv';
import { Ajv } from 'ajv';
import { isPlainObject, jsonIn } from '../../src/base/json.ts';
import type { Asked, Said } from '../systems/fake-system.ts';
import type { OpenApi } from './openapi.ts';
import { openApi } from './openapi.ts';

type Json = Readonly<Record<string, unknown>>;

export type Contract = {
  /** What is wrong, a line each: nothing where all is well. */
  readonly request: (asked: Asked) => readonly string[];
  readonly reply: (asked: Asked, said: Said) => readonly string[];
};

export function contractOf(files: readonly string[]): Contract {
  const parts = files.map((file) => partOf(openApi(file)));
  const found = (asked: Asked): Found | undefined => parts.map((part) => part(asked)).find((one) => one !== undefined);
  const unknown = ({ method, path }: Asked) => [`The contract has no ${method} ${path}.`];
  return {
    request: (asked) => found(asked)?.request(asked) ?? unknown(asked),
    reply: (asked, said) => found(asked)?.reply(said) ?? unknown(asked),
  };
}

type Found = {
  readonly request: (asked: Asked) => readonly string[];
  readonly reply: (said: Said) => readonly string[];
};

function partOf(api: OpenApi): (asked: Asked) => Found | undefined {
  const valid = validator(api);
  const resolved = (value: unknown): Json => {
    const object = isPlainObject(value) ? value : {};
    return typeof object['$ref'] === 'string' ? resolved(api.at(object['$ref'])) : object;
  };
  return ({ method, path }) => {
    const template = templateOf(api.paths, path);
    const item = template === undefined ? {} : resolved(api.path(template));
    const operation = item[method.toLowerCase()];
    if (!isPlainObject(operation)) return undefined;
    const parameters = [item['parameters'], operation['parameters']].flatMap((list) =>
      Array.isArray(list) ? list.map(resolved) : [],
    );
    return {
      request: (asked) => [
        ...inQuery(asked, parameters, valid),
        ...inHeaders(asked, parameters, valid),
        ...inBody(asked, resolved(operation['requestBody']), valid),
      ],
      reply: ({ status = 200, body }) => {
        const responses = resolved(operation['responses']);
        const response = resolved(responses[String(status)] ?? responses['default']);
        const schema = schemaIn(response);
        return schema === undefined ? [`The contract has no reply ${status}.`] : valid(schema, body, `reply ${status}`);
      },
    };
  };
}

/** The path as it stands, before one with parts that are named; of these the one with the fewest. */
function templateOf(paths: readonly string[], path: string): string | undefined {
  const fits = (template: string) =>
    new RegExp(`^${template.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(path);
  const named = (template: string) => template.split('{').length;
  if (paths.includes(path)) return path;
  return paths.filter(fits).toSorted((one, other) => named(one) - named(other))[0];
}

type Valid = (schema: unknown, value: unknown, what: string) => readonly string[];

function inQuery({ query }: Asked, parameters: readonly Json[], valid: Valid): readonly string[] {
  const declared = parameters.filter((one) => one['in'] === 'query');
  const isThere = (one: Json) => [[one['name']], ...membersOf(one)].some(([name]) => query.has(String(name)));
  const missing = declared.filter((one) => one['required'] === true && !isThere(one));
  return [
    ...missing.map(({ name }) => `The parameter ${String(name)} is missing.`),
    ...[...query].flatMap(([name, text]) => {
      const [, member] = declared.flatMap(membersOf).find(([called]) => called === name) ?? [];
      const one =
        declared.find((parameter) => parameter['name'] === name) ??
        (member === undefined ? undefined : { schema: member });
      if (one === undefined) return [`The contract has no parameter ${name}.`];
      return valid(one['schema'], fromText(text, one['schema']), `parameter ${name}`);
    }),
  ];
}

/** The members of an object in the query by what they are called there: `page[size]` where it goes deep, else each by its own name. */
function membersOf({ name, style, schema }: Json): readonly (readonly [string, unknown])[] {
  const choices = isPlainObject(schema) ? [schema, schema['oneOf'] ?? [], schema['anyOf'] ?? []].flat() : [];
  return choices.flatMap((one) =>
    isPlainObject(one) && isPlainObject(one['properties'])
      ? Object.entries(one['properties']).map(
          ([key, member]) => [style === 'deepObject' ? `${String(name)}[${key}]` : key, member] as const,
        )
      : [],
  );
}

function inHeaders({ headers }: Asked, parameters: readonly Json[], valid: Valid): readonly string[] {
  return parameters
    .filter((one) => one['in'] === 'header')
    .flatMap(({ name, schema }) => {
      const text = headers[String(name).toLowerCase()];
      return text === undefined
        ? [`The header ${String(name)} is missing.`]
        : valid(schema, text, `header ${String(name)}`);
    });
}

function inBody({ body, method }: Asked, requestBody: Json, valid: Valid): readonly string[] {
  const schema = schemaIn(requestBody);
  if (schema === undefined) return body === '' ? [] : [`The contract has no body for this ${method}.`];
  return valid(schema, jsonIn(body), 'body');
}

function schemaIn({ content }: Json): unknown {
  const json = isPlainObject(content) ? content['application/json'] : undefined;
  return isPlainObject(json) ? json['schema'] : undefined;
}

function fromText(text: string, schema: unknown): unknown {
  const type = isPlainObject(schema) ? schema['type'] : undefined;
  if (type === 'integer' || type === 'number') return Number(text);
  if (type === 'boolean') return jsonIn(text);
  return type === 'array' ? text.split(',') : text;
}

function validator(api: OpenApi): Valid {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const compiled = new Map<unknown, ValidateFunction>();
  return (schema, value, what) => {
    const isValid = compiled.get(schema) ?? ajv.compile(asJsonSchema(api, schema));
    compiled.set(schema, isValid);
    return isValid(value) ? [] : (isValid.errors ?? []).map((e) => `${what}${e.instancePath}: ${e.message ?? ''}`);
  };
}

/** The schema with all that it refers to beside it, and `nullable` as JSON Schema says it. */
function asJsonSchema(api: OpenApi, schema: unknown): object {
  const definitions: Record<string, unknown> = {};
  const referred = (reference: string): string => {
    const name = reference.split('/').at(-1) ?? '';
    if (!Object.hasOwn(definitions, name)) {
      definitions[name] = true;
      definitions[name] = converted(api.at(reference));
    }
    return `#/definitions/${name}`;
  };
  const converted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(converted);
    if (!isPlainObject(value)) return value;
    const { nullable, example: _example, default: _default, ...rest } = value;
    const object = Object.fromEntries(
      Object.entries(rest).map(([key, member]) => [
        key,
        key === '$ref' && typeof member === 'string' ? referred(member) : converted(member),
      ]),
    );
    return nullable === true ? { anyOf: [object, { type: 'null' }] } : object;
  };
  return { ...(converted(schema) as object), definitions };
}
