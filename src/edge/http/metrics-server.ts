/** `/metrics` on a listener of its own: who may ask for answers may not read how the program fares. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Listener } from '../../config/deployment.ts';
import type { Listening } from './listen.ts';
import { listen } from './listen.ts';

/** In the text format of Prometheus. */
export type MetricsText = { readonly contentType: string; readonly text: () => Promise<string> };

export type MetricsServer = Listening & { readonly close: () => Promise<void> };

/** @throws Failure `port_in_use`, or `usage` for an address that can't be listened on */
export async function serveMetrics(metrics: MetricsText, at: Listener): Promise<MetricsServer> {
  const server = createServer((request, response) => void answer(metrics, request, response));
  const listening = await listen(server, at, false);
  return {
    ...listening,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer({ contentType, text }: MetricsText, request: IncomingMessage, response: ServerResponse) {
  const isAsked = request.url === '/metrics' && (request.method === 'GET' || request.method === 'HEAD');
  if (!isAsked) return response.writeHead(404).end();
  const body = await text();
  return response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(body);
}
