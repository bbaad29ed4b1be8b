/**
 * The HTTP server: exact paths, checked headers, bounded everything, a clean stop. Not for what an answer says: that is
 * the endpoints' business.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Deployment, Listener } from '../../config/deployment.ts';
import type { Endpoint } from '../endpoint.ts';
import { GRACE_MS } from '../grace.ts';
import type { ReportDefect } from '../internal-error.ts';
import { internalError } from '../internal-error.ts';
import type { OnRefused } from '../refusal.ts';
import type { Guard, GuardOptions } from './guard.ts';
import { guardOf } from './guard.ts';
import type { NotReady } from './health-routes.ts';
import type { Listening } from './listen.ts';
import { hostnameOf, listen } from './listen.ts';
import type { Refusal } from './reply.ts';
import { refusePlainly, RPC } from './reply.ts';
import type { Route } from './route.ts';
import type { Served } from './routes.ts';
import { routesOf } from './routes.ts';
import { LastAnswers, stop } from './stop.ts';

export type HttpOptions = GuardOptions & {
  readonly limits: Deployment['limits'];
  readonly notReady: NotReady;
  readonly report: ReportDefect;
  readonly onRefused?: OnRefused | undefined;
  /** How long requests under way may take after `close`. Default: five seconds. */
  readonly graceMs?: number;
};

export type HttpServer = {
  /**
   * @throws Failure `refused_address` when open mode would leave this machine, `port_in_use`, or `usage` for an address
   * that can't be listened on
   */
  readonly listen: (at: Listener) => Promise<Listening>;
  /** Serves these too, from the next request on. */
  readonly add: (served: Served) => void;
  /** Takes no new connection, answers what is under way and what comes on open ones, and is done within the grace. */
  readonly close: () => Promise<void>;
};

const MAX_HEADER_BYTES = 16 * 1024;

const NOTHING: Served = { endpoints: [], pages: new Map() };

export function createHttpServer(servedAt: (origin: string) => Served, options: HttpOptions): HttpServer {
  let closing = false;
  let all = NOTHING;
  let ownHost = 'localhost';
  let serve = prepared();
  function prepared(): Serve {
    const notReady: NotReady = () => (closing ? ['closing'] : options.notReady());
    const routes = routesOf(all, { ...options, notReady });
    const routeAt = (path: string): Route | undefined => routes.get(path) ?? all.hooks?.(path);
    return serving(routeAt, noRoute(options.openMode ? all.endpoints : []), guardOf(options, ownHost), options);
  }
  const add = ({ endpoints, pages, hooks = all.hooks }: Served): void => {
    if (endpoints.length + pages.size === 0 && hooks === all.hooks) return;
    all = {
      endpoints: [...all.endpoints, ...endpoints],
      // What is served stays: no later service takes over a place that is everybody's.
      pages: new Map([...pages, ...all.pages]),
      ...(hooks && { hooks }),
    };
    serve = prepared();
  };
  const lastAnswers = new LastAnswers();
  const server = createServer(serverOptions(options.limits), (request, response) => {
    lastAnswers.add(response);
    void serve(request, response);
  });
  server.maxConnections = options.limits.connections;
  return {
    listen: async (at) => {
      const listening = await listen(server, at, options.openMode);
      // Nobody is heard before this: it goes on in the same turn of the event loop.
      ownHost = hostnameOf(at);
      add(servedAt(listening.origin));
      return listening;
    },
    add,
    close: async () => {
      closing = true;
      lastAnswers.leave();
      const letGo = () => Promise.all(all.endpoints.map(({ sdk }) => sdk.close()));
      await stop(server, letGo, options.graceMs ?? GRACE_MS);
    },
  };
}

function serverOptions({ headersTimeoutMs, requestTimeoutMs }: Deployment['limits']) {
  return {
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs),
    requestTimeout: requestTimeoutMs,
    // How often Node looks for requests that take too long.
    connectionsCheckingInterval: Math.min(30_000, headersTimeoutMs, requestTimeoutMs),
  };
}

type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

function serving(
  routeAt: (path: string) => Route | undefined,
  elsewhere: Route,
  guard: Guard,
  { openMode, report, onRefused }: HttpOptions,
): Serve {
  return async (request, response) => {
    const route = routeAt(pathOf(request.url)) ?? elsewhere;
    try {
      const refusal =
        cameTwice(request.rawHeaders) ??
        (route.unguarded && !openMode ? undefined : guard(request)) ??
        wrongMethod(route, request) ??
        (await route.handle(request, response));
      if (refusal === undefined) return;
      onRefused?.(refusal.reason, refusal.status);
      route.refuse(response, refusal);
    } catch (cause) {
      const { correlationId, message } = internalError(cause, report);
      if (response.headersSent) response.destroy();
      else
        route.refuse(response, { status: 500, code: RPC.internal, message, data: { correlation_id: correlationId } });
    }
  };
}

/** Two readers of one request could each believe another of the two. */
const ONCE = ['authorization', 'content-type', 'host', 'origin'];
const ONCE_LENGTHS = new Set(ONCE.map(({ length }) => length));

function cameTwice(rawHeaders: readonly string[]): Refusal | undefined {
  let seen = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    const which = ONCE_LENGTHS.has(name.length) ? ONCE.indexOf(name.toLowerCase()) : -1;
    if (which === -1) continue;
    if ((seen & (1 << which)) !== 0) return TWICE;
    seen |= 1 << which;
  }
  return undefined;
}

const TWICE: Refusal = {
  reason: 'twice',
  status: 400,
  code: RPC.invalidRequest,
  message: 'Bad Request: Host, Origin, Authorization and Content-Type may come once.',
};

function pathOf(url = ''): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

function wrongMethod({ methods }: Route, { method = '' }: IncomingMessage): Refusal | undefined {
  if (methods.includes(method) || methods.length === 0) return undefined;
  const headers = { allow: methods.join(', ') };
  return { reason: 'wrong_method', status: 405, headers, code: RPC.transport, message: 'Method not allowed.' };
}

/** Which services there are is told to whoever needs no token, and not to strangers. */
function noRoute(endpoints: readonly Endpoint[]): Route {
  const paths = endpoints.flatMap((endpoint) => endpoint.paths).join(', ');
  const where = paths === '' ? '' : ` MCP is served at: ${paths}.`;
  const message = `Nothing is served at this path.${where}`;
  const notFound: Refusal = { reason: 'no_such_path', status: 404, code: RPC.transport, message };
  return {
    methods: [],
    refuse: refusePlainly,
    unguarded: false,
    handle: () => Promise.resolve(notFound),
  };
}
