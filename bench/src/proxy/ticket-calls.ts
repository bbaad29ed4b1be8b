/** The `tools/call` requests of the proxy benchmark: one ticket by its number, and what a right reply has to say. */
import { bodyOf, headersOf, jsonOf } from '../calls.ts';
import type { Dialect } from '../calls.ts';
import type { Headers } from '../ways.ts';
import type { Approved } from './tickets.ts';
import { approvedOf, NOT_APPROVED, TICKETS, ticketOf } from './tickets.ts';

/**
 * `shaped`: the approved fields and nothing else, in both forms. `passed_on`: the approved fields' values stand in the text among all
 * the others, which is all that a proxy without approved fields can be asked for.
 */
export type Proof = 'shaped' | 'passed_on';
export type ExpectedTicket = { readonly number: string; readonly approved: Approved; readonly proof: Proof };

export const TOOL = 'ticket';

export function expectedTickets(proof: Proof): readonly ExpectedTicket[] {
  return Array.from({ length: TICKETS }, (_, nth) => {
    const approved = approvedOf(ticketOf(nth));
    return { number: approved.number, approved, proof };
  });
}

export function ticketHeaders(dialect: Dialect): Headers {
  return headersOf(dialect, TOOL);
}

/** The body without its id and closing brace. */
export function ticketBodyStart({ number }: Pick<ExpectedTicket, 'number'>, dialect: Dialect): string {
  return bodyOf(TOOL, { number }, dialect);
}

type Reply = {
  readonly id?: unknown;
  readonly result?: {
    readonly isError?: boolean;
    readonly content?: readonly { readonly text?: string }[];
    readonly structuredContent?: { readonly record?: Readonly<Record<string, unknown>> };
  };
};

/** What is wrong with a reply, or `null`. */
export function ticketFault(
  status: number,
  text: string,
  id: number,
  { approved, proof }: ExpectedTicket,
): string | null {
  if (status !== 200) return `status ${status}: ${text}`;
  const { id: answeredId, result } = jsonOf(text) as Reply;
  if (answeredId !== id) return `id ${String(answeredId)} answers id ${id}: ${text}`;
  const said = result?.content?.[0]?.text ?? '';
  const lacks = Object.entries(approved).find(([, value]) => !said.includes(JSON.stringify(value)));
  if (result?.isError === true || lacks !== undefined) return `the text lacks ${lacks?.[0] ?? 'everything'}: ${text}`;
  if (proof === 'passed_on') return null;
  if (text.includes(NOT_APPROVED)) return `what is not approved is told: ${text}`;
  const record = result?.structuredContent?.record;
  const isSame = record !== undefined && JSON.stringify(record) === JSON.stringify(approved);
  return isSame ? null : `the structured content is not the ticket: ${text}`;
}
