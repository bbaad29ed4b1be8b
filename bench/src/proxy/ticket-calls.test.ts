import { describe, expect, it } from 'vitest';
import { expectedTickets, ticketBodyStart, ticketFault } from './ticket-calls.ts';
import { NOT_APPROVED, ticketOf } from './tickets.ts';

const [shaped] = expectedTickets('shaped');
const [passedOn] = expectedTickets('passed_on');
if (shaped === undefined || passedOn === undefined) throw new Error('There is no ticket.');

function reply(structuredContent: object | undefined, text: string, id = 7): string {
  const content = [{ type: 'text', text }];
  return JSON.stringify({ result: { content, structuredContent }, jsonrpc: '2.0', id });
}

const CARD = { found: true, record: shaped.approved, as_of: '2026-11-29T15:46:00Z' };
const WHOLE = JSON.stringify(ticketOf(0));

describe('a reply of a proxy is judged by its content', () => {
  it.each([
    ['the approved fields', shaped, reply(CARD, JSON.stringify(CARD)), /^right$/],
    ['all of it, of who approves fields', shaped, reply(CARD, WHOLE), /^what is not approved/],
    ['all of it, of who can’t', passedOn, reply(undefined, WHOLE), /^right$/],
    ['another ticket', passedOn, reply(undefined, JSON.stringify(ticketOf(1))), /^the text lacks number/],
    ['no structured content', shaped, reply(undefined, JSON.stringify(CARD)), /^the structured content/],
    ['a field too many', shaped, reply({ record: { ...shaped.approved, x: 1 } }, JSON.stringify(CARD)), /^the struct/],
    ['another id', shaped, reply(CARD, JSON.stringify(CARD), 8), /^id 8 answers id 7/],
  ])('%s', (_what, expected, text, fault) => {
    expect(ticketFault(200, text, 7, expected) ?? 'right').toMatch(fault);
  });

  it('and there is something that is not approved', () => {
    expect(WHOLE).toContain(NOT_APPROVED);
  });
});

it('asks for the ticket by its number', () => {
  expect(JSON.parse(`${ticketBodyStart(shaped, 'modern')}7}`)).toMatchObject({
    id: 7,
    params: { name: 'ticket', arguments: { number: shaped.number } },
  });
});
