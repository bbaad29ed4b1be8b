/** From an operation and what it is asked to the request on the wire, still without credentials. */
import { memoized } from '../../../base/memoized.ts';
import type { OutboundRequest } from '../../../outbound/outbound.ts';
import { checkInput, writtenInput } from './check-input.ts';
import { withValueAt } from './dotted-path.ts';
import type { Input, InputFields, Operation, Place, RequestTemplate, Template } from './operation.ts';
import { SourceFailure } from './source-failure.ts';
import { filledBody, filledHeader, filledParameter, filledPath } from './template.ts';

/** A gateway in the system's place: what it has instead of the path that the system itself has before everything. */
export type Gateway = { readonly path: string; readonly ownPath: string };

/** `base` may have a path of its own, which goes before. */
export type Draft = {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly gateway: Gateway | null;
};

/** @throws SourceFailure `blocked` where the input isn't fit */
export function draftOf(
  { input: fields, request }: Operation,
  asked: Input,
  base: URL,
  gateway: Gateway | null = null,
): Draft {
  checkInput(fields, asked);
  const input = writtenInput(fields, asked);
  const path = filledPath(request.path, input).replaceAll(UNFIT, escaped);
  const url = new URL(`${beginningOf(base).text}${path}${queryOf(request, fields, input)}`);
  const headers: Record<string, string> = {};
  for (const [name, template] of Object.entries(request.headers ?? {})) {
    const value = filledHeader(template, input);
    if (value !== undefined) headers[name.toLowerCase()] = value;
  }
  const body = request.body === undefined ? undefined : filledBody(request.body, input);
  return { method: request.method ?? 'GET', url, headers, body, gateway };
}

/** What a path may hold as itself alone, and would mean something else in a URL's text. */
const UNFIT = /[?#\p{Cc} ]/gu;

/** As URLs have it: tabs and line breaks mean nothing. */
function escaped(character: string): string {
  return '\t\n\r'.includes(character) ? '' : encodeURIComponent(character);
}

/** All that stands before an operation's path. A source's address never changes: it is taken apart once. Kept in an object for that. */
const beginningOf = memoized((base: URL): { readonly text: string } => {
  const bare = new URL(base);
  bare.search = '';
  bare.hash = '';
  return { text: bare.href.replace(/\/$/, '') };
});

function queryOf({ query }: RequestTemplate, fields: InputFields, input: Input): string {
  if (query === undefined) return '';
  const parameters = new URLSearchParams();
  for (const [name, said] of Object.entries(query))
    for (const value of parametersOf(said, fields, input)) parameters.append(name, value);
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}

type Said = NonNullable<RequestTemplate['query']>[string];

function parametersOf(said: Said, fields: InputFields, input: Input): readonly string[] {
  if (isSeveral(said)) return said.flatMap((template) => filledParameter(template, fields, input) ?? []);
  if (typeof said === 'string' || 'text' in said) return [filledParameter(said, fields, input) ?? []].flat();
  const value = Object.hasOwn(input, said.each) ? input[said.each] : undefined;
  const entries: readonly string[] = value === undefined ? [] : [value].flat().map(String);
  return said.between === undefined || entries.length === 0 ? entries : [entries.join(said.between)];
}

function isSeveral(said: Said): said is readonly Template[] {
  return Array.isArray(said);
}

/** The same request for another page: the mark put where it belongs. */
export function markedAt(draft: Draft, place: Place, mark: string | number): Draft {
  if ('body' in place) return { ...draft, body: withValueAt(draft.body, place.body, mark) };
  const url = new URL(draft.url);
  url.searchParams.set(place.query, String(mark));
  return { ...draft, url };
}

export function isSame(one: Draft, other: Draft): boolean {
  return one.url.href === other.url.href && JSON.stringify(one.body) === JSON.stringify(other.body);
}

/**
 * The page that a reply names. It may lead to no other origin, and behind a gateway to nothing else, whatever the reply says: our
 * credentials go along.
 * @throws SourceFailure `contract`
 */
export function ledTo(draft: Draft, url: string): Draft {
  const next = URL.parse(draft.gateway === null ? url : behind(draft.gateway, url), draft.url.href);
  const isOurs = next !== null && next.origin === draft.url.origin && next.username === '' && next.password === '';
  if (!isOurs || (draft.gateway !== null && !isBelow(next.pathname, draft.gateway.path)))
    throw new SourceFailure('contract', `${draft.url.hostname} names a next page that isn't its own.`);
  return { ...draft, method: 'GET', url: next, body: undefined };
}

/** The system knows nothing of the gateway: a path from its first slash is one of its own. */
function behind({ path, ownPath }: Gateway, url: string): string {
  const isPath = url.startsWith('/') && !url.startsWith('//') && !isBelow(url, path);
  return isPath && isBelow(url, ownPath) ? `${path}${url.slice(ownPath.length)}` : url;
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

export function onWire(
  { method, url, headers, body }: Draft,
  credentials: Readonly<Record<string, string>>,
): OutboundRequest {
  const plain = { accept: 'application/json', ...headers, ...credentials };
  if (body === undefined) return { url: url.href, method, headers: plain };
  return {
    url: url.href,
    method,
    headers: { 'content-type': 'application/json', ...plain },
    body: JSON.stringify(body),
  };
}
