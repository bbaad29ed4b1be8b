/**
 * The SDK's default stateless handler with its low-level `Server`: no schema is converted and nothing is validated, so
 * this is the least that the SDK can cost. Few programs are written so.
 */
import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import type { NodeIncomingMessageLike } from '@modelcontextprotocol/node';
import { createMcpHandler, Server } from '@modelcontextprotocol/server';
import { readReadyMade, replyFor } from './ready-made.ts';
import { serve } from './serve.ts';

const ready = readReadyMade();

function conciergeServer(): Server {
  const info = { name: 'cx_concierge', version: '0.1.0', title: 'Concierge' };
  const server = new Server(info, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/call', ({ params }) => {
    const text = replyFor(ready, params.arguments?.['account_id']);
    return { content: [{ type: 'text', text }], structuredContent: JSON.parse(text) as Record<string, unknown> };
  });
  return server;
}

const handle = toNodeHandler(createMcpHandler(conciergeServer));
serve(createServer((request, response) => void handle(request as NodeIncomingMessageLike, response)));
