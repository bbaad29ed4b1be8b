/**
 * What a command needs that asks one system by itself: the way out, credentials from the deployment, and refresh tokens that were kept.
 * The store is opened only where a token was exchanged for another, which nobody may lose.
 */
import type { Deployment } from '../../config/deployment.ts';
import type { Tenant } from '../../caller/caller.ts';
import { createDatabases } from '../../outbound/database/databases.ts';
import { createOutbound } from '../../outbound/guarded.ts';
import type { Surroundings } from '../../sources/kit/http/open-source.ts';
import type { CopyStore } from '../../store/copies.ts';
import type { DatabaseSurroundings } from '../../sources/sql/open-database.ts';
import type { CommandContext } from '../context.ts';
import { secretsOf, surroundingsOf } from './system-client.ts';

export type SourceGround = {
  readonly surroundingsOf: (source: string) => Surroundings & DatabaseSurroundings;
  readonly close: () => Promise<void>;
};

export function openSourceGround(
  { tenant, folder }: { readonly tenant: Tenant; readonly folder: string },
  deployment: Pick<Deployment, 'outbound' | 'secrets' | 'secretsFolder' | 'store'>,
  context: Pick<CommandContext, 'openCopies' | 'env' | 'clock'>,
): SourceGround {
  const outbound = createOutbound(deployment.outbound);
  let copies: Promise<CopyStore> | null = null;
  const ground = {
    tenant,
    folder,
    outbound,
    databases: createDatabases(deployment.outbound),
    secretFor: secretsOf(deployment, context.env),
    copies: () => (copies ??= context.openCopies(deployment.store)),
  };
  return {
    surroundingsOf: (source) => ({ ...surroundingsOf(source, ground), now: context.clock.now }),
    close: async () => {
      await outbound.close();
      await (await copies)?.close();
    },
  };
}
