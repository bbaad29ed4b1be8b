/** The SDK's default stateless handler with `McpServer`, zod and `fetch`: what its documentation shows. */
import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import type { NodeIncomingMessageLike } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { serve } from '../serve.ts';
import { ticketServer } from './sdk-tool-server.ts';

const handle = toNodeHandler(createMcpHandler(ticketServer));
serve(createServer((request, response) => void handle(request as NodeIncomingMessageLike, response)));
