/**
 * Streamable HTTP to an upstream by the one way out: its addresses, sizes and times bound what is sent, and the source's own credentials
 * go along, never a caller's. No stream is held open beside a call: that tools were changed is looked for before they are called.
 */
import type { FetchLike, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { Outbound, OutboundStream } from '../outbound/outbound.ts';
import type { Credentials, Headers as OwnHeaders } from '../sources/kit/http/credentials.ts';
import { MAX_REPLY_BYTES, MOST_CALL_MS } from './bounds.ts';

export type HttpPlace = {
  readonly url: string;
  readonly outbound: Pick<Outbound, 'open'>;
  readonly credentials: Credentials;
};

export async function httpTransport(place: HttpPlace): Promise<StreamableHTTPClientTransport> {
  const { StreamableHTTPClientTransport: Transport } = await import('@modelcontextprotocol/client');
  return new Transport(new URL(place.url), {
    fetch: upstreamFetch(place),
    onInsufficientScope: 'throw',
    reconnectionOptions: {
      maxRetries: 0,
      initialReconnectionDelay: 1,
      maxReconnectionDelay: 1,
      reconnectionDelayGrowFactor: 1,
    },
  });
}

function upstreamFetch({ outbound, credentials }: HttpPlace): FetchLike {
  return async (url, { method = 'GET', headers, body, signal } = {}) => {
    if (method === 'GET') return new Response(null, { status: 405 });
    const send = async (own: OwnHeaders): Promise<OutboundStream> =>
      await outbound.open({
        url: String(url),
        method: method === 'DELETE' ? 'DELETE' : 'POST',
        headers: { ...Object.fromEntries(new Headers(headers)), ...own },
        ...(typeof body === 'string' && { body }),
        ...(signal instanceof AbortSignal && { signal }),
        timeoutMs: MOST_CALL_MS,
        maxBytes: MAX_REPLY_BYTES,
      });
    const own = await credentials.headers(MOST_CALL_MS);
    const first = await send(own);
    if (first.status !== 401 || !credentials.renew(own)) return responseOf(first);
    await first.body.cancel();
    return responseOf(await send(await credentials.headers(MOST_CALL_MS)));
  };
}

const EMPTY: ReadonlySet<number> = new Set([204, 205, 304]);

function responseOf({ status, headers, body }: OutboundStream): Response {
  return new Response(EMPTY.has(status) ? null : body, { status, headers });
}
