/**
 * Who may knock: the Host header must name this server (against DNS rebinding), an Origin must be an approved one
 * (against web pages that call a local server), and in open mode nothing may have come through a proxy or tunnel.
 */
import type { IncomingMessage } from 'node:http';
import {
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  validateHostHeader,
  validateOriginHeader,
} from '@modelcontextprotocol/server';
import type { RefusalReason } from '../refusal.ts';
import type { Refusal } from './reply.ts';
import { RPC } from './reply.ts';

export type GuardOptions = {
  readonly openMode: boolean;
  /** Host names without port, besides the loopback names; open mode has none. */
  readonly allowedHosts: readonly string[];
  /** Origins such as `https://chat.acme.example`, besides the loopback names. */
  readonly allowedOrigins: readonly string[];
};

/** What is wrong with a request's headers, if anything is. */
export type Guard = (request: GuardedRequest) => Refusal | undefined;

export type GuardedRequest = Pick<IncomingMessage, 'headers' | 'httpVersion'>;

/** `ownHost`: what the server listens on, as a URL writes it. */
export function guardOf({ openMode, allowedHosts, allowedOrigins }: GuardOptions, ownHost: string): Guard {
  const hosts = [...localhostAllowedHostnames(), ownHost, ...(openMode ? [] : allowedHosts)];
  const isOwnHost = remembered((host) => validateHostHeader(host, hosts).ok);
  const isApprovedOrigin = remembered(
    (origin) => allowedOrigins.includes(origin) || validateOriginHeader(origin, localhostAllowedOrigins()).ok,
  );
  return (request) => {
    const { headers } = request;
    if (openMode && wasForwarded(request)) return FORWARDED;
    if (!isOwnHost(headers.host ?? '')) return openMode ? NOT_LOOPBACK : FOREIGN_HOST;
    const { origin } = headers;
    return origin === undefined || isApprovedOrigin(origin) ? undefined : FOREIGN_ORIGIN;
  };
}

/** What proxies, tunnels and content networks put into what they pass on; HTTP/1.0 is what some of them still speak. */
const PASSED_ON = /^(?:forwarded|via|x-forwarded-.*|x-real-ip|x-client-ip|true-client-ip|cf-.*|fastly-client-ip)$/;

function wasForwarded({ headers, httpVersion }: GuardedRequest): boolean {
  if (httpVersion === '1.0') return true;
  for (const name in headers) if (PASSED_ON.test(name)) return true;
  return false;
}

const MAX_REMEMBERED = 1000;

/** Parsing a header costs more than all else here; only approved values are kept, so that nobody can fill the memory. */
function remembered(isFine: (value: string) => boolean): (value: string) => boolean {
  const fine = new Set<string>();
  return (value) => {
    if (fine.has(value)) return true;
    if (!isFine(value)) return false;
    if (fine.size >= MAX_REMEMBERED) fine.clear();
    fine.add(value);
    return true;
  };
}

function forbidden(reason: RefusalReason, message: string): Refusal {
  return { reason, status: 403, code: RPC.transport, message };
}

const FORWARDED = forbidden(
  'forwarded',
  'This server runs without authentication, for this machine alone: requests that a proxy or tunnel forwarded are refused.',
);
const NOT_LOOPBACK = forbidden(
  'not_loopback',
  'This server runs without authentication, for this machine alone: call it as localhost, 127.0.0.1 or [::1].',
);
const FOREIGN_HOST = forbidden(
  'foreign_host',
  'This server does not answer to that Host: the deployment must list it as allowed.',
);
const FOREIGN_ORIGIN = forbidden(
  'foreign_origin',
  'Web pages of that Origin may not call this server: the deployment must list it as allowed.',
);
