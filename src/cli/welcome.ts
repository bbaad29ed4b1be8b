/** What `concierge start` tells a newcomer: where it listens, what to paste into a client, and sample questions answered. */
import type { EscalationCard } from '../card/contract.ts';
import type { SampleQuestion } from '../config/deployment.ts';
import { indented } from './columns.ts';

/** Ready-to-paste client configuration for HTTP and for stdio. */
export function connectText(url: string, folder: string, [command, ...args]: readonly string[]): string {
  const http = { mcpServers: { cx_concierge: { type: 'http', url } } };
  const stdio = { mcpServers: { cx_concierge: { command, args: [...args, 'stdio', folder] } } };
  return [
    `cx_concierge listens at ${url}`,
    '',
    'Connect an MCP client over HTTP:',
    indented(JSON.stringify(http, null, 2)),
    '',
    'or over stdio:',
    indented(JSON.stringify(stdio)),
    '',
  ].join('\n');
}

/** A question and, in two lines, whom the customer is routed to and why. */
export function questionText(question: SampleQuestion, { contact, availability, reason }: EscalationCard): string {
  const asked = Object.entries(question.arguments).map(([name, value]) => `${name}: ${value}`);
  const who = [contact.name, contact.title].filter((part) => part !== undefined).join(', ');
  const reach = [contact.email, contact.booking_link].filter((part) => part !== undefined).join('  ');
  const when =
    availability.status === 'available' ? 'available now' : `next available ${availability.next_available ?? 'later'}`;
  return [
    `“${question.title}”  (${asked.join(', ')})`,
    indented(`→ ${who}  ${reach}`),
    indented(`  ${reason.message} (${reason.code}), ${when}, ${availability.timezone}`),
    '',
  ].join('\n');
}
