/** Clients of systems for whoever serves: one for each source as it is declared, opened when it is first asked. */
import { canonicalJson } from '../base/json.ts';
import { textHash } from '../base/hash.ts';
import { systemClock } from '../base/clock.ts';
import type { Tenant } from '../caller/caller.ts';
import type { Deployment } from '../config/deployment.ts';
import type { Outbound } from '../outbound/outbound.ts';
import { connectorOf } from '../sources/connector-of.ts';
import type { SystemSource } from '../sources/declaration.ts';
import type { SourceClient } from '../sources/kit/http/client.ts';
import type { KeptTokens } from '../sources/kit/http/token.ts';
import { openSource } from '../sources/kit/http/open-source.ts';
import type { CopyStore } from '../store/copies.ts';
import type { Adapters } from './context.ts';
import { secretsOf } from './systems.ts';

export type SystemClients = {
  readonly clientFor: (source: SystemSource) => Promise<SourceClient>;
  readonly close: () => Promise<void>;
};

export function systemClients(
  tenant: Tenant,
  deployment: Deployment,
  outbound: Outbound,
  { openCopies }: Pick<Adapters, 'openCopies'>,
): SystemClients {
  const clients = new Map<string, SourceClient>();
  let copies: Promise<CopyStore> | undefined;
  const openedCopies = (): Promise<CopyStore> => (copies ??= openCopies(deployment.store));
  const keptFor = ({ name }: SystemSource): KeptTokens => ({
    latest: async () => await (await openedCopies()).keptToken(tenant, name),
    keep: async (token) => await (await openedCopies()).keepToken(tenant, name, token),
  });
  const opened = (source: SystemSource): SourceClient =>
    openSource(connectorOf(source), source.access, {
      outbound,
      secretFor: secretsOf(deployment),
      kept: keptFor(source),
      now: systemClock.now,
      random: Math.random,
    });
  return {
    clientFor: (source) => {
      const { name, connector, system, access } = source;
      // A release that says it otherwise is another system.
      const key = textHash(canonicalJson({ name, connector, system, access }));
      const client = clients.get(key) ?? opened(source);
      clients.set(key, client);
      return Promise.resolve(client);
    },
    close: async () => await (await copies)?.close(),
  };
}
