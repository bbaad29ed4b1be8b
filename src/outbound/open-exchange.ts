/**
 * One request whose reply is read while it comes, as event streams are: status and headers at once, the body as a stream that ends
 * with an error where it is larger than it may be or its time is up. No redirect, no second try.
 */
import { Readable, Transform } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Leg } from './exchange.ts';
import { failureOf, headersOf, PLAIN, plain } from './exchange.ts';
import type { OutboundStream } from './outbound.ts';
import { OutboundFailure } from './outbound.ts';
import { hostOf } from './target.ts';

type Bounds = { readonly signal: AbortSignal; readonly maxBytes: number };

type Opening = Omit<Leg, 'method'> & { readonly method: 'GET' | 'POST' | 'DELETE' };

/** `onEnd`: the body was read to its end, or nobody reads it any more. @throws OutboundFailure */
export async function openExchange(
  pool: Dispatcher,
  leg: Opening,
  { signal, maxBytes }: Bounds,
  onEnd: () => void,
): Promise<OutboundStream> {
  const host = hostOf(leg.target.url);
  try {
    const { statusCode, headers, body } = await pool.request({
      origin: leg.target.url.origin,
      path: leg.target.url.pathname + leg.target.url.search,
      method: leg.method,
      headers: headersOf(leg),
      body: leg.body,
      signal,
    });
    body.once('close', onEnd);
    if (!PLAIN.has(headers['content-encoding'])) {
      body.on('error', () => {}).destroy();
      throw new OutboundFailure('unreachable', `${host} compressed its reply unasked.`);
    }
    const bounded = new Transform({ transform: counting(host, maxBytes) });
    body.on('error', (error: unknown) => bounded.destroy(failureOf(error, host, signal.aborted)));
    // Nobody may be reading any more, and then nobody would hear of it.
    bounded.on('error', () => body.destroy());
    bounded.on('close', () => body.destroy());
    body.pipe(bounded);
    return { status: statusCode, headers: plain(headers), body: Readable.toWeb(bounded) as ReadableStream<Uint8Array> };
  } catch (error) {
    throw failureOf(error, host, signal.aborted);
  }
}

function counting(host: string, maxBytes: number) {
  let bytes = 0;
  return (chunk: Buffer, _encoding: unknown, done: (error: Error | null, chunk?: Buffer) => void): void => {
    bytes += chunk.length;
    if (bytes <= maxBytes) done(null, chunk);
    else done(new OutboundFailure('too_large', `The reply of ${host} is larger than ${maxBytes} bytes.`));
  };
}
