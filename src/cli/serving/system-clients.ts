/** Clients of systems for the tools of services: one for each source as it is declared, opened when it is first asked. */
import { systemClock } from '../../base/clock.ts';
import type { Deployment } from '../../config/deployment.ts';
import type { Workspace } from '../../config/workspace.ts';
import { createDatabases } from '../../outbound/database/databases.ts';
import type { Outbound } from '../../outbound/outbound.ts';
import { connectorOf } from '../../sources/connector-of.ts';
import type { SystemSource } from '../../sources/declaration.ts';
import type { UpstreamClient, UpstreamWatch } from '../../upstreams/client.ts';
import { upstreamClient } from '../../upstreams/client.ts';
import { openSession } from '../../upstreams/session.ts';
import type { SourceClient } from '../../sources/kit/http/client.ts';
import type { CopyStore } from '../../store/copies.ts';
import type { CommandContext } from '../context.ts';
import { keptBySource } from '../sources/kept-by-source.ts';
import { secretsOf, surroundingsOf, systemClient } from '../sources/system-client.ts';
import { upstreamPlace } from '../sources/upstream-place.ts';

export type SystemClients = {
  readonly clientFor: (source: SystemSource) => Promise<SourceClient>;
  readonly upstreamFor: (source: SystemSource) => UpstreamClient;
  readonly close: () => Promise<void>;
};

export function systemClients(
  { tenant, folder }: Pick<Workspace, 'tenant' | 'folder'>,
  deployment: Pick<Deployment, 'store' | 'secrets' | 'secretsFolder' | 'outbound' | 'upstreamCommands'>,
  outbound: Outbound,
  { env, openCopies }: Pick<CommandContext, 'env' | 'openCopies'>,
  watch: UpstreamWatch = UNWATCHED,
): SystemClients {
  let copies: Promise<CopyStore> | undefined;
  const ground = {
    tenant,
    folder,
    outbound,
    databases: createDatabases(deployment.outbound),
    secretFor: secretsOf(deployment, env),
    copies: () => (copies ??= openCopies(deployment.store)),
  };
  const upstream = (source: SystemSource): UpstreamClient => {
    const known = { isOlder: false };
    const around = surroundingsOf(source.name, ground);
    const open = async (onChanged: () => void) =>
      await openSession(upstreamPlace(source, deployment, around, env), onChanged, known);
    return upstreamClient({ source: source.name, open, watch, now: systemClock.now });
  };
  const clients = keptBySource((source): SourceClient => systemClient(source, connectorOf(source), ground));
  const upstreams = keptBySource(upstream, (client) => void client.close());
  return {
    clientFor: (source) => Promise.resolve(clients.of(source)),
    upstreamFor: upstreams.of,
    close: async () => {
      await Promise.all([...upstreams.all()].map((client) => client.close()));
      await (await copies)?.close();
    },
  };
}

const UNWATCHED: UpstreamWatch = { onChanged: () => {}, onDropped: () => {} };
