/** For tests: the real way out to a system on loopback, and a client over it. */
import { fakeSystem } from '../../src/demo/systems/fake-system.ts';
import { createOutbound } from '../../src/outbound/guarded.ts';
import type { Auth, SecretFor } from '../../src/sources/kit/http/auth.ts';
import type { SourceClient } from '../../src/sources/kit/http/client.ts';
import type { ClientParts } from '../../src/sources/kit/http/send.ts';
import { sourceClient } from '../../src/sources/kit/http/client.ts';
import { credentialsOf } from '../../src/sources/kit/http/credentials.ts';
import type { Operation } from '../../src/sources/kit/http/operation.ts';
import { paceOf } from '../../src/sources/kit/http/pace.ts';

export { fakeSystem };
export type { Asked, FakeSystem, Said } from '../../src/demo/systems/fake-system.ts';

export const LOOPBACK = createOutbound({ allowPrivate: ['127.0.0.1'] });

export const SECRETS: Readonly<Record<string, string>> = {
  key: 's3cret-key',
  client: 's3cret-client',
  refresh: 'first-refresh',
};

/** A client of a system: no waits but what it is told, and every wait without jitter. */
export function clientOf(
  url: string,
  also: Partial<ClientParts> & { readonly auth?: Auth; readonly kept?: string[]; readonly secretFor?: SecretFor } = {},
): SourceClient {
  const { auth = { kind: 'none' }, kept = [], secretFor = (name) => SECRETS[name] ?? '', ...parts } = also;
  const context = {
    outbound: LOOPBACK,
    secretFor,
    kept: { latest: async () => kept.at(-1) ?? null, keep: async (token: string) => void kept.push(token) },
    now: Date.now,
  };
  return sourceClient({
    base: new URL(url),
    credentials: credentialsOf(auth, '127.0.0.1', context),
    outbound: LOOPBACK,
    errors: { at: [], kinds: {} },
    limits: null,
    paces: { default: paceOf({ concurrency: 4, rate: null }) },
    now: Date.now,
    random: () => 0,
    ...parts,
  });
}

export const LIST: Operation = {
  about: 'Lists things.',
  input: {},
  request: { path: '/things' },
  paging: null,
  rows: 'items',
};
