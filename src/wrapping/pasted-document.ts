/**
 * A pasted request as an OpenAPI document of one operation, so that it goes the way of every other: what looks like an id in the
 * path, and every value of the query, is an input; nothing of these values is kept.
 */
import { Failure } from '../base/failure.ts';
import { isPlainObject, jsonIn } from '../base/json.ts';
import type { CurlRequest } from './curl-request.ts';
import { freeName, nameOf, snakeCase } from './names.ts';
import { schemaOfExample } from './shape.ts';

export type PastedOptions = {
  /** What a person says is an input: `name=path:2`, `name=query:status`, `name=body:limit`. */
  readonly inputs: readonly string[];
  /** Parameters that stay as they were pasted. */
  readonly keep: readonly string[];
  /** A reply as it came, JSON; null where none was given. */
  readonly reply: unknown;
  readonly postSearch: boolean;
};

export type Pasted = {
  /** The document's text. */
  readonly text: string;
  readonly origin: string;
  /** `{ status: open }`: always so. */
  readonly fixed: Readonly<Record<string, string>>;
};

type Parameter = {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: object;
};

/** @throws Failure `usage` where it isn't a read, or a credential stands where it would be seen */
export function pastedDocument(request: CurlRequest, options: PastedOptions): Pasted {
  const { method, url } = request;
  refuseWrites(request, options.postSearch);
  for (const name of url.searchParams.keys())
    if (KEY_NAME.test(name))
      throw new Failure(
        'usage',
        `\`${name}\` in the address looks like a credential, which logs and proxies keep.`,
        'Paste it with a header in its place, if the system takes one.',
      );
  const said = saidInputs(options.inputs);
  const { path, parameters } = pathOf(url.pathname, said);
  const { query, fixed } = queryOf(url.searchParams, options.keep, said);
  const headers = request.headers.map(([name, value]): Parameter => ({
    name,
    in: 'header',
    schema: { type: 'string', enum: [value] },
  }));
  const body =
    method === 'GET' || request.body === null
      ? {}
      : { requestBody: { content: { 'application/json': { schema: bodySchema(request.body) } } } };
  const schema = options.reply === undefined ? UNKNOWN : schemaOfExample(options.reply);
  const operation = {
    parameters: [...parameters, ...query, ...headers],
    responses: { 200: { description: '', content: { 'application/json': { schema } } } },
    ...body,
  };
  const document = {
    openapi: '3.1.0',
    info: { title: url.hostname, version: '' },
    paths: { [path]: { [method.toLowerCase()]: operation } },
  };
  return { text: JSON.stringify(document), origin: url.origin, fixed };
}

const UNKNOWN = { type: 'object', properties: { id: { type: 'string' } } };
const KEY_NAME =
  /^(?:access[_-]?token|api[_-]?key|app[_-]?key|apikey|auth(?:orization)?|client[_-]?secret|key|passw(?:or)?d|secret|sig(?:nature)?|token|jwt|session(?:id)?|x-.*-(?:key|token|signature|credential)|x-api-key)$/i;
const ASKS = /(?:^|[/_.-])(?:search|query|list|lookup|find|filter)(?:\.json)?$/i;

function refuseWrites({ method, url, body }: CurlRequest, isAllowed: boolean): void {
  if (/\/graphql\/?$/i.test(url.pathname))
    throw new Failure('usage', 'A GraphQL request may do anything, so it isn’t wrapped.', 'Paste a REST request.');
  if (method === 'GET') return;
  if (!isAllowed && !ASKS.test(url.pathname))
    throw new Failure(
      'usage',
      'A POST may change something, so it isn’t wrapped.',
      'Say --post-search where it only asks.',
    );
  if (!isPlainObject(jsonIn(body ?? '{}')))
    throw new Failure('usage', 'The body is no JSON object.', 'Paste a request that sends one.');
}

type Said = ReadonlyMap<string, string>;

/** Where → the name. */
function saidInputs(inputs: readonly string[]): Said {
  return new Map(
    inputs.map((input) => {
      const [, name, where] = /^([a-z][a-z0-9_]{0,39})=((?:path:\d+|query:.+))$/.exec(input) ?? [];
      if (name === undefined || where === undefined)
        throw new Failure(
          'usage',
          `\`${input.slice(0, 80)}\` names no place of an input.`,
          'Write `--input id=path:2` (the second part of the path) or `--input state=query:status`.',
        );
      return [where, name] as const;
    }),
  );
}

const ID = /^(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27}|(?=[^/]*\d)[A-Za-z0-9_-]{8,}|[^@/]+@[^@/]+\.[a-z]+|[A-Z]{1,5}-\d+)$/i;
const VERSION = /^v?\d{1,2}(?:\.\d+)*$/i;

/** Said ones where there are any; else those that look like an id. A date of a version (`2024-01`) isn't one. */
function pathOf(pathname: string, said: Said): { path: string; parameters: readonly Parameter[] } {
  const isSaid = [...said.keys()].some((where) => where.startsWith('path:'));
  const parts = pathname.split('/').slice(1).map(decodedPart);
  for (const where of said.keys())
    if (where.startsWith('path:') && Number(where.slice(5)) > parts.length)
      throw new Failure('usage', `The path has no part ${where.slice(5)}.`, 'Count from 1 behind the host.');
  const parameters: Parameter[] = [];
  const taken = new Set<string>();
  const told = parts.map((part, index) => {
    const named = said.get(`path:${index + 1}`);
    const before = parts[index - 1] ?? '';
    const isId = isSaid
      ? named !== undefined
      : ID.test(part) && !(index < 3 && VERSION.test(part) && (index === 0 || /^(?:api|rest)$/i.test(before)));
    if (!isId) return encodeURIComponent(part).replaceAll('%3A', ':').replaceAll('%40', '@');
    const name = freeName(named ?? nameOf(`${before.replace(/ies$/, 'y').replace(/s$/, '')}_id`, 40, 'id'), taken);
    taken.add(name);
    parameters.push({
      name,
      in: 'path',
      required: true,
      schema: { type: /^\d{1,15}$/.test(part) ? 'integer' : 'string' },
    });
    return `{${name}}`;
  });
  return { path: `/${told.join('/')}`, parameters };
}

function decodedPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function queryOf(
  search: URLSearchParams,
  keep: readonly string[],
  said: Said,
): { query: readonly Parameter[]; fixed: Record<string, string> } {
  const names = [...new Set(search.keys())];
  const stranger =
    keep.find((name) => !names.includes(name)) ??
    [...said.keys()].find((where) => where.startsWith('query:') && !names.includes(where.slice(6)))?.slice(6);
  if (stranger !== undefined)
    throw new Failure(
      'usage',
      `The request has no parameter \`${stranger}\`.`,
      names.length === 0 ? 'It has none.' : `It has: ${names.join(', ')}.`,
    );
  const fixed = Object.fromEntries(
    names.filter((name) => keep.includes(name)).map((name) => [name, search.get(name) ?? '']),
  );
  const query = names
    .filter((name) => !keep.includes(name))
    .map((name): Parameter => {
      const values = search.getAll(name);
      const type = typeOf(values[0] ?? '');
      return { name, in: 'query', schema: values.length > 1 ? { type: 'array', items: { type: 'string' } } : { type } };
    });
  return { query, fixed };
}

function typeOf(value: string): string {
  if (/^-?\d{1,15}$/.test(value)) return 'integer';
  return value === 'true' || value === 'false' ? 'boolean' : 'string';
}

/** Its single values are inputs; what is made of several can't be one. */
function bodySchema(body: string): object {
  const value = jsonIn(body);
  const members = isPlainObject(value) ? Object.entries(value) : [];
  return {
    type: 'object',
    properties: Object.fromEntries(members.map(([name, member]) => [name, schemaOfExample(member)])),
    required: members.flatMap(([name, member]) => (isPlainObject(member) && snakeCase(name) !== '' ? [name] : [])),
  };
}
