/**
 * For tests: a connector over real HTTP to a vendor's fake on loopback. All hosts that the connector asks lead there, the token
 * endpoint's too, so that what it asks is what it would ask of the vendor.
 */
import type { Outbound } from '../../src/outbound/outbound.ts';
import type { SourceClient } from '../../src/sources/kit/http/client.ts';
import type { Bounds } from '../../src/sources/kit/http/send.ts';
import type { Connector } from '../../src/sources/kit/http/connector.ts';
import type { SourceAccess } from '../../src/sources/kit/http/open-source.ts';
import { openSource } from '../../src/sources/kit/http/open-source.ts';
import type { Row } from '../../src/sources/kit/http/page.ts';
import { patienceOf } from '../../src/sources/kit/http/patience.ts';
import type { PassedOver } from '../../src/sources/kit/http/read-pages.ts';
import { readPages } from '../../src/sources/kit/http/read-pages.ts';
import type { FakeSystem } from './fake-system.ts';
import { fakeSystem, LOOPBACK } from './fake-system.ts';
import type { Reply } from './vendor.ts';

export { pageFrom } from '../../src/demo/systems/page-from.ts';

export type OpenedVendor = {
  readonly system: FakeSystem;
  readonly client: SourceClient;
  readonly connector: Connector;
  /** Hosts that were asked, each once. */
  readonly hosts: ReadonlySet<string>;
  /** Each secret with the hosts that must be listed for it: those that it is sent to, and those that its tokens are. */
  readonly secretsAt: ReadonlySet<string>;
};

export async function openedVendor(
  connector: Connector,
  fake: { readonly reply: Reply },
  access: Partial<SourceAccess> & { readonly secret: Readonly<Record<string, string>> },
): Promise<OpenedVendor> {
  const { secret, ...said } = access;
  const system = await fakeSystem(fake.reply);
  const [hosts, secretsAt] = [new Set<string>(), new Set<string>()];
  const source = {
    settings: {},
    wayIn: Object.keys(connector.waysIn)[0] ?? '',
    words: {},
    secrets: Object.fromEntries(Object.keys(secret).map((name) => [name, name])),
    baseUrl: null,
    ...said,
  };
  const surroundings = {
    outbound: leadingTo(system.url, hosts),
    secretFor: (name: string, host: string) => {
      secretsAt.add(`${name} ${host}`);
      return secret[name] ?? '';
    },
    kept: { latest: async () => null, keep: async () => {} },
    now: Date.now,
    random: () => 0,
  };
  try {
    return { system, client: openSource(connector, source, surroundings), connector, hosts, secretsAt };
  } catch (error) {
    await system.close();
    throw error;
  }
}

export function leadingTo(url: string, hosts = new Set<string>()): Pick<Outbound, 'send'> {
  return {
    send: async (request) => {
      const asked = new URL(request.url);
      hosts.add(asked.host);
      return await LOOPBACK.send({ ...request, url: `${url}${asked.pathname}${asked.search}` });
    },
  };
}

export type ReadWhole = {
  readonly rows: readonly Row[];
  readonly passedOver: readonly PassedOver[];
  readonly strayLinks: number;
};

export async function readWhole(
  { client, connector }: Pick<OpenedVendor, 'client' | 'connector'>,
  read: string,
  { columns = [], now = Date.now(), bounds = { deadlineMs: 5_000 } }: ReadOptions = {},
): Promise<ReadWhole> {
  const rows: Row[] = [];
  const passedOver: PassedOver[] = [];
  let strayLinks = 0;
  const order = { columns, nowMs: now, bounds: { patience: patienceOf(0), ...bounds } };
  for await (const page of readPages(client, connector, read, order)) {
    rows.push(...page.rows);
    strayLinks += page.strayLinks;
    if (page.passedOver !== null) passedOver.push(page.passedOver);
  }
  return { rows, passedOver, strayLinks };
}

type ReadOptions = { readonly columns?: readonly string[]; readonly now?: number; readonly bounds?: Bounds };
