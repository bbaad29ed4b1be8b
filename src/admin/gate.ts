/**
 * Who gets to the pages, looked at before anything of a request is read: only a page of this very server may call its API, and
 * where there is a key, only with a good cookie. The files of the pages hold nothing of anybody, so whoever is here gets them.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { EpochMs } from '../base/clock.ts';
import type { Refusal } from '../edge/http/reply.ts';
import { RPC } from '../edge/http/reply.ts';
import { passExpiry } from './pass.ts';

export type Gate = {
  /** Null: open mode, where whoever is on this machine may ask about everybody anyway. */
  readonly key: string | null;
  readonly now: () => EpochMs;
};

export function gateRefusal(headers: IncomingHttpHeaders, { key, now }: Gate): Refusal | undefined {
  if (!isFromHere(headers)) return FOREIGN;
  if (key === null) return undefined;
  const session = cookieIn(headers.cookie, cookieName(headers));
  return session !== undefined && passExpiry('session', session, key, now()) !== null ? undefined : NO_LINK;
}

/** Browsers say whose page it is that calls; another port of this machine is another page. Programs say nothing. */
function isFromHere({ origin, host, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
  if (site !== undefined && site !== 'same-origin') return false;
  return origin === undefined || origin === `http://${host ?? ''}`;
}

/** Browsers don't keep the cookies of two ports apart. */
export function cookieName({ host = '' }: Pick<IncomingHttpHeaders, 'host'>): string {
  return `concierge_${/:(\d{1,5})$/.exec(host)?.[1] ?? '80'}`;
}

function cookieIn(header: string | undefined, name: string): string | undefined {
  const parts = (header ?? '').split(';').map((part) => part.trim());
  const own = parts.filter((part) => part.startsWith(`${name}=`));
  // Two: somebody else of this machine has set one.
  return own.length === 1 ? own[0]?.slice(name.length + 1) : undefined;
}

const FOREIGN: Refusal = {
  reason: 'foreign_origin',
  status: 403,
  code: RPC.transport,
  message: 'Only this server’s own page may ask this.',
};

const NO_LINK: Refusal = {
  reason: 'no_token',
  status: 401,
  code: RPC.transport,
  message: 'Open this page by its link: `concierge start` printed one, and `concierge page` makes another.',
};
