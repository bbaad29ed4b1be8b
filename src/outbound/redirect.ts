/** Where a reply sends a request on to, and what may go there with it. Only a GET goes on: it asks for nothing to be done. */
import type { Allowance } from './allowance.ts';
import type { Leg } from './exchange.ts';
import type { OutboundReply } from './outbound.ts';
import { refusedUrl, targetOf } from './target.ts';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Null where the reply is the end of the way.
 * @throws OutboundFailure `refused_url`, `refused_address`
 */
export function nextLeg(leg: Leg, reply: OutboundReply, allowance: Allowance): Leg | null {
  const location = reply.headers['location'];
  if (leg.method !== 'GET' || !REDIRECTS.has(reply.status) || location === undefined) return null;
  const target = targetOf(URL.parse(location, leg.target.url.href), allowance);
  if (leg.target.protocol === 'https:' && target.protocol === 'http:')
    throw refusedUrl(target.url, 'a redirect led from https to http');
  const headers = target.url.origin === leg.target.url.origin ? leg.headers : harmless(leg.headers);
  return { method: 'GET', target, headers, body: null };
}

/** A key may stand in any header (`x-api-key`), so what isn't known to hold none stays behind. */
const HARMLESS: ReadonlySet<string> = new Set(['accept', 'accept-language', 'user-agent']);

function harmless(headers: Leg['headers']): Leg['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => HARMLESS.has(name)));
}
