/** For tests: a system on loopback that replies as it is told, the real way out to it, and a client over both. */
import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOutbound } from '../../src/outbound/guarded.ts';
import type { Auth, SecretFor } from '../../src/sources/kit/http/auth.ts';
import type { SourceClient } from '../../src/sources/kit/http/client.ts';
import type { ClientParts } from '../../src/sources/kit/http/send.ts';
import { sourceClient } from '../../src/sources/kit/http/client.ts';
import { credentialsOf } from '../../src/sources/kit/http/credentials.ts';
import type { Operation } from '../../src/sources/kit/http/operation.ts';
import { paceOf } from '../../src/sources/kit/http/pace.ts';

export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export type Said = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or a text as it is. */
  readonly body?: unknown;
  /** Breaks the connection after so many bytes of the body. */
  readonly cutAt?: number;
  readonly afterMs?: number;
};

export type FakeSystem = {
  readonly url: string;
  readonly asked: readonly Asked[];
  readonly close: () => Promise<void>;
};

export async function fakeSystem(reply: (asked: Asked, nth: number) => Said): Promise<FakeSystem> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://system.example');
      const { method = '', headers } = request;
      const body = Buffer.concat(chunks).toString('utf8');
      const one: Asked = { method, path: url.pathname, query: url.searchParams, headers, body };
      asked.push(one);
      const said = reply(one, asked.length - 1);
      const text = typeof said.body === 'string' ? said.body : JSON.stringify(said.body ?? {});
      const send = (): void => {
        const length = { 'content-length': String(Buffer.byteLength(text)) };
        response.writeHead(said.status ?? 200, { 'content-type': 'application/json', ...length, ...said.headers });
        if (said.cutAt === undefined) response.end(text);
        else response.write(text.slice(0, said.cutAt), () => response.destroy());
      };
      if (said.afterMs === undefined) send();
      else setTimeout(send, said.afterMs);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

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
