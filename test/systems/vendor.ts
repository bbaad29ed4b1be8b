/** For tests: a vendor's system as a stateful fake, its connector's own client over real HTTP to it, and its reads as a sync asks them. */
import type { Reply, VendorFake } from '../../src/demo/systems/vendor-fake.ts';
import type { Connector, SyncRead } from '../../src/sources/kit/http/connector.ts';
import type { SourceClient } from '../../src/sources/kit/http/client.ts';
import { openSource } from '../../src/sources/kit/http/open-source.ts';
import type { Input } from '../../src/sources/kit/http/operation.ts';
import type { Row } from '../../src/sources/kit/http/page.ts';
import { readPages } from '../../src/sources/kit/http/read-pages.ts';
import type { Asked } from './fake-system.ts';
import { fakeSystem, LOOPBACK } from './fake-system.ts';

export type { Reply, VendorFake };

export type Standing = {
  readonly client: SourceClient;
  readonly asked: readonly Asked[];
  /** Without those for a token. */
  readonly requests: () => readonly Asked[];
  /** Refresh tokens that were kept. */
  readonly kept: readonly string[];
  readonly close: () => Promise<void>;
};

export function isTokenRequest({ path }: Asked): boolean {
  return /\/tokens?$/.test(path);
}

/** Starts the fake, and opens it as a source. */
export async function stand(
  fake: VendorFake,
  { way = Object.keys(fake.waysIn)[0] ?? '', reply = fake.reply }: { way?: string; reply?: Reply } = {},
): Promise<Standing> {
  const system = await fakeSystem(reply);
  const kept: string[] = [];
  const { words = {}, secrets = [] } = fake.waysIn[way] ?? {};
  const access = {
    settings: fake.settings,
    wayIn: way,
    words,
    secrets: Object.fromEntries(secrets.map((name) => [name, name])),
    baseUrl: fake.leads === undefined ? `${system.url}${fake.basePath}` : null,
  };
  const client = openSource(fake.connector, access, {
    outbound: fake.leads?.(system.url) ?? LOOPBACK,
    secretFor: (name) => fake.secrets[name] ?? '',
    kept: { latest: async () => kept.at(-1) ?? null, keep: async (token) => void kept.push(token) },
    now: Date.now,
    random: () => 0,
  });
  const requests = () => system.asked.filter((one) => !isTokenRequest(one));
  return { client, asked: system.asked, requests, kept, close: system.close };
}

const BOUNDS = { deadlineMs: 5_000 };
type Columns = readonly string[];

export type Reading = {
  readonly all: (columns?: Columns, bounds?: { deadlineMs: number; maxBytes?: number }) => Promise<readonly Row[]>;
  /** What has changed since the moment, asked for by the read's own overlap. */
  readonly changes: (sinceMs: number, columns?: Columns) => Promise<readonly Row[]>;
  readonly deletions: (sinceMs: number, untilMs: number) => Promise<readonly Row[]>;
  readonly one: (id: string, columns?: Columns) => Promise<readonly Row[]>;
};

/** A read of the connector, asked as a sync does. Throws for what it doesn't have. */
export function reading(client: SourceClient, connector: Connector, name: string): Reading {
  const read = required(connector.reads[name], name);
  const operation = (named: string) => required(connector.operations[named], named);
  const pages = async (
    named: string,
    input: Input,
    bounds: { deadlineMs: number } = BOUNDS,
  ): Promise<readonly Row[]> => {
    const rows: Row[] = [];
    for await (const page of client.pages(operation(named), input, bounds)) rows.push(...page.rows);
    return rows;
  };
  return {
    all: async (columns = [], bounds = BOUNDS) => {
      const named = Object.values(asColumns(read, columns)).flatMap((names) =>
        Array.isArray(names) ? names.map(String) : [],
      );
      const rows: Row[] = [];
      const order = { columns: named, nowMs: Date.now(), bounds };
      for await (const page of readPages(client, connector, name, order)) rows.push(...page.rows);
      return rows;
    },
    changes: async (sinceMs, columns = []) => {
      const changes = required(read.changes, 'changes');
      const since = { [changes.since]: moment(changes.as, sinceMs - changes.overlapMs) };
      return await pages(changes.operation, { ...read.input, ...asColumns(read, columns), ...since });
    },
    deletions: async (sinceMs, untilMs) => {
      const changes = required(read.changes, 'changes');
      const { operation: named, since, until } = required(changes.deletions, 'deletions');
      return await pages(named, {
        ...(since !== null && { [since]: moment(changes.as, sinceMs) }),
        ...(until !== null && { [until]: moment(changes.as, untilMs) }),
      });
    },
    one: async (id, columns = []) => {
      const { operation: named, by } = required(read.one, 'way to read one');
      return (await client.ask(operation(named), { ...asColumns(read, columns), [by]: id }, BOUNDS)).rows;
    },
  };
}

/** What the mapping names, and no more: a connector asks by itself for what it must know of a row. */
function asColumns({ columns: field }: SyncRead, columns: Columns): Input {
  return field === null ? {} : { [field]: columns };
}

function moment(as: NonNullable<SyncRead['changes']>['as'], ms: number): string | number {
  if (as === 'epoch_s') return Math.floor(ms / 1000);
  if (as === 'epoch_ms') return ms;
  return as === 'iso' ? new Date(ms).toISOString() : new Date(ms).toISOString().slice(0, 10);
}

function required<Value>(value: Value | null | undefined, name: string): Value {
  if (value === null || value === undefined) throw new RangeError(`The connector has no ${name}.`);
  return value;
}
