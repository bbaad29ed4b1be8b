/** A system of a source made ready to be asked: by its connector, with the deployment's credentials, through the one way out. */
import { systemClock } from '../../base/clock.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { Deployment } from '../../config/deployment.ts';
import { secretValue } from '../../config/secret-value.ts';
import type { Databases } from '../../outbound/database/database.ts';
import type { Outbound } from '../../outbound/outbound.ts';
import type { SystemSource } from '../../sources/declaration.ts';
import type { SourceClient } from '../../sources/kit/http/client.ts';
import type { Connector } from '../../sources/kit/http/connector.ts';
import type { Surroundings } from '../../sources/kit/http/open-source.ts';
import type { DatabaseSurroundings } from '../../sources/sql/open-database.ts';
import { openClient } from '../../sources/open-client.ts';
import type { CopyStore } from '../../store/copies.ts';

export type ClientGround = {
  readonly tenant: Tenant;
  readonly outbound: Pick<Outbound, 'send'>;
  readonly databases: Databases;
  /** The workspace's: databases in files lie in it. */
  readonly folder: string;
  readonly secretFor: (name: string, host: string) => string;
  /** Where refresh tokens are kept. */
  readonly copies: () => Promise<Pick<CopyStore, 'keptToken' | 'keepToken'>>;
};

/** @throws Failure `configuration` */
export function systemClient(source: SystemSource, connector: Connector, ground: ClientGround): SourceClient {
  return openClient(source, connector, surroundingsOf(source.name, ground));
}

/** What a source's client needs of this program. */
export function surroundingsOf<Ground extends ClientGround>(
  source: string,
  { tenant, copies, ...ground }: Ground,
): Surroundings & DatabaseSurroundings & Pick<Ground, 'outbound'> {
  return {
    ...ground,
    kept: {
      latest: async () => await (await copies()).keptToken(tenant, source),
      keep: async (token) => await (await copies()).keepToken(tenant, source, token),
    },
    now: systemClock.now,
    random: Math.random,
  };
}

export function secretsOf(
  deployment: Pick<Deployment, 'secrets' | 'secretsFolder'>,
  env: Readonly<Record<string, string | undefined>> = process.env,
) {
  return (name: string, host: string): string => secretValue(deployment, name, { host }, env);
}
