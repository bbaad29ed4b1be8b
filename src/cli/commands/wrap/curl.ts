/**
 * `concierge wrap curl`: a pasted request becomes an operation of a source, and a tool of its service. No credential of it is kept.
 * Again, it takes its own place, with every edit kept.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Failure } from '../../../base/failure.ts';
import { exactJsonIn } from '../../../base/json.ts';
import type { Access } from '../../../wrapping/access.ts';
import { apiDocument } from '../../../wrapping/api-document.ts';
import type { Credential, CurlRequest } from '../../../wrapping/curl-request.ts';
import { curlRequest } from '../../../wrapping/curl-request.ts';
import type { Kept, KeptOperation } from '../../../wrapping/kept.ts';
import { keptOf } from '../../../wrapping/kept.ts';
import { nameOf, spokenName } from '../../../wrapping/names.ts';
import { offeredOf } from '../../../wrapping/offered.ts';
import { pastedDocument } from '../../../wrapping/pasted-document.ts';
import type { Files } from '../../../wrapping/rewrap.ts';
import { isThere, standsIn, withPasted } from '../../../wrapping/rewrap.ts';
import { serviceText, sourceText } from '../../../wrapping/source-text.ts';
import type { WrappedOperation } from '../../../wrapping/wrapped-operation.ts';
import type { CommandContext } from '../../context.ts';
import { pathFrom } from '../../terminal/from-here.ts';
import { nextLines } from '../../wrap/wrap-next.ts';
import type { WrapPlace } from '../../wrap/wrap-place.ts';
import { wrapPlace, writeWrapped } from '../../wrap/wrap-place.ts';
import { operationJson } from '../../wrap/wrap-text.ts';
import type { Wrapping } from '../../wrap/write-and-tell.ts';
import { writeAgain } from '../../wrap/write-and-tell.ts';

export type WrapCurlOptions = {
  readonly request: string;
  readonly name: string;
  readonly workspace?: string;
  readonly operation?: string;
  readonly input?: readonly string[];
  readonly keep?: readonly string[];
  readonly reply?: string;
  readonly postSearch?: boolean;
  readonly dryRun?: boolean;
};

const REQUEST: Wrapping = { from: 'request', adds: '', json: operationJson };

/** @throws Failure `usage`, `missing_file`, `configuration` */
export async function wrapCurl(options: WrapCurlOptions, context: CommandContext): Promise<void> {
  const place = wrapPlace(options.name, options.workspace, context.cwd);
  const text = options.request.startsWith('@') ? textOf(options.request.slice(1), context.cwd) : options.request;
  const request = curlRequest(text);
  const { operation, base } = await operationOf(request, options, context.cwd);
  const asked: Asked = { operation, base, request };
  if (place.there === null) return first(place, asked, options, context);
  const before = wrappedBefore(place.there, base, operation, options);
  if (before === null) added(place, place.there, asked, options, context);
  else again(place, place.there, before, asked, options, context);
}

type Asked = { readonly operation: WrappedOperation; readonly base: string; readonly request: CurlRequest };
type There = NonNullable<WrapPlace['there']>;

function pastedOf(operation: WrappedOperation): KeptOperation {
  return { ...keptOf(operation), pasted: true };
}

function added(
  place: WrapPlace,
  { kept, files }: There,
  { operation, request }: Asked,
  options: WrapCurlOptions,
  context: CommandContext,
): void {
  const result = withPasted(kept, pastedOf(operation), files);
  write(place, result.files, { ...kept, operations: [...result.operations] }, options, context);
  for (const line of toldLines(operation, request, options)) context.err(line);
  context.err(nextLines(place, null, context, { what: `\`${operation.name}\`` }).join('\n'));
}

/** Under the name that it has. */
function again(
  place: WrapPlace,
  { kept, files }: There,
  before: KeptOperation,
  { operation: made, request }: Asked,
  options: WrapCurlOptions,
  context: CommandContext,
): void {
  const { name } = before;
  const operation = { ...made, name };
  const pasted = pastedOf(operation);
  refuseToForget(before, pasted, options);
  const result = withPasted(kept, pasted, files);
  const written = { result, kept: { ...kept, operations: [...result.operations] }, chosen: [] };
  for (const line of toldLines(operation, request, options)) context.err(line);
  writeAgain(place, written, REQUEST, { dryRun: options.dryRun === true }, context);
  if (result.told.some(({ toDo }) => toDo.length > 0) || standsIn(name, result.files).length < 2)
    context.err(`To have \`${name}\` proposed anew, take it out of both files and wrap it again.`);
}

function first(
  place: WrapPlace,
  { operation, base, request }: Asked,
  options: WrapCurlOptions,
  context: CommandContext,
): void {
  const access = { baseUrl: base, ...authOf(request.credential, options.name) };
  const from = `a request to ${request.url.hostname}`;
  const head = { name: options.name, title: spokenName(options.name), from, access };
  const files = { source: sourceText(head, [operation]), service: serviceText(head, [operation]) };
  const operations = [pastedOf(operation)];
  const kept = { format: 1 as const, from, title: '', version: '', base_url: base, known: [], operations };
  write(place, files, kept, options, context);
  for (const line of toldLines(operation, request, options)) context.err(line);
  context.err(nextLines(place, access, context).join('\n'));
}

function write(place: WrapPlace, files: Files, kept: Kept, { dryRun }: WrapCurlOptions, context: CommandContext): void {
  if (dryRun === true) return context.out(`${files.source}\n${files.service}`.trimEnd());
  writeWrapped(place, files, kept);
  for (const path of [place.paths.source, place.paths.service, place.paths.kept])
    context.out(pathFrom(context.cwd, path));
}

async function operationOf(
  request: CurlRequest,
  options: WrapCurlOptions,
  cwd: string,
): Promise<{ operation: WrappedOperation; base: string }> {
  const { input = [], keep = [], postSearch = false } = options;
  const reply = options.reply === undefined ? undefined : replyIn(options.reply, cwd);
  const { text, origin, fixed } = pastedDocument(request, { inputs: input, keep, reply, postSearch });
  const api = await apiDocument(text, 'The request', () =>
    Promise.reject(new RangeError('A request refers to nothing.')),
  );
  const offered = offeredOf(api, { postSearch: true, allPosts: true, names: new Map() });
  const [made] = offered.operations;
  if (made === undefined)
    throw new Failure(
      'usage',
      `The request can’t be wrapped: ${offered.refused[0]?.why ?? 'nothing of it can be read'}.`,
    );
  const name = options.operation === undefined ? made.name : nameOf(options.operation);
  if (options.operation !== undefined && name !== options.operation)
    throw new Failure(
      'usage',
      `\`${options.operation}\` is no name for an operation.`,
      'Write it like `list_tickets`.',
    );
  const query = { ...made.source.request.query, ...fixed };
  const asked = Object.keys(query).length === 0 ? made.source.request : { ...made.source.request, query };
  const notes =
    reply === undefined ? ['Nobody has seen a reply of it: name its fields, or wrap it again with --reply FILE.'] : [];
  return {
    operation: { ...made, name, source: { ...made.source, request: asked }, notes: [...made.notes, ...notes] },
    base: origin,
  };
}

function authOf(credential: Credential | null, name: string): Pick<Access, 'auth' | 'notes'> {
  const secret = (what: string): string => nameOf(`${name}_${what}`, 60, 'system');
  switch (credential?.way) {
    case undefined:
      return { auth: { way: 'none' }, notes: ['The request came in without a credential: see `auth`.'] };
    case 'bearer':
      return { auth: { way: 'bearer', secret: secret('token') }, notes: [] };
    case 'basic':
      return {
        auth: { way: 'basic', user: 'USER', secret: secret('password') },
        notes: ['Say as whom it is asked: `auth.user`.'],
      };
    case 'api_key':
      return { auth: { way: 'api_key', header: credential.header, secret: secret('key') }, notes: [] };
  }
}

/**
 * What this very request was wrapped as; null where it is new.
 * @throws Failure `usage` where it belongs elsewhere, or what is there is another request
 */
function wrappedBefore(
  { kept, files }: There,
  base: string,
  { key, name: proposed }: WrappedOperation,
  { name, operation }: WrapCurlOptions,
): KeptOperation | null {
  const at = URL.parse(kept.base_url);
  if (at?.origin !== base)
    throw new Failure(
      'usage',
      `\`${name}\` is at ${kept.base_url}, and the request goes to ${base}.`,
      'Choose another --name.',
    );
  if (at.pathname !== '/')
    throw new Failure('usage', `\`${name}\` has paths below ${kept.base_url}.`, 'Choose another --name for requests.');
  const there = kept.operations.filter((each) => isThere(each.name, files));
  const same = there.find((each) => each.key === key);
  if (same === undefined) {
    refuseTaken(key, proposed, there, files);
    return null;
  }
  if (same.pasted !== true)
    throw new Failure(
      'usage',
      `\`${same.name}\` (${key}) is wrapped already, from ${kept.from}.`,
      'Edit it in the files, or choose another --name.',
    );
  if (operation !== undefined && operation !== same.name)
    throw new Failure(
      'usage',
      `${key} is wrapped already, as \`${same.name}\`.`,
      'Leave --operation out to wrap it again, or choose another --name.',
    );
  return same;
}

function refuseTaken(key: string, name: string, there: readonly KeptOperation[], files: Files): void {
  if (!isThere(name, files)) return;
  const other = there.find((each) => each.name === name);
  throw new Failure(
    'usage',
    other === undefined
      ? `\`${name}\` stands in the files already, and was written by somebody.`
      : `\`${name}\` is ${other.key} already, and this request is ${key}.`,
    other !== undefined && withoutNames(other.key) === withoutNames(key)
      ? 'Say --input as you did then to wrap it again, or choose another --operation.'
      : 'Choose another --operation for this one.',
  );
}

/** Whatever the inputs of its path are called. */
function withoutNames(key: string): string {
  return key.replaceAll(/\{[^}]*\}/g, '{}');
}

/** A request says nothing of its reply: without one the fields would go that another one showed. */
function refuseToForget(before: KeptOperation, { fields }: KeptOperation, { reply }: WrapCurlOptions): void {
  if (reply !== undefined || isDeepStrictEqual(before.fields, fields)) return;
  throw new Failure(
    'usage',
    `\`${before.name}\` (${before.key}) was wrapped with a reply, and would lose its fields without one.`,
    'Say --reply FILE again.',
  );
}

function toldLines(
  { key, name, source, fields, notes }: WrappedOperation,
  { credential, notes: left }: CurlRequest,
  { reply, request }: WrapCurlOptions,
): readonly string[] {
  const inputs = Object.entries(source.input ?? {}).map(
    ([input, { type, required }]) => `${input} (${type}${required === true ? ', needed' : ''})`,
  );
  return [
    `${name}: ${key}, ${inputs.length === 0 ? 'which takes nothing' : `which takes ${inputs.join(', ')}`}${reply === undefined ? '' : `, with ${fields.length} fields`}.`,
    ...(credential === null
      ? []
      : [
          request.startsWith('@')
            ? `Its credential was written nowhere; it still stands in ${request.slice(1)}: delete that.`
            : 'Its credential was written nowhere; your shell may remember it: make a new one, or paste the request by @FILE the next time.',
        ]),
    ...[...left, ...notes].map((note) => `  ${note}`),
  ];
}

const MOST_REPLY = 5 * 1024 * 1024;

function replyIn(path: string, cwd: string): unknown {
  const text = textOf(path, cwd);
  const value = text.length > MOST_REPLY ? undefined : exactJsonIn(text);
  if (value === undefined) throw new Failure('usage', `${path} holds no JSON.`, 'Save a reply of the request there.');
  return value;
}

function textOf(path: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, path), 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new Failure('missing_file', `${path} can’t be read (${code}).`, '', { cause });
  }
}
