/**
 * An MCP server for tests, over HTTP on loopback: other tools, by other names, than a concierge has, and a result of the
 * test's choice. Shows that the agent goes by the menu, and what it does when a server fails it.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NodeIncomingMessageLike } from '@modelcontextprotocol/node';
import { toNodeHandler } from '@modelcontextprotocol/node';
import type { CallToolResult, Tool } from '@modelcontextprotocol/server';
import { Server, createMcpHandler } from '@modelcontextprotocol/server';

export type StandInConcierge = {
  readonly url: string;
  /** What was called so far. */
  readonly calls: { readonly name: string; readonly args: unknown }[];
  readonly close: () => Promise<void>;
};

export async function standInConcierge(tools: readonly Tool[], result: CallToolResult): Promise<StandInConcierge> {
  const calls: StandInConcierge['calls'] = [];
  const handler = createMcpHandler(
    () => {
      const server = new Server({ name: 'stand-in', version: '1.0.0' }, { capabilities: { tools: {} } });
      server.setRequestHandler('tools/list', () => ({ tools: [...tools] }));
      server.setRequestHandler('tools/call', ({ params }) => {
        calls.push({ name: params.name, args: params.arguments });
        return result;
      });
      return server;
    },
    { legacy: 'stateless' },
  );
  const handle = toNodeHandler(handler);
  const http = createServer((request, response) => void handle(request as NodeIncomingMessageLike, response));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`,
    calls,
    close: async () => {
      await handler.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
