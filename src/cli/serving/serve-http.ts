/**
 * Serving over HTTP, put together: the desk with its budgets and whoever watches it, how callers get in, the server, and
 * the metrics on a listener of their own. Not for when to serve, nor for what is said of it.
 */
import type { Desk } from '../../answer/desk.ts';
import { budgetsInMemory } from '../../caller/budgets.ts';
import type { Listener } from '../../config/deployment.ts';
import { serveMetrics } from '../../edge/http/metrics-server.ts';
import type { NotReady } from '../../edge/http/health-routes.ts';
import type { Served } from '../../edge/http/routes.ts';
import type { HttpServer } from '../../edge/http/server.ts';
import { createHttpServer } from '../../edge/http/server.ts';
import { CONCIERGE } from '../../config/workspace.ts';
import { servicePaths } from '../../edge/mcp/service.ts';
import { askedSystems } from '../../services/asked-systems.ts';
import { createOutbound } from '../../outbound/guarded.ts';
import type { AdmissionWatch } from './admission.ts';
import { admissionsOf, serviceUrls } from './admission.ts';
import type { Concierge } from '../concierge.ts';
import type { CommandContext } from '../context.ts';
import type { Follower } from './follow-releases.ts';
import {
  admissionTo,
  lookUpsTo,
  pageTroubleTo,
  readinessTo,
  refusalsTo,
  releasesTo,
  reportTo,
  systemFailuresTo,
  upstreamsTo,
  watchTo,
} from '../log/log.ts';
import type { Log } from '../log/log-writer.ts';
import { hooksOf } from './hooks.ts';
import type { Keeper } from './keep-synced.ts';
import type { Metrics } from './metrics.ts';
import { createMetrics } from './metrics.ts';
import type { PageServing } from './serve-page.ts';
import { servePage } from './serve-page.ts';
import type { ServedServices } from './served-services.ts';
import { servedServices } from './served-services.ts';
import { systemClients } from './system-clients.ts';
import { standingsNow } from '../sources/source-standings.ts';
import type { UpstreamWatch } from '../../upstreams/client.ts';

export type Serving = {
  readonly desk: Desk;
  /** Where agents connect. */
  readonly url: string;
  /** The same on this machine: another one where a proxy stands before it. */
  readonly localUrl: string;
  /** Where agents connect to the services beside the concierge. */
  readonly services: readonly string[];
  readonly port: number;
  /** Where metrics are read; null where they aren't served. */
  readonly metricsUrl: string | null;
  /** Where a person opens the page; null where it isn't served. */
  readonly pageUrl: string | null;
  readonly close: () => Promise<void>;
};

/** @throws Failure where it can't listen for agents; where the page can't be served, it is told and they are served */
export async function serveHttp(
  concierge: Concierge,
  at: Listener,
  notReady: NotReady,
  { clock, err, ...context }: Pick<CommandContext, 'clock' | 'err' | 'env' | 'openCopies'>,
  logger: Log,
  keeper: Pick<Keeper, 'nudge'> | null,
): Promise<Serving> {
  const { deployment } = concierge;
  const outbound = createOutbound(deployment.outbound);
  const metrics = deployment.metrics === null ? null : createMetrics(() => standingsNow(concierge, clock.now()));
  const upstreams = upstreamWatch(logger, metrics);
  const clients = systemClients(concierge.workspace, deployment, outbound, context, upstreams);
  const watch = watchTo(logger);
  const onAnswer = both(watch.onAnswer, metrics?.onAnswer);
  const onFailure = both(systemFailuresTo(logger), metrics?.onSystemFailure);
  const askSystem = askedSystems({ ...clients, now: clock.now, onFailure });
  const live = { onTrouble: lookUpsTo(logger), onLookedUp: metrics?.onLookedUp ?? (() => {}) };
  const desk = concierge.deskWith({ ...watch, onAnswer, budgets: budgetsInMemory(clock.now), live, askSystem });
  const report = reportTo(logger);
  let services: ServedServices | undefined;
  const served = (origin: string): Served => {
    const place = { concierge, clock, outbound, publicUrl: deployment.publicUrl ?? origin };
    services = servedServices(desk, admissionsOf(place, admissionWatch(logger, metrics)), report);
    const { endpoints, pages } = services.taken();
    return {
      endpoints,
      pages: new Map([...pages, ...page.routes]),
      ...(keeper && { hooks: hooksOf({ ...place, env: context.env }, keeper, logger, metrics) }),
    };
  };
  const http = {
    ...deployment,
    openMode: deployment.auth.kind === 'open',
    notReady: readinessTo(logger, notReady),
    report,
    onRefused: both(refusalsTo(logger), metrics?.onRefused),
  };
  const page = await servePage(concierge, { clock, report, http, onTrouble: pageTroubleTo(logger, err) });
  const server = createHttpServer(served, http);
  const measured = metrics === null ? null : await serveMetrics(metrics, deployment.metrics ?? at);
  const beside = async (): Promise<void> => {
    await Promise.all([measured?.close(), page.close()]);
  };
  const { port, origin, pageUrl } = await listening(server, at, page, beside);
  const follower = following(concierge, logger, (number) => {
    metrics?.onRelease(number);
    if (services === undefined) return;
    services.tellChanged();
    server.add(services.taken());
  });
  const close = async (): Promise<void> => {
    await follower.stop();
    await server.close();
    await Promise.all([beside(), outbound.close(), clients.close()]);
  };
  const [path] = servicePaths(CONCIERGE, desk.tenant);
  const urlOf = (service: string): string =>
    serviceUrls(service, { concierge, publicUrl: deployment.publicUrl ?? origin })[0] ?? '';
  return {
    desk,
    url: urlOf(CONCIERGE),
    services: desk.release().workspace.services.flatMap(({ name, tools }) => (tools.length === 0 ? [] : [urlOf(name)])),
    localUrl: `${origin}${path}`,
    port,
    metricsUrl: measured && `${measured.origin}/metrics`,
    pageUrl,
    close,
  };
}

/** Tells of the release by which it answers, and takes each that goes live from now on. */
function following(concierge: Concierge, logger: Log, onNumber: (number: number) => void): Follower {
  const { onLive, onTrouble } = releasesTo(logger, concierge.workspace.tenant);
  onNumber(concierge.publication()?.number ?? 0);
  return concierge.follow({ onLive: both(onLive, ({ number }) => onNumber(number)), onTrouble });
}

async function listening(server: HttpServer, at: Listener, page: PageServing, closeBeside: () => Promise<void>) {
  try {
    const listens = await server.listen(at);
    return { ...listens, pageUrl: await page.open(listens.origin) };
  } catch (error) {
    await Promise.all([server.close(), closeBeside()]);
    throw error;
  }
}

function admissionWatch(logger: Log, metrics: Metrics | null): AdmissionWatch {
  const { onKeysTrouble, onInvalidAssertion } = admissionTo(logger);
  return { onKeysTrouble, onInvalidAssertion: both(onInvalidAssertion, metrics?.onInvalidAssertion) };
}

function upstreamWatch(logger: Log, metrics: Metrics | null): UpstreamWatch {
  const { onChanged, onDropped } = upstreamsTo(logger);
  return { onChanged: both(onChanged, metrics?.onChanged), onDropped: both(onDropped, metrics?.onDropped) };
}

type Hearer<Args extends readonly unknown[]> = (...args: Args) => void;

function both<Args extends readonly unknown[]>(
  first: Hearer<Args> | undefined,
  second: Hearer<Args> | undefined,
): Hearer<Args> {
  return (...args) => {
    first?.(...args);
    second?.(...args);
  };
}
