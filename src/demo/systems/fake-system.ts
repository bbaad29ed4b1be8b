/** A system on loopback that replies as it is told, and can be switched off and on again at its address. */
import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

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
  /** The last ten thousand. */
  readonly asked: readonly Asked[];
  /** From now on nobody listens at its address. */
  readonly switchOff: () => Promise<void>;
  /** At the same address again. */
  readonly switchOn: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const MOST_ASKED = 10_000;

export async function fakeSystem(reply: (asked: Asked, nth: number) => Said): Promise<FakeSystem> {
  const asked: Asked[] = [];
  let nth = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://system.example');
      const { method = '', headers } = request;
      const body = Buffer.concat(chunks).toString('utf8');
      const one: Asked = { method, path: url.pathname, query: url.searchParams, headers, body };
      asked.push(one);
      if (asked.length > MOST_ASKED) asked.shift();
      const said = reply(one, nth++);
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
  const listen = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    switchOff: close,
    switchOn: async () => await listen(port),
    close,
  };
}
