/** `concierge wrap curl`: a pasted request becomes an operation of a source, and a tool of its service. No credential of it is kept. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import { exactJsonIn } from '../../../base/json.ts';
import type { Access } from '../../../wrapping/access.ts';
import { apiDocument } from '../../../wrapping/api-document.ts';
import type { Credential, CurlRequest } from '../../../wrapping/curl-request.ts';
import { curlRequest } from '../../../wrapping/curl-request.ts';
import { keptOf } from '../../../wrapping/kept.ts';
import { nameOf, spokenName } from '../../../wrapping/names.ts';
import { offeredOf } from '../../../wrapping/offered.ts';
import { pastedDocument } from '../../../wrapping/pasted-document.ts';
import { withAdded } from '../../../wrapping/rewrap.ts';
import { serviceText, sourceText } from '../../../wrapping/source-text.ts';
import type { WrappedOperation } from '../../../wrapping/wrapped-operation.ts';
import type { CommandContext } from '../../context.ts';
import { pathFrom } from '../../terminal/from-here.ts';
import { nextLines } from '../../wrap/wrap-next.ts';
import type { WrapPlace } from '../../wrap/wrap-place.ts';
import { wrapPlace, writeWrapped } from '../../wrap/wrap-place.ts';

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

/** @throws Failure `usage`, `missing_file`, `configuration` */
export async function wrapCurl(options: WrapCurlOptions, context: CommandContext): Promise<void> {
  const place = wrapPlace(options.name, options.workspace, context.cwd);
  const text = options.request.startsWith('@') ? textOf(options.request.slice(1), context.cwd) : options.request;
  const request = curlRequest(text);
  const { operation, base } = await operationOf(request, options, context.cwd);
  const access = { baseUrl: base, ...authOf(request.credential, options.name) };
  const from = `a request to ${request.url.hostname}`;
  const head = { name: options.name, title: spokenName(options.name), from, access };
  const there = place.there;
  if (there !== null) refuseOther(there.kept, base, operation, place);
  const files =
    there === null
      ? { source: sourceText(head, [operation]), service: serviceText(head, [operation]) }
      : withAdded(operation, there.files);
  const kept = there?.kept ?? {
    format: 1 as const,
    from,
    title: '',
    version: '',
    base_url: base,
    known: [],
    operations: [],
  };
  const operations = [...kept.operations, { ...keptOf(operation), pasted: true as const }];
  if (options.dryRun === true) context.out(`${files.source}\n${files.service}`.trimEnd());
  else {
    writeWrapped(place, files, { ...kept, operations });
    for (const path of [place.paths.source, place.paths.service, place.paths.kept])
      context.out(pathFrom(context.cwd, path));
  }
  for (const line of toldLines(operation, request, options)) context.err(line);
  const next =
    there === null
      ? nextLines(place, access, context)
      : nextLines(place, null, context, { what: `\`${operation.name}\`` });
  context.err(next.join('\n'));
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
    reply === undefined ? ['Nobody has seen a reply of it: name its fields, or wrap it with --reply FILE.'] : [];
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

function refuseOther(
  kept: { base_url: string; operations: readonly { key: string; name: string }[] },
  base: string,
  operation: WrappedOperation,
  { name }: WrapPlace,
): void {
  if (URL.parse(kept.base_url)?.origin !== base)
    throw new Failure(
      'usage',
      `\`${name}\` is at ${kept.base_url}, and the request goes to ${base}.`,
      'Choose another --name.',
    );
  const same = kept.operations.find((each) => each.key === operation.key || each.name === operation.name);
  if (same !== undefined)
    throw new Failure(
      'usage',
      `\`${same.name}\` (${same.key}) is wrapped already.`,
      'Edit it in the files, or choose another --operation. To wrap it anew, delete the source, the service and the file in .wrapped/ first.',
    );
  if (new URL(kept.base_url).pathname !== '/')
    throw new Failure('usage', `\`${name}\` has paths below ${kept.base_url}.`, 'Choose another --name for requests.');
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
