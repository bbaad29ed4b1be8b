/**
 * What is wrong in a connector's data: names that lead nowhere, fields that nobody declares, a credential where it would be
 * seen. Run over every connector by a test, and over what a source declares of its own system when the workspace is read.
 */
import type { ValuePath, ValueProblem } from '../../../base/problem.ts';
import { valueError } from '../../../base/problem.ts';
import type { Connector, SyncRead } from './connector.ts';
import { schemaTrouble } from './value-schema.ts';
import type { BodyTemplate, EachEntry, InputField, Operation, QueryText, Template } from './operation.ts';

/** Paths are from the connector: `operations`, `people`, `request`, `path`. */
export function connectorProblems(connector: Connector): readonly ValueProblem[] {
  const { operations, reads, probe } = connector;
  const probed = Object.hasOwn(operations, probe.operation) ? [] : [unknown(['probe', 'operation'], operations)];
  return [
    ...Object.entries(operations).flatMap(([name, each]) => operationProblems(['operations', name], each, connector)),
    ...Object.entries(reads).flatMap(([name, each]) => readProblems(['reads', name], each, connector)),
    ...probed,
  ];
}

function unknown(path: ValuePath, known: object): ValueProblem {
  return valueError(path, 'There is no such name.', `There are: ${Object.keys(known).join(', ')}.`);
}

function operationProblems(at: ValuePath, operation: Operation, { paces }: Connector): readonly ValueProblem[] {
  const { input, request, pace } = operation;
  const undeclared = templatesOf(request).flatMap(([path, fields]) =>
    fields
      .filter((field) => !Object.hasOwn(input, field))
      .map((field) =>
        valueError(
          [...at, 'request', ...path],
          `\`{${field}}\` is no input of this operation.`,
          'Declare it under `input`, or take it out.',
        ),
      ),
  );
  return [
    ...undeclared,
    ...Object.entries(input).flatMap(([name, field]) => nestedProblems(at, name, field, request)),
    ...pathProblems([...at, 'request', 'path'], request.path),
    ...Object.keys(request.query ?? {})
      .filter((name) => KEY_NAME.test(name))
      .map((name) => seen([...at, 'request', 'query', name], 'a URL, which logs and proxies keep')),
    ...Object.keys(request.headers ?? {})
      .filter((name) => KEY_HEADER.test(name) || KEY_NAME.test(name))
      .map((name) => seen([...at, 'request', 'headers', name], 'the workspace')),
    ...keysInBody([...at, 'request', 'body'], request.body),
    ...(pace === undefined || Object.hasOwn(paces, pace) ? [] : [unknown([...at, 'pace'], paces)]),
  ];
}

/** An object or a list of objects: by a schema, and where its text can't mean anything else. */
function nestedProblems(
  at: ValuePath,
  name: string,
  { type, schema }: InputField,
  request: Operation['request'],
): readonly ValueProblem[] {
  const place = [...at, 'input', name];
  if (type !== 'json')
    return schema === undefined ? [] : [valueError([...place, 'schema'], 'Only `json` has a schema.', 'Delete it.')];
  if (schema === undefined) return [valueError(place, 'Nothing says what this `json` may be.', 'Say its `schema:`.')];
  const trouble = schemaTrouble(schema);
  if (trouble !== null)
    return [valueError([...place, 'schema'], `This can't be offered: ${trouble}.`, 'Take parts out.')];
  if (schema.type !== 'object' && schema.type !== 'array')
    return [
      valueError(
        [...place, 'schema', 'type'],
        'This is a single value.',
        `Say \`type: ${schema.type}\` in place of \`json\`.`,
      ),
    ];
  const elsewhere = templatesOf(request).find(
    ([path, fields]) => fields.includes(name) && (path[0] === 'path' || path[0] === 'headers'),
  );
  const query = Object.entries(request.query ?? {}).find(
    ([, said]) => typeof said !== 'string' && [said].flat().flatMap(fieldsOfParameter).includes(name),
  );
  if (elsewhere === undefined && query === undefined) return [];
  const where = elsewhere?.[0] ?? ['query', query?.[0] ?? ''];
  return [
    valueError(
      [...at, 'request', ...where],
      `\`${name}\` is \`json\`, which no text of this kind is.`,
      'It belongs into a body, or by itself into a parameter.',
    ),
  ];
}

/** Names under which systems take keys, and none that a page or a search has. */
const KEY_NAME =
  /^(?:access[_-]?token|api[_-]?key|app[_-]?key|apikey|auth(?:orization)?|client[_-]?secret|key|passw(?:or)?d|secret|sig(?:nature)?|token|x-api-key|x-auth-token)$/i;
export function isCredentialName(name: string): boolean {
  return KEY_NAME.test(name) || /(?:signature|credential|-token)$/i.test(name);
}

/** In a body a `key` is a key of something, and the token of a page is none. */
const KEY_MEMBER =
  /^authorization$|(?:(?:access|auth|api|bearer|refresh|session)[_-]?token|api[_-]?key|client[_-]?secret|passw(?:or)?d)$/i;

/** Written there it would be in the workspace, and as an input in the hands of a model. */
function keysInBody(at: ValuePath, body: BodyTemplate | undefined): readonly ValueProblem[] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([key, member]: readonly [string, BodyTemplate]) =>
    KEY_MEMBER.test(key)
      ? [seen([...at, key], 'a body that the workspace describes')]
      : keysInBody([...at, key], member),
  );
}

const KEY_HEADER = /^(?:authorization|cookie|proxy-authorization|host|content-length|transfer-encoding)$/i;

function seen(path: ValuePath, where: string): ValueProblem {
  return valueError(
    path,
    `A credential doesn't belong into ${where}.`,
    'Say under `auth` how this system lets us in, and name the secret there.',
  );
}

const PATH = /^\/(?!\/)[^\s?#\\\p{Cc}]*$/u;
/** Also as URLs read it that are escaped. */
const DOTS = /^(?:\.|%2e){1,2}$/i;

function pathProblems(at: ValuePath, path: Template): readonly ValueProblem[] {
  const isPlain = PATH.test(path) && !path.split('/').some((segment) => DOTS.test(segment));
  return isPlain
    ? []
    : [valueError(at, 'This is no path below the address.', 'Begin with one slash; parameters belong under `query`.')];
}

const FIELD = /\{(\w+)\}/g;

function fieldsIn(template: Template): readonly string[] {
  return [...template.matchAll(FIELD)].map(([, field = '']) => field);
}

function templatesOf({
  path,
  query = {},
  headers = {},
  body,
}: Operation['request']): readonly (readonly [ValuePath, readonly string[]])[] {
  return [
    [['path'], fieldsIn(path)],
    ...Object.entries(query).map(
      ([name, each]) => [['query', name], [each].flat().flatMap(fieldsOfParameter)] as const,
    ),
    ...Object.entries(headers).map(([name, each]) => [['headers', name], fieldsIn(each)] as const),
    [['body'], body === undefined ? [] : fieldsOfBody(body)],
  ];
}

function fieldsOfParameter(one: Template | QueryText | EachEntry): readonly string[] {
  if (typeof one === 'string') return fieldsIn(one);
  return 'each' in one ? [one.each] : fieldsIn(one.text);
}

function fieldsOfBody(body: BodyTemplate): readonly string[] {
  if (typeof body !== 'object' || body === null) return [];
  if ('input' in body && typeof body.input === 'string') return [body.input];
  const members: readonly BodyTemplate[] = Object.values(body);
  return members.flatMap(fieldsOfBody);
}

function readProblems(at: ValuePath, read: SyncRead, { operations, reads }: Connector): readonly ValueProblem[] {
  const { changes, one, forEach, window } = read;
  const operation = operations[read.operation];
  const names: readonly (readonly [ValuePath, string | undefined])[] = [
    [['operation'], read.operation],
    [['changes', 'operation'], changes?.operation],
    [['changes', 'deletions', 'operation'], changes?.deletions?.operation],
    [['one', 'operation'], one?.operation],
  ];
  const nowhere = names.flatMap(([path, name]) =>
    name === undefined || Object.hasOwn(operations, name) ? [] : [unknown([...at, ...path], operations)],
  );
  if (operation === undefined) return nowhere;
  const fields: readonly (readonly [ValuePath, string | undefined, Operation | undefined])[] = [
    ...Object.keys(read.input).map((field) => [['input', field], field, operation] as const),
    [['columns'], read.columns ?? undefined, operation],
    [['changes', 'since'], changes?.since, operations[changes?.operation ?? '']],
    [['one', 'by'], one?.by, operations[one?.operation ?? '']],
    [['for_each', 'to'], forEach?.to, operation],
    [['window', 'from'], window?.from, operation],
    [['window', 'to'], window?.to, operation],
  ];
  return [
    ...nowhere,
    ...fields.flatMap(([path, field, of]) =>
      field === undefined || of === undefined || Object.hasOwn(of.input, field)
        ? []
        : [unknown([...at, ...path], of.input)],
    ),
    ...(forEach === undefined ? [] : forEachProblems([...at, 'for_each', 'of'], forEach.of, reads)),
    ...(changes === null || (forEach === undefined && window === undefined) ? [] : [onlyWhole([...at, 'changes'])]),
  ];
}

function onlyWhole(at: ValuePath): ValueProblem {
  return valueError(
    at,
    "A read over days (`window`), or one that is asked for each of another (`for_each`), can't tell what has changed.",
    'Take `changes` out: each sync then reads all.',
  );
}

function forEachProblems(at: ValuePath, first: string, reads: Connector['reads']): readonly ValueProblem[] {
  const passed = new Set<string>();
  for (let name: string | undefined = first; name !== undefined; name = reads[name]?.forEach?.of) {
    if (!Object.hasOwn(reads, name)) return [unknown(at, reads)];
    if (passed.has(name))
      return [valueError(at, 'These reads ask for each other.', 'Let one of them stand by itself.')];
    passed.add(name);
  }
  return [];
}
