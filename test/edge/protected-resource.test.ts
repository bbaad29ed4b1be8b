/** Protected-resource metadata, as served, and as the MCP SDK's client finds it by itself. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { discoverOAuthProtectedResourceMetadata } from '@modelcontextprotocol/client';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import type { ProtectedResource } from '../../src/edge/http/protected-resource.ts';
import { metadataUrl, protectedResourceRoutes, resourceUrl } from '../../src/edge/http/protected-resource.ts';
import type { Route } from '../../src/edge/http/route.ts';
import { createHttpServer } from '../../src/edge/http/server.ts';
import { OPTIONS } from './serve.ts';

const ISSUER = 'https://login.acme.example/';
const CONCIERGE: ProtectedResource = {
  paths: ['/mcp', '/mcp/cx_concierge'],
  name: 'Concierge',
  scopes: ['concierge:route', 'concierge:team'],
};
const CRM: ProtectedResource = { paths: ['/mcp/crm'], name: 'crm', scopes: ['crm:read'] };

function routesAt(publicUrl: string): ReadonlyMap<string, Route> {
  return protectedResourceRoutes([CONCIERGE, CRM], { publicUrl, issuer: ISSUER });
}

/** Serves the routes at loopback, as if it were the public URL; returns the origin. */
async function serve(path = ''): Promise<string> {
  let routes: ReadonlyMap<string, Route> = new Map();
  const server = createServer((request, response) => {
    const route = routes.get(request.url ?? '');
    if (route === undefined) response.writeHead(404).end();
    else void route.handle(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  routes = routesAt(`${origin}${path}`);
  return origin;
}

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

test('where it is', () => {
  expect([...routesAt('https://concierge.acme.example').keys()].toSorted()).toEqual([
    WELL_KNOWN,
    `${WELL_KNOWN}/mcp`,
    `${WELL_KNOWN}/mcp/crm`,
    `${WELL_KNOWN}/mcp/cx_concierge`,
  ]);
});

test('where it is when the public URL has a path of its own: as the client asks, and as a proxy may pass it on', () => {
  expect([...routesAt('https://acme.example/ask').keys()].toSorted()).toEqual([
    WELL_KNOWN,
    `${WELL_KNOWN}/ask/mcp`,
    `${WELL_KNOWN}/ask/mcp/crm`,
    `${WELL_KNOWN}/ask/mcp/cx_concierge`,
    `${WELL_KNOWN}/mcp`,
    `${WELL_KNOWN}/mcp/crm`,
    `${WELL_KNOWN}/mcp/cx_concierge`,
  ]);
});

test('is for everybody, web pages too, by GET and HEAD', () => {
  for (const { methods, unguarded } of routesAt('https://concierge.acme.example').values())
    expect({ methods, unguarded }).toEqual({ methods: ['GET', 'HEAD'], unguarded: true });
});

describe('what it says', () => {
  it.each<readonly [at: string, path: string, name: string, scopes: readonly string[]]>([
    ['', '/mcp', 'Concierge', CONCIERGE.scopes],
    ['/mcp', '/mcp', 'Concierge', CONCIERGE.scopes],
    ['/mcp/cx_concierge', '/mcp/cx_concierge', 'Concierge', CONCIERGE.scopes],
    ['/mcp/crm', '/mcp/crm', 'crm', CRM.scopes],
  ])('at %s: of %s', async (at, path, name, scopes) => {
    const origin = await serve();
    const response = await fetch(`${origin}${WELL_KNOWN}${at}`);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
    expect(await response.json()).toEqual({
      resource: `${origin}${path}`,
      authorization_servers: [ISSUER],
      scopes_supported: scopes,
      bearer_methods_supported: ['header'],
      resource_name: name,
    });
  });

  it.each(['', '/ask'])('a client finds it by the endpoint’s URL alone, below %j', async (path) => {
    const origin = await serve(path);
    const resource = resourceUrl(`${origin}${path}`, '/mcp/crm');
    const metadata = await discoverOAuthProtectedResourceMetadata(resource);
    expect(metadata).toMatchObject({ resource, authorization_servers: [ISSUER], scopes_supported: ['crm:read'] });
  });

  it('a client finds it where the challenge says', async () => {
    const origin = await serve();
    const resource = resourceUrl(origin, '/mcp');
    const resourceMetadataUrl = metadataUrl(resource);
    expect(resourceMetadataUrl).toBe(`${origin}${WELL_KNOWN}/mcp`);
    expect(await discoverOAuthProtectedResourceMetadata(resource, { resourceMetadataUrl })).toMatchObject({ resource });
  });

  it('has no body for HEAD', async () => {
    const response = await fetch(`${await serve()}${WELL_KNOWN}/mcp`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });
});

test('a service that comes later has a place of its own, and takes over nobody’s', async () => {
  const pagesOf = (paths: readonly string[], name: string) =>
    protectedResourceRoutes([{ paths, name, scopes: [] }], {
      publicUrl: 'https://c.example',
      issuer: 'https://i.example',
    });
  const first = pagesOf(['/mcp', '/mcp/cx_concierge'], 'cx_concierge');
  const server = createHttpServer(() => ({ endpoints: [], pages: first }), OPTIONS);
  const { origin } = await server.listen({ host: '127.0.0.1', port: 0 });
  server.add({ endpoints: [], pages: pagesOf(['/mcp/tickets'], 'tickets') });
  const resourceAt = async (path: string): Promise<unknown> => {
    const reply = await fetch(`${origin}/.well-known/oauth-protected-resource${path}`);
    return ((await reply.json()) as { resource?: unknown }).resource;
  };
  expect([await resourceAt(''), await resourceAt('/mcp/tickets')]).toEqual([
    'https://c.example/mcp',
    'https://c.example/mcp/tickets',
  ]);
  await server.close();
});
