/** Clients of systems for whoever serves: one for each source as it is declared, opened when it is first asked. */
import { canonicalJson } from '../base/json.ts';
import { textHash } from '../base/hash.ts';
import { systemClock } from '../base/clock.ts';
import type { Tenant } from '../caller/caller.ts';
import type { Deployment } from '../config/deployment.ts';
import type { Outbound } from '../outbound/outbound.ts';
import { connectorOf } from '../sources/connector-of.ts';
import type { SystemSource } from '../sources/declaration.ts';
import type { UpstreamClient, UpstreamWatch } from '../upstreams/client.ts';
import { upstreamClient } from '../upstreams/client.ts';
import { openSession } from '../upstreams/session.ts';
import type { SourceClient } from '../sources/kit/http/client.ts';
import type { KeptTokens } from '../sources/kit/http/token.ts';
import { openSource } from '../sources/kit/http/open-source.ts';
import type { CopyStore } from '../store/copies.ts';
import type { Adapters } from './context.ts';
import { secretsOf } from './systems.ts';
import { upstreamPlace } from './upstream-place.ts';

export type SystemClients = {
  readonly clientFor: (source: SystemSource) => Promise<SourceClient>;
  readonly upstreamFor: (source: SystemSource) => UpstreamClient;
  readonly close: () => Promise<void>;
};

export function systemClients(
  tenant: Tenant,
  deployment: Deployment,
  outbound: Outbound,
  { openCopies }: Pick<Adapters, 'openCopies'>,
  watch: UpstreamWatch = UNWATCHED,
): SystemClients {
  const clients = new Map<string, SourceClient>();
  const upstreams = new Map<string, UpstreamClient>();
  let copies: Promise<CopyStore> | undefined;
  const openedCopies = (): Promise<CopyStore> => (copies ??= openCopies(deployment.store));
  const keptFor = ({ name }: SystemSource): KeptTokens => ({
    latest: async () => await (await openedCopies()).keptToken(tenant, name),
    keep: async (token) => await (await openedCopies()).keepToken(tenant, name, token),
  });
  const surroundings = (source: SystemSource) => ({
    outbound,
    secretFor: secretsOf(deployment),
    kept: keptFor(source),
    now: systemClock.now,
    random: Math.random,
  });
  const opened = (source: SystemSource): SourceClient =>
    openSource(connectorOf(source), source.access, surroundings(source));
  const upstream = (source: SystemSource): UpstreamClient => {
    const known = { isOlder: false };
    const open = async (onChanged: () => void) =>
      await openSession(upstreamPlace(source, deployment, surroundings(source)), onChanged, known);
    return upstreamClient({ source: source.name, open, watch, now: systemClock.now });
  };
  return {
    clientFor: (source) => {
      const key = keyOf(source);
      const client = clients.get(key) ?? opened(source);
      clients.set(key, client);
      return Promise.resolve(client);
    },
    upstreamFor: (source) => {
      const key = keyOf(source);
      const client = upstreams.get(key) ?? upstream(source);
      upstreams.set(key, client);
      return client;
    },
    close: async () => {
      await Promise.all([...upstreams.values()].map((client) => client.close()));
      await (await copies)?.close();
    },
  };
}

const UNWATCHED: UpstreamWatch = { onChanged: () => {}, onDropped: () => {} };

/** A release that says it otherwise is another system. */
function keyOf({ name, connector, system, access, upstream }: SystemSource): string {
  return textHash(canonicalJson({ name, connector, system, access, at: upstream?.at }));
}
