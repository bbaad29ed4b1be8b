/**
 * What anybody may know of a service that is served: its name, its title, where it is, and how a caller proves who calls. For
 * registries and server cards, which are read before anybody is let in. No tools: what a caller is offered depends on who calls.
 */
import { VERSION } from '../../base/version.ts';
import type { AuthChoice } from '../../config/deployment.ts';
import type { Workspace } from '../../config/workspace.ts';
import { CONCIERGE } from '../../config/workspace.ts';
import { DEFAULT_TENANT } from '../../caller/caller.ts';
import { serverInfoOf } from '../../edge/mcp/server-info.ts';

/** Wire names, which `server.json` of the MCP registry and server cards share. */
export type DescribedServer = {
  /** A domain read backwards, a slash, and the server's own name. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly version: string;
  readonly remotes: readonly [Remote];
};

type Remote = {
  readonly type: 'streamable-http';
  readonly url: string;
  /** What a client must send, or may. */
  readonly headers?: readonly Header[];
};

type Header = { readonly name: string; readonly description: string } & Readonly<Record<string, unknown>>;

/** Characters. */
const MOST = 100;

export function describedServer(
  service: string,
  url: string,
  { company, services, tenant }: Pick<Workspace, 'company' | 'services' | 'tenant'>,
  auth: AuthChoice,
): DescribedServer {
  const { title } = serverInfoOf(service, services);
  const description =
    service === CONCIERGE
      ? `Names the person at ${company} whom a customer should be routed to.`
      : `${title}, read only: a service of ${company}.`;
  const headers = headersFor(auth);
  return {
    name: `${backwards(new URL(url).hostname)}/${tenant === DEFAULT_TENANT ? '' : `${tenant}.`}${service}`,
    title: shortened(title),
    description: shortened(description),
    version: VERSION,
    remotes: [{ type: 'streamable-http', url, ...(headers.length === 0 ? {} : { headers }) }],
  };
}

/** An address isn't read backwards; the colons of IPv6 have no place in a name. */
function backwards(hostname: string): string {
  if (hostname.startsWith('[')) return 'localhost';
  return /^[\d.]+$/.test(hostname) ? hostname : hostname.split('.').toReversed().join('.');
}

function shortened(text: string): string {
  const letters = Array.from(text);
  return letters.length <= MOST
    ? text
    : `${letters
        .slice(0, MOST - 1)
        .join('')
        .trimEnd()}…`;
}

/** Where there are access tokens, a client finds out by itself where to get one. */
function headersFor(auth: AuthChoice): readonly Header[] {
  if (auth.kind === 'open' || !auth.apiKeys) return [];
  if (auth.oauth !== null)
    return [
      {
        name: 'Authorization',
        description: 'Only without OAuth: `Bearer `, and an API key of the operator.',
        isSecret: true,
      },
    ];
  const key = { description: 'An API key of the operator.', isRequired: true, isSecret: true };
  return [
    {
      name: 'Authorization',
      description: 'An API key as bearer token.',
      isRequired: true,
      isSecret: true,
      value: 'Bearer {api_key}',
      variables: { api_key: key },
    },
  ];
}
