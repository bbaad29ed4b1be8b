/** Clients of systems for the tools of services: one for each source as it is declared, opened when it is first asked. */
import { contentHash } from '../base/hash.ts';
import type { Deployment } from '../config/deployment.ts';
import type { Workspace } from '../config/workspace.ts';
import { createDatabases } from '../outbound/database/databases.ts';
import type { Outbound } from '../outbound/outbound.ts';
import { connectorOf } from '../sources/connector-of.ts';
import type { SystemSource } from '../sources/declaration.ts';
import type { SourceClient } from '../sources/kit/http/client.ts';
import type { CopyStore } from '../store/copies.ts';
import type { CommandContext } from './context.ts';
import { secretsOf, systemClient } from './system-client.ts';

export type SystemClients = {
  readonly clientFor: (source: SystemSource) => Promise<SourceClient>;
  readonly close: () => Promise<void>;
};

export function systemClients(
  { tenant, folder }: Pick<Workspace, 'tenant' | 'folder'>,
  deployment: Pick<Deployment, 'store' | 'secrets' | 'secretsFolder' | 'outbound'>,
  outbound: Outbound,
  { env, openCopies }: Pick<CommandContext, 'env' | 'openCopies'>,
): SystemClients {
  const clients = new Map<string, SourceClient>();
  let copies: Promise<CopyStore> | undefined;
  const ground = {
    tenant,
    folder,
    outbound,
    databases: createDatabases(deployment.outbound),
    secretFor: secretsOf(deployment, env),
    copies: () => (copies ??= openCopies(deployment.store)),
  };
  return {
    clientFor: (source) => {
      const { name, connector, system, access } = source;
      // A release that says it otherwise is another system.
      const key = contentHash({ name, connector, system, access });
      const client = clients.get(key) ?? systemClient(source, connectorOf(source), ground);
      clients.set(key, client);
      return Promise.resolve(client);
    },
    close: async () => {
      await (await copies)?.close();
    },
  };
}
