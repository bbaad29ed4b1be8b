/** fastmcp as its documentation shows it: a zod tool that fetches, HTTP without sessions. Arguments: the system's address, the port. */
import { FastMCP } from 'fastmcp';
import { readTicket, TICKET_TOOL } from './ticket-tool.ts';

const server = new FastMCP({ name: 'tickets', version: '0.1.0' });

server.addTool({
  name: 'ticket',
  description: TICKET_TOOL.description,
  parameters: TICKET_TOOL.inputSchema,
  outputSchema: TICKET_TOOL.outputSchema,
  execute: async ({ number }: { readonly number: string }) => {
    const ticket = await readTicket(process.argv[2] ?? '', number);
    return { content: [{ type: 'text', text: JSON.stringify(ticket) }], structuredContent: ticket };
  },
});

await server.start({
  transportType: 'httpStream',
  httpStream: { port: Number(process.argv[3]), host: '127.0.0.1', stateless: true },
});
