/**
 * The one way out: each request goes to an address that was looked at, within its time and its size, and follows redirects
 * by the same rules. Addresses: `target.ts`; redirects: `redirect.ts`. No retry, no cache, no cookie of its own.
 */
import { lookup as lookUp } from 'node:dns/promises';
import { Agent } from 'undici';
import type { Allowance } from './allowance.ts';
import { allowanceOf } from './allowance.ts';
import type { Bounds, Leg } from './exchange.ts';
import { Deadline } from './deadline.ts';
import { exchange, MAX_HEADER_BYTES } from './exchange.ts';
import { openExchange } from './open-exchange.ts';
import type { Outbound, OutboundOpening, OutboundReply, OutboundRequest, OutboundStream } from './outbound.ts';
import { OutboundFailure } from './outbound.ts';
import { nextLeg } from './redirect.ts';
import type { Lookup, Protocol } from './target.ts';
import { hostOf, judgedLookup, targetOf } from './target.ts';

export type OutboundOptions = {
  /** Host names, IP addresses and blocks of them that may be reached although private, and without TLS. */
  readonly allowPrivate: readonly string[];
  /** The system's when left out. */
  readonly lookup?: Lookup;
};

type Pools = Readonly<Record<Protocol, Agent>>;

const DEFAULTS = { timeoutMs: 10_000, maxBytes: 1_048_576, maxRedirects: 3 };

/** Of one origin; more requests wait, and their time runs. */
const MAX_CONNECTIONS = 64;

/** @throws RangeError for an entry of `allowPrivate` that is none */
export function createOutbound({ allowPrivate, lookup = systemLookup }: OutboundOptions): Outbound {
  const allowance = allowanceOf(allowPrivate);
  const poolOf = (protocol: Protocol): Agent => poolWith(judgedLookup(protocol, allowance, lookup));
  const pools: Pools = { 'http:': poolOf('http:'), 'https:': poolOf('https:') };
  return {
    send: (request) => sent(request, pools, allowance),
    open: async (request) => await opened(request, pools, allowance),
    close: async () => {
      await Promise.all(Object.values(pools).map(async (pool) => await pool.destroy()));
    },
  };
}

async function systemLookup(name: string): ReturnType<Lookup> {
  return await lookUp(name, { all: true });
}

/** undici's own deadlines are off, because a request brings one for all of it; HTTP/2 is, because its bounds are others. */
function poolWith(lookup: ReturnType<typeof judgedLookup>): Agent {
  return new Agent({
    // Said, so that NODE_TLS_REJECT_UNAUTHORIZED=0 can't unsay it.
    connect: { lookup, autoSelectFamily: true, rejectUnauthorized: true },
    connections: MAX_CONNECTIONS,
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
  });
}

async function sent(request: OutboundRequest, pools: Pools, allowance: Allowance): Promise<OutboundReply> {
  const { timeoutMs = DEFAULTS.timeoutMs, maxBytes = DEFAULTS.maxBytes, maxRedirects } = request;
  const deadline = new Deadline(timeoutMs);
  const bounds: Bounds = { deadline, maxBytes };
  try {
    const leg = firstLeg(request, allowance);
    if (maxRedirects === 0) return await exchange(pools[leg.target.protocol], leg, bounds);
    return await followed(leg, maxRedirects ?? DEFAULTS.maxRedirects, pools, allowance, bounds);
  } finally {
    deadline.clear();
  }
}

async function opened(request: OutboundOpening, pools: Pools, allowance: Allowance): Promise<OutboundStream> {
  const { url, method = 'GET', headers = {}, body = null, signal } = request;
  const { timeoutMs, maxBytes } = { ...DEFAULTS, ...request };
  const target = targetOf(URL.parse(url), allowance);
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  const done = (): void => clearTimeout(timer);
  const either = signal === undefined ? deadline.signal : AbortSignal.any([deadline.signal, signal]);
  try {
    const bounds = { signal: either, maxBytes };
    return await openExchange(pools[target.protocol], { target, method, headers, body }, bounds, done);
  } catch (error) {
    done();
    throw error;
  }
}

async function followed(
  first: Leg,
  maxRedirects: number,
  pools: Pools,
  allowance: Allowance,
  bounds: Bounds,
): Promise<OutboundReply> {
  let leg = first;
  for (let redirects = 0; ; redirects++) {
    const reply = await exchange(pools[leg.target.protocol], leg, bounds);
    const next = nextLeg(leg, reply, allowance);
    if (next === null) return reply;
    if (redirects === maxRedirects) throw tooManyRedirects(leg);
    leg = next;
  }
}

function firstLeg({ url, method = 'GET', headers = {}, body }: OutboundRequest, allowance: Allowance): Leg {
  return { target: targetOf(URL.parse(url), allowance), method, headers, body: body ?? null };
}

function tooManyRedirects({ target }: Leg): OutboundFailure {
  return new OutboundFailure('too_many_redirects', `${hostOf(target.url)} led on once more than it may.`);
}
