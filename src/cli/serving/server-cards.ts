/** The cards of a service at each of its paths, where the deployment wants them. */
import { CONCIERGE } from '../../config/workspace.ts';
import { resourceUrl } from '../../edge/http/protected-resource.ts';
import type { Route } from '../../edge/http/route.ts';
import { SERVER_CARD, serverCardRoute } from '../../edge/http/server-card.ts';
import { servicePaths } from '../../edge/mcp/service.ts';
import type { Concierge } from '../concierge.ts';
import { describedServer } from './described-server.ts';

const SCHEMA = 'https://static.modelcontextprotocol.io/schemas/v1/server-card.schema.json';

const SPOKEN = ['2026-07-28', '2025-11-25'];

type Place = {
  readonly concierge: Pick<Concierge, 'deployment' | 'release' | 'workspace'>;
  readonly publicUrl: string;
};

export function serverCardPages(service: string, place: Place): ReadonlyMap<string, Route> {
  const { serverCards } = place.concierge.deployment;
  if (!serverCards) return new Map();
  const { pathname } = new URL(place.publicUrl);
  const route = serverCardRoute(() => cardOf(service, place));
  const paths = servicePaths(service, place.concierge.workspace.tenant);
  // As clients reach it, and where a proxy takes the public URL's own path away.
  const prefixes = new Set(['', pathname.replace(/\/+$/, '')]);
  return new Map(
    [...prefixes].flatMap((prefix) => paths.map((path) => [`${prefix}${path}/${SERVER_CARD}`, route] as const)),
  );
}

/** Of the live release, which may have taken the service away. One of which nobody has reviewed a tool is told to nobody. */
function cardOf(service: string, { concierge, publicUrl }: Place): object | undefined {
  const { workspace } = concierge.release();
  const isServed = workspace.services.some(({ name, tools }) => name === service && tools.length > 0);
  if (service !== CONCIERGE && !isServed) return undefined;
  const [path] = servicePaths(service, workspace.tenant);
  const described = describedServer(service, resourceUrl(publicUrl, path), workspace, concierge.deployment.auth);
  const remotes = described.remotes.map((remote) => ({ ...remote, supportedProtocolVersions: SPOKEN }));
  return { $schema: SCHEMA, ...described, remotes };
}
