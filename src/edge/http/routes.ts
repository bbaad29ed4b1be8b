/** Every path that is served. Exact: a path that isn't here is not found. */
import type { Deployment } from '../../config/deployment.ts';
import type { Endpoint } from '../endpoint.ts';
import type { ReportDefect } from '../internal-error.ts';
import type { NotReady } from './health-routes.ts';
import { healthRoutes } from './health-routes.ts';
import { mcpRoute } from './mcp-route.ts';
import type { Route } from './route.ts';

export type RouteOptions = {
  readonly limits: Pick<Deployment['limits'], 'bodyBytes'>;
  readonly notReady: NotReady;
  readonly report: ReportDefect;
};

export function routesOf(
  endpoints: readonly Endpoint[],
  { limits, notReady, report }: RouteOptions,
): ReadonlyMap<string, Route> {
  const mcp = endpoints.flatMap((endpoint) => {
    const route = mcpRoute(endpoint, limits.bodyBytes, report);
    return endpoint.paths.map((path) => [path, route] as const);
  });
  return new Map([...healthRoutes(notReady), ...mcp]);
}
