/** The same server over stdio, for mcp-proxy to stand before. */
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { ticketServer } from './sdk-tool-server.ts';

await ticketServer().connect(new StdioServerTransport());
