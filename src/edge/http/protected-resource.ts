/**
 * Protected-resource metadata (RFC 9728): tells a client which authorization server to ask for a token, for which resource
 * and with which scopes. Public, for web pages too. Only where access tokens are accepted.
 */
import type { Scope } from '../../caller/caller.ts';
import { refusePlainly, sendJson } from './reply.ts';
import type { Route } from './route.ts';

/** An MCP endpoint as clients get tokens for it. */
export type ProtectedResource = {
  /** The endpoint's, such as `/mcp`; the first is the one to tell. */
  readonly paths: readonly string[];
  /** For people. */
  readonly name: string;
  /** Everything that its tools ask for. */
  readonly scopes: readonly Scope[];
};

export type ResourceServer = {
  /** How clients reach this server, without a slash at the end. */
  readonly publicUrl: string;
  /** The authorization server. */
  readonly issuer: string;
};

const WELL_KNOWN = '/.well-known/oauth-protected-resource';
const CACHED_S = 300;

/** The resource's identifier, which is a token's audience. */
export function resourceUrl(publicUrl: string, path: string): string {
  return `${publicUrl}${path}`;
}

/** Where the metadata of a resource is: the well-known part goes between the host and the path. */
export function metadataUrl(resource: string): string {
  const { origin, pathname } = new URL(resource);
  return `${origin}${WELL_KNOWN}${pathname}`;
}

/** By path; the first resource's is also where a client looks that knows the host alone. */
export function protectedResourceRoutes(
  resources: readonly ProtectedResource[],
  server: ResourceServer,
): ReadonlyMap<string, Route> {
  const routes = new Map<string, Route>();
  for (const resource of resources) {
    for (const path of resource.paths) {
      const url = resourceUrl(server.publicUrl, path);
      const route = metadataRoute({ ...resource, url }, server.issuer);
      routes.set(new URL(metadataUrl(url)).pathname, route);
      // Where a proxy takes the public URL's own path away.
      routes.set(`${WELL_KNOWN}${path}`, route);
      if (!routes.has(WELL_KNOWN)) routes.set(WELL_KNOWN, route);
    }
  }
  return routes;
}

function metadataRoute({ url, name, scopes }: ProtectedResource & { readonly url: string }, issuer: string): Route {
  const metadata = {
    resource: url,
    authorization_servers: [issuer],
    scopes_supported: scopes,
    bearer_methods_supported: ['header'],
    resource_name: name,
  };
  const headers = { 'access-control-allow-origin': '*', 'cache-control': `public, max-age=${CACHED_S}` };
  const handle: Route['handle'] = (_request, response) => {
    sendJson(response, 200, metadata, headers);
    return Promise.resolve(undefined);
  };
  return { methods: ['GET', 'HEAD'], refuse: refusePlainly, unguarded: true, handle };
}
