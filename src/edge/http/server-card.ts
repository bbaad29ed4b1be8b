/**
 * The card of an MCP endpoint (SEP-2127): what a client may know before it connects, at the endpoint's own path with `/server-card`.
 * Public, for web pages too, and the same for everybody. Only where the deployment wants cards.
 */
import type { ServerResponse } from 'node:http';
import { textHash } from '../../base/hash.ts';
import { refusePlainly } from './reply.ts';
import type { Refusal } from './reply.ts';
import { RPC } from './reply.ts';
import type { Route } from './route.ts';

/** The last part of its path; no service is called so. */
export const SERVER_CARD = 'server-card';

const CACHED_S = 3600;

const HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET',
  'access-control-allow-headers': 'Content-Type, If-None-Match',
  'access-control-expose-headers': 'ETag',
};

/** `card`: of this moment; undefined where the service is served no more. */
export function serverCardRoute(card: () => object | undefined): Route {
  const handle: Route['handle'] = ({ method, headers }, response) => {
    const found = card();
    if (found === undefined) return Promise.resolve(NOT_FOUND);
    if (method === 'OPTIONS') response.writeHead(204, HEADERS).end();
    else send(response, JSON.stringify(found), headers['if-none-match']);
    return Promise.resolve(undefined);
  };
  return { methods: ['GET', 'HEAD', 'OPTIONS'], refuse: refusePlainly, unguarded: true, handle };
}

function send(response: ServerResponse, text: string, known: string | undefined): void {
  const etag = `"${textHash(text)}"`;
  const headers = { ...HEADERS, 'cache-control': `public, max-age=${CACHED_S}`, etag };
  if (known !== undefined && isKnown(known, etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  const length = Buffer.byteLength(text);
  response.writeHead(200, { ...headers, 'content-type': 'application/mcp-server-card+json', 'content-length': length });
  response.end(text);
}

/** RFC 9110, 13.1.2: weak or not makes no difference here. */
function isKnown(known: string, etag: string): boolean {
  return known.split(',').some((each) => each.trim().replace(/^W\//, '') === etag || each.trim() === '*');
}

const NOT_FOUND: Refusal = {
  reason: 'no_such_path',
  status: 404,
  code: RPC.transport,
  message: 'Nothing is served at this path.',
};
