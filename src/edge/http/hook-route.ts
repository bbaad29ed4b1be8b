/**
 * `/hooks/<source>`: where a system says that something has changed. Whoever signs as its connector describes is believed that much,
 * and no more: the body is read to check the signature, then forgotten, and the source is asked soon. Nobody else learns anything.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { EpochMs } from '../../base/clock.ts';
import type { Verdict, WebhookSigning } from '../../sources/kit/http/webhook.ts';
import { verdictOn } from '../../sources/kit/http/webhook.ts';
import { readBytes } from './read-body.ts';
import { refusePlainly, RPC } from './reply.ts';
import type { Route } from './route.ts';

export type HookRefusal = Exclude<Verdict, 'genuine'> | 'no_secret' | 'too_large' | 'flood';

export type DeclaredHook = {
  readonly signing: WebhookSigning;
  /** @throws Failure `configuration` where the deployment doesn't have it */
  readonly secret: () => string;
};

export type Hooks = {
  /** By the live release; null where that source takes none. */
  readonly of: (source: string) => DeclaredHook | null;
  /** As systems call it, without a slash at the end. */
  readonly publicUrl: string;
  readonly now: () => EpochMs;
  readonly onTaken: (source: string) => void;
  readonly onRefused: (source: string, why: HookRefusal) => void;
};

const BELOW = '/hooks/';
const NAME = /^[a-z][a-z0-9_-]{0,62}$/;
const MAX_BYTES = 256 * 1024;
/** Of one source, those that are refused: what is genuine is never counted, so that nobody shuts a system out who can't sign. */
const FLOOD = { points: 100, duration: 10 };

/** Undefined for any other path. Of a source that takes none, HEAD tells as little as of one that does. */
export type HookRoutes = (path: string) => Route | undefined;

export function hookRoutes(hooks: Hooks): HookRoutes {
  const limiter = new RateLimiterMemory(FLOOD);
  return (path) => {
    const source = path.startsWith(BELOW) ? path.slice(BELOW.length) : '';
    return NAME.test(source) ? hookRoute(source, hooks.of(source), hooks, limiter) : undefined;
  };
}

/** HEAD: Intercom looks whether somebody is there before it sends anything. */
function hookRoute(source: string, hook: DeclaredHook | null, hooks: Hooks, limiter: RateLimiterMemory): Route {
  const handle: Route['handle'] = async (request, response) => {
    if (request.method === 'HEAD') response.writeHead(200).end();
    else if (hook === null) refusePlainly(response, NOWHERE);
    else await take(request, response, { source, hook, hooks, limiter });
    return undefined;
  };
  return { methods: ['POST', 'HEAD'], refuse: refusePlainly, unguarded: false, handle };
}

const NOWHERE = { status: 404, headers: { connection: 'close' }, code: RPC.transport, message: 'Not Found' };

type Taking = {
  readonly source: string;
  readonly hook: DeclaredHook;
  readonly hooks: Hooks;
  readonly limiter: RateLimiterMemory;
};

async function take(request: IncomingMessage, response: ServerResponse, taking: Taking): Promise<void> {
  const { source, hooks } = taking;
  const outcome = await judged(request, taking);
  if (outcome === 'gone') return;
  if (outcome === 'genuine') {
    hooks.onTaken(source);
    response.writeHead(204).end();
    return;
  }
  hooks.onRefused(source, outcome);
  const [status, message] = REPLIES[outcome];
  // What was not read of the body would be taken for the next request.
  const headers = outcome === 'too_large' || outcome === 'flood' ? { connection: 'close' } : {};
  refusePlainly(response, { status, headers, code: RPC.transport, message });
}

const NO_DETAIL = [401, 'Unauthorized'] as const;
const REPLIES: Readonly<Record<HookRefusal, readonly [status: number, message: string]>> = {
  unsigned: NO_DETAIL,
  forged: NO_DETAIL,
  too_old: NO_DETAIL,
  too_large: [413, 'Payload Too Large'],
  flood: [429, 'Too Many Requests'],
  no_secret: [503, 'Service Unavailable'],
};

async function judged(request: IncomingMessage, taking: Taking): Promise<'genuine' | 'gone' | HookRefusal> {
  const verdict = await verdictOf(request, taking);
  if (verdict === 'genuine' || verdict === 'gone') return verdict;
  return (await isWithin(taking.limiter, taking.source)) ? verdict : 'flood';
}

async function verdictOf(request: IncomingMessage, { hook, hooks }: Taking): Promise<'genuine' | 'gone' | HookRefusal> {
  const body = await readBytes(request, MAX_BYTES);
  if (body === 'gone' || body === 'too_large') return body;
  const secret = secretOf(hook);
  if (secret === null) return 'no_secret';
  const { method = '', url: path = '', headers } = request;
  const signed = { method, url: `${hooks.publicUrl}${path}`, headers, body };
  return verdictOn(signed, hook.signing, secret, hooks.now());
}

async function isWithin(limiter: RateLimiterMemory, source: string): Promise<boolean> {
  return await limiter.consume(source).then(
    () => true,
    () => false,
  );
}

/** The deployment's fault, which is told where it starts. */
function secretOf({ secret }: DeclaredHook): string | null {
  try {
    return secret();
  } catch {
    return null;
  }
}
