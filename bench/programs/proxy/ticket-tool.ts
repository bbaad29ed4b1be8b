/** The tool as somebody would write it with zod and `fetch` for the SDK's `McpServer` or for fastmcp: the approved fields alone. */
import * as z from 'zod';
import type { Ticket } from '../../src/proxy/tickets.ts';
import { approvedOf } from '../../src/proxy/tickets.ts';

const record = z.strictObject({
  number: z.string(),
  subject: z.string(),
  state: z.string(),
  priority: z.string(),
  opened: z.string(),
  assignee: z.string(),
});

export const TICKET_TOOL = {
  title: 'One ticket',
  description: 'Read one ticket by its number.',
  inputSchema: z.strictObject({ number: z.string().min(1).max(200).describe('The ticket’s number.') }),
  outputSchema: z.strictObject({ found: z.boolean(), record: record.optional(), as_of: z.string() }),
} as const;

/** `system`: its address. */
export async function readTicket(system: string, number: string) {
  const reply = await fetch(`${system}/tickets/${encodeURIComponent(number)}`);
  if (!reply.ok) throw new Error(`The system replied ${reply.status}.`);
  return { found: true, record: approvedOf((await reply.json()) as Ticket), as_of: new Date().toISOString() };
}
