/** Starts the product's HTTP stack on a free loopback port, and sends it exact bytes. */
import { Agent, request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { createHttpServer } from '../../src/edge/http/server.ts';
import type { HttpOptions, HttpServer } from '../../src/edge/http/server.ts';
import type { Listening } from '../../src/edge/http/listen.ts';
import type { Endpoint } from '../../src/edge/endpoint.ts';

export const OPTIONS: HttpOptions = {
  openMode: true,
  allowedHosts: [],
  allowedOrigins: [],
  limits: { bodyBytes: 1_048_576, connections: 1000, headersTimeoutMs: 10_000, requestTimeoutMs: 30_000 },
  notReady: () => [],
  report: (_id, cause) => {
    throw new Error('a defect that the test did not expect', { cause });
  },
  graceMs: 1000,
};

export type Served = Listening & {
  readonly server: HttpServer;
  readonly send: Send;
  readonly close: () => Promise<void>;
};

export async function serve(endpoints: readonly Endpoint[], options: Partial<HttpOptions> = {}): Promise<Served> {
  const server = createHttpServer(() => ({ endpoints, pages: new Map() }), { ...OPTIONS, ...options });
  const listening = await server.listen({ host: '127.0.0.1', port: 0 });
  const agent = new Agent({ keepAlive: true });
  const close = async (): Promise<void> => {
    agent.destroy();
    await server.close();
  };
  return { ...listening, server, send: sender(listening.port, agent), close };
}

export type Sent = {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
};

export type Received = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

export type Send = (sent: Sent) => Promise<Received>;

export function sender(port: number, agent: Agent): Send {
  return async ({ method = 'POST', path = '/mcp', headers = {}, body = '' }) =>
    await new Promise((resolve, reject) => {
      const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) };
      const outgoing = request({ agent, port, method, path, headers: { ...headers, ...length } }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
        response.on('error', reject);
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
}
