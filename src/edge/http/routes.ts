/** Every path that is served, but for webhooks. Exact: a path that isn't here is not found. */
import type { Deployment } from '../../config/deployment.ts';
import type { Endpoint } from '../endpoint.ts';
import type { ReportDefect } from '../internal-error.ts';
import type { NotReady } from './health-routes.ts';
import type { HookRoutes } from './hook-route.ts';
import { healthRoutes } from './health-routes.ts';
import { mcpRoute } from './mcp-route.ts';
import type { Route } from './route.ts';

/** What is served, once the address is known by which clients reach it. */
export type Served = {
  readonly endpoints: readonly Endpoint[];
  readonly pages: ReadonlyMap<string, Route>;
  /** Paths that come and go with the release. */
  readonly hooks?: HookRoutes;
};

export type RouteOptions = {
  readonly limits: Pick<Deployment['limits'], 'bodyBytes'>;
  readonly notReady: NotReady;
  readonly report: ReportDefect;
};

export function routesOf(
  { endpoints, pages }: Served,
  { limits, notReady, report }: RouteOptions,
): ReadonlyMap<string, Route> {
  const mcp = endpoints.flatMap((endpoint) => {
    const route = mcpRoute(endpoint, limits.bodyBytes, report);
    return endpoint.paths.map((path) => [path, route] as const);
  });
  return new Map([...pages, ...healthRoutes(notReady), ...mcp]);
}
