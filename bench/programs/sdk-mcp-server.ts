/** The SDK's default stateless handler with `McpServer` and zod tools: what its documentation shows. */
import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import type { NodeIncomingMessageLike } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { MENU, notMeasured } from './menu.ts';
import { readReadyMade, replyFor } from './ready-made.ts';
import { serve } from './serve.ts';

const ready = readReadyMade();

function conciergeServer(): McpServer {
  const server = new McpServer({ name: 'cx_concierge', version: '0.1.0', title: 'Concierge' });
  server.registerTool('get_escalation_contact', MENU.get_escalation_contact, ({ account_id }) => {
    const text = replyFor(ready, account_id);
    return { content: [{ type: 'text', text }], structuredContent: JSON.parse(text) as Record<string, unknown> };
  });
  server.registerTool('get_account_team', MENU.get_account_team, notMeasured);
  server.registerTool('get_account_health', MENU.get_account_health, notMeasured);
  return server;
}

const handle = toNodeHandler(createMcpHandler(conciergeServer));
serve(createServer((request, response) => void handle(request as NodeIncomingMessageLike, response)));
