/** One request and its reply, whole, over HTTP/1.1. No redirect, no second try; the time is the signal's business. */
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { VERSION } from '../base/version.ts';
import type { OutboundReply } from './outbound.ts';
import { OutboundFailure } from './outbound.ts';
import type { Target } from './target.ts';
import { hostOf } from './target.ts';

/** A request on one part of its way: it has one, and one more for each redirect. */
export type Leg = {
  readonly target: Target;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};

export type Bounds = { readonly signal: AbortSignal; readonly maxBytes: number };

/** Of a reply's headers. */
export const MAX_HEADER_BYTES = 16_384;

const USER_AGENT = `cx-concierge/${VERSION}`;

/** @throws OutboundFailure */
export async function exchange(pool: Dispatcher, leg: Leg, bounds: Bounds): Promise<OutboundReply> {
  const { url } = leg.target;
  try {
    const reply = await pool.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: leg.method,
      headers: headersOf(leg),
      body: leg.body,
      signal: bounds.signal,
    });
    const body = await readWhole(reply, hostOf(url), bounds.maxBytes);
    return { status: reply.statusCode, headers: plain(reply.headers), body, url: url.href };
  } catch (error) {
    throw failureOf(error, hostOf(url), bounds.signal);
  }
}

/** Uncompressed, so that what is counted is what comes out. A `host` of the caller's would name another server. */
export function headersOf({ target, headers }: Pick<Leg, 'target' | 'headers'>): Record<string, string> {
  return { 'user-agent': USER_AGENT, ...headers, host: target.url.host, 'accept-encoding': 'identity' };
}

type Answered = Pick<Dispatcher.ResponseData, 'headers'> & { readonly body: Readable };

async function readWhole({ headers, body }: Answered, host: string, maxBytes: number): Promise<Buffer> {
  const refuse = (code: 'too_large' | 'unreachable', message: string): OutboundFailure => {
    body.on('error', () => {}).destroy();
    return new OutboundFailure(code, message);
  };
  const tooLarge = `The reply of ${host} is larger than ${maxBytes} bytes.`;
  if (!PLAIN.has(headers['content-encoding'])) throw refuse('unreachable', `${host} compressed its reply unasked.`);
  if (Number(headers['content-length']) > maxBytes) throw refuse('too_large', tooLarge);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw refuse('too_large', tooLarge);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What `content-encoding` says of a body that is as it is. */
export const PLAIN: ReadonlySet<unknown> = new Set([undefined, '', 'identity']);

export function plain(headers: Dispatcher.ResponseData['headers']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value = '']) => [name, [value].flat().join(', ')]));
}

/** What undici and Node.js call a time that is up, besides our own. */
const TIMEOUTS: ReadonlySet<string> = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT']);

export function failureOf(cause: unknown, host: string, signal: AbortSignal): OutboundFailure {
  if (cause instanceof OutboundFailure) return cause;
  const { code = 'no code' } = cause as NodeJS.ErrnoException;
  if (signal.aborted || TIMEOUTS.has(code))
    return new OutboundFailure('timeout', `${host} did not answer in time.`, { cause });
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return new OutboundFailure(
      'too_large',
      `The reply of ${host} has more than ${MAX_HEADER_BYTES} bytes of headers.`,
      {
        cause,
      },
    );
  return new OutboundFailure('unreachable', `${host} can't be reached (${code}).`, { cause });
}
