/** Live look-ups put together: each source's system with a client of its own, opened when it is first asked. */
import type { LookUp } from '../../answer/desk.ts';
import type { Clock } from '../../base/clock.ts';
import { systemClock } from '../../base/clock.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { Deployment } from '../../config/deployment.ts';
import { createDatabases } from '../../outbound/database/databases.ts';
import { createOutbound } from '../../outbound/guarded.ts';
import type { Outbound } from '../../outbound/outbound.ts';
import { CONNECTORS } from '../../sources/connectors.ts';
import { connectorOf } from '../../sources/connector-of.ts';
import type { SourceClient } from '../../sources/kit/http/client.ts';
import type { LiveWatch } from '../../sources/live/live-accounts.ts';
import { liveAccounts } from '../../sources/live/live-accounts.ts';
import type { ReadOne } from '../../sources/live/read-one.ts';
import { readOneBy } from '../../sources/live/read-one.ts';
import { sparing, sparingClient } from '../../sources/live/sparing.ts';
import { readToSync } from '../../sources/sync/sync-sources.ts';
import type { CopyStore } from '../../store/copies.ts';
import type { DirectoryStore } from '../../store/store.ts';
import type { CommandContext } from '../context.ts';
import { keptBySource } from '../sources/kept-by-source.ts';
import { secretsOf, systemClient } from '../sources/system-client.ts';

export type LiveGround = {
  readonly tenant: Tenant;
  /** The workspace's. */
  readonly folder: string;
  readonly deployment: Pick<Deployment, 'store' | 'secrets' | 'secretsFolder' | 'outbound'>;
  readonly directory: () => Pick<DirectoryStore, 'identities' | 'dossier'>;
  readonly clock: Clock;
  readonly context: Pick<CommandContext, 'env' | 'openCopies'>;
};

export type LiveSystems = { readonly lookUp: LookUp; readonly close: () => Promise<void> };

/** Nothing is opened before a source is asked. */
export function liveSystems(ground: LiveGround, watch: LiveWatch): LiveSystems {
  const { tenant, directory, clock } = ground;
  const clients = systemClients(ground);
  const readOne: ReadOne = async (source, read, id, bounds) => {
    const what = readToSync(source, read, { tenant, connectors: CONNECTORS });
    return await readOneBy(clients.clientOf(source), what, id, clock.now(), bounds);
  };
  const accounts = liveAccounts({ ...watch, tenant, connectors: CONNECTORS, directory, readOne, now: clock.now });
  return {
    lookUp: accounts.lookUp,
    close: async () => {
      accounts.close();
      await clients.close();
    },
  };
}

type Client = Pick<SourceClient, 'ask'>;

function systemClients({ tenant, folder, deployment, context }: LiveGround) {
  let outbound: Outbound | undefined;
  let copies: Promise<CopyStore> | undefined;
  const clients = keptBySource((source): Client => {
    const connector = connectorOf(source);
    outbound ??= createOutbound(deployment.outbound);
    const client = systemClient(source, sparing(connector), {
      tenant,
      folder,
      outbound,
      databases: createDatabases(deployment.outbound),
      secretFor: secretsOf(deployment, context.env),
      copies: () => (copies ??= context.openCopies(deployment.store)),
    });
    return sparingClient(client, connector.limits ?? {}, systemClock.now);
  });
  return {
    clientOf: clients.of,
    close: async (): Promise<void> => {
      await outbound?.close();
      await (await copies)?.close();
    },
  };
}
