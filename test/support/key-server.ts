/** Serves the public keys of an authorization server on this machine, and notes everything that anybody asks it for. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SigningKey } from './authority.ts';
import { published } from './authority.ts';

export type KeyServer = {
  readonly origin: string;
  readonly jwksUri: string;
  /** Every path, in order. */
  readonly asked: readonly string[];
  readonly close: () => Promise<void>;
};

export async function serveKeys(...keys: readonly SigningKey[]): Promise<KeyServer> {
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: keys.map(published) }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { origin, jwksUri: `${origin}/keys`, asked, close };
}
