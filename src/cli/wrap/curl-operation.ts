/** A pasted request as an operation of a source, with what is said beside it. No credential of it is kept. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { exactJsonIn } from '../../base/json.ts';
import type { Access } from '../../wrapping/access.ts';
import { apiDocument } from '../../wrapping/api-document.ts';
import type { Credential, CurlRequest } from '../../wrapping/curl-request.ts';
import { nameOf } from '../../wrapping/names.ts';
import { offeredOf } from '../../wrapping/offered.ts';
import { pastedDocument } from '../../wrapping/pasted-document.ts';
import type { WrappedOperation } from '../../wrapping/wrapped-operation.ts';

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

/** @throws Failure `usage`, `missing_file` */
export async function operationOf(
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

export function authOf(credential: Credential | null, name: string): Pick<Access, 'auth' | 'notes'> {
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

const MOST_REPLY = 5 * 1024 * 1024;

function replyIn(path: string, cwd: string): unknown {
  const text = textOf(path, cwd);
  const value = text.length > MOST_REPLY ? undefined : exactJsonIn(text);
  if (value === undefined) throw new Failure('usage', `${path} holds no JSON.`, 'Save a reply of the request there.');
  return value;
}

/** @throws Failure `missing_file` */
export function textOf(path: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, path), 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new Failure('missing_file', `${path} can’t be read (${code}).`, '', { cause });
  }
}
