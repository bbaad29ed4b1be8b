/** Live look-ups put together: each source's system with a client of its own, opened when it is first asked. */
import type { LookUp } from '../../answer/desk.ts';
import type { Clock } from '../../base/clock.ts';
import { systemClock } from '../../base/clock.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { Deployment } from '../../config/deployment.ts';
import { CONNECTORS } from '../../sources/connectors.ts';
import { connectorOf } from '../../sources/connector-of.ts';
import type { SourceClient } from '../../sources/kit/http/client.ts';
import type { LiveWatch } from '../../sources/live/live-accounts.ts';
import { liveAccounts } from '../../sources/live/live-accounts.ts';
import type { ReadOne } from '../../sources/live/read-one.ts';
import { readOneBy } from '../../sources/live/read-one.ts';
import { sparing, sparingClient } from '../../sources/live/sparing.ts';
import { openClient } from '../../sources/open-client.ts';
import { readToSync } from '../../sources/sync/sync-sources.ts';
import type { DirectoryStore } from '../../store/store.ts';
import type { CommandContext } from '../context.ts';
import { keptBySource } from '../sources/kept-by-source.ts';
import type { SourceGround } from '../sources/source-ground.ts';
import { openSourceGround } from '../sources/source-ground.ts';

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
  const clients = lookUpClients(ground);
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

function lookUpClients({ tenant, folder, deployment, context }: LiveGround) {
  let ground: SourceGround | undefined;
  const clients = keptBySource((source): Client => {
    const connector = connectorOf(source);
    ground ??= openSourceGround({ tenant, folder }, deployment, { ...context, clock: systemClock });
    const client = openClient(source, sparing(connector), ground.surroundingsOf(source.name));
    return sparingClient(client, connector.limits ?? {}, systemClock.now);
  });
  return {
    clientOf: clients.of,
    close: async (): Promise<void> => {
      await ground?.close();
    },
  };
}
