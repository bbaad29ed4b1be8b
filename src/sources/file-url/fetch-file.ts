/** One file, whole, by HTTPS: asked for only if it has changed, led on only to hosts that are listed, and looked at before it is taken. */
import type { Outbound, OutboundReply } from '../../outbound/outbound.ts';
import { OutboundFailure } from '../../outbound/outbound.ts';
import type { FileRead } from '../declaration.ts';
import { failureOf, isSuccess } from '../kit/http/classify.ts';
import { outboundFailure } from '../kit/http/outbound-failure.ts';
import { SourceFailure } from '../kit/http/source-failure.ts';
import type { FileMark } from './mark.ts';

export type FileRequest = {
  readonly url: URL;
  readonly format: FileRead['format'];
  /** Of the credentials; for the address's own origin alone. */
  readonly headers: Readonly<Record<string, string>>;
  readonly redirectHosts: readonly string[];
  /** What is known of it already; null: it is wanted in any case. */
  readonly known: FileMark | null;
  readonly deadlineMs: number;
};

/** Null body: it hasn't changed. */
export type FetchedFile = { readonly body: Buffer | null; readonly mark: FileMark };

export const MOST_BYTES = 64 * 1024 * 1024;
const MOST_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** @throws SourceFailure, which names the host and nothing else of the address */
export async function fetchFile(request: FileRequest, outbound: Pick<Outbound, 'send'>): Promise<FetchedFile> {
  const { known, format } = request;
  const reply = await followed(request, outbound);
  const host = URL.parse(reply.url)?.hostname ?? request.url.hostname;
  if (reply.status === 304 && known !== null) return { body: null, mark: known };
  if (!isSuccess(reply)) throw failureOf(reply, host, { at: [], kinds: {} }, Date.now());
  const mark = { etag: reply.headers['etag'] ?? null, modified: reply.headers['last-modified'] ?? null };
  // Not every server heeds the question.
  if (known !== null && known.etag !== null && known.etag === mark.etag) return { body: null, mark: known };
  refuseOther(reply, format, host);
  return { body: reply.body, mark };
}

async function followed(request: FileRequest, outbound: Pick<Outbound, 'send'>): Promise<OutboundReply> {
  const { url: first, headers, known } = request;
  const asked = {
    accept: '*/*',
    ...(known?.etag && { 'if-none-match': known.etag }),
    ...(known?.modified && { 'if-modified-since': known.modified }),
  };
  const endsAt = performance.now() + request.deadlineMs;
  for (let [url, redirects] = [first, 0]; ; redirects += 1) {
    const own = url.origin === first.origin ? headers : {};
    const timeoutMs = Math.max(1, endsAt - performance.now());
    const reply = await outbound
      .send({ url: url.href, headers: { ...asked, ...own }, timeoutMs, maxBytes: MOST_BYTES, maxRedirects: 0 })
      .catch((error: unknown) => {
        throw error instanceof OutboundFailure ? outboundFailure(error) : error;
      });
    const location = reply.headers['location'];
    if (!REDIRECTS.has(reply.status) || location === undefined) return reply;
    if (redirects === MOST_REDIRECTS)
      throw new SourceFailure('contract', `${first.hostname} led on once more than it may.`);
    url = ledTo(location, url, request);
  }
}

function ledTo(location: string, from: URL, { url: first, redirectHosts }: FileRequest): URL {
  const to = URL.parse(location, from.href);
  const isListed = to !== null && (to.host === first.host || redirectHosts.includes(to.hostname));
  if (to === null || !isListed || (to.protocol !== 'https:' && to.protocol !== first.protocol))
    throw new SourceFailure(
      'blocked',
      `${from.hostname} leads on to ${to?.hostname ?? 'no address'}, which \`redirect_hosts\` does not list.`,
    );
  return to;
}

/** What servers call each format. One that they can't name is `octet-stream`. */
const TYPES: Readonly<Record<FileRead['format'], RegExp>> = {
  csv: /^(?:text\/(?:csv|plain|tab-separated-values|x-csv|comma-separated-values)|application\/(?:csv|x-csv|vnd\.ms-excel))$/,
  json: /^(?:[\w-]+\/(?:[\w.+-]*\+)?json|text\/plain)$/,
  ndjson: /^(?:[\w-]+\/(?:x-)?(?:ndjson|jsonl|json|jsonlines|json-seq)|text\/plain)$/,
  xlsx: /^application\/(?:vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet|vnd\.ms-excel|zip)$/,
};
const UNNAMED = /^(?:(?:application|binary)\/octet-stream|application\/(?:force-)?download)?$/;
const WEB_PAGE = /^\s*(?:<!doctype html|<html)/i;
const LOOKED_AT = 512;

/** @throws SourceFailure `contract` */
function refuseOther({ headers, body }: OutboundReply, format: FileRead['format'], host: string): void {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const start = body
    .subarray(0, LOOKED_AT)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  if (type === 'text/html' || WEB_PAGE.test(start))
    throw new SourceFailure(
      'contract',
      `${host} sent a web page in place of the file: perhaps it wants somebody to log in.`,
    );
  if (!TYPES[format].test(type) && !UNNAMED.test(type))
    throw new SourceFailure('contract', `${host} sent something that it doesn't call ${format.toUpperCase()}.`);
}
