/** The SDK's `McpServer` with the tool, for whatever transport. The system's address is the program's first argument. */
import { McpServer } from '@modelcontextprotocol/server';
import { readTicket, TICKET_TOOL } from './ticket-tool.ts';

export function ticketServer(): McpServer {
  const server = new McpServer({ name: 'tickets', version: '0.1.0', title: 'Tickets' });
  server.registerTool('ticket', TICKET_TOOL, async ({ number }) => {
    const ticket = await readTicket(process.argv[2] ?? '', number);
    return { content: [{ type: 'text', text: JSON.stringify(ticket) }], structuredContent: ticket };
  });
  return server;
}
