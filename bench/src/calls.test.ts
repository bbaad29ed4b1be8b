import { describe, expect, it } from 'vitest';
import { bodyStart, faultOf } from './calls.ts';

const SARAH = { accountId: 'A-1', name: 'Sarah Jenkins', email: 'sarah@acme.example' };
const CARD = { contact: { kind: 'person', name: SARAH.name, email: SARAH.email } };

function reply(card: object, also: object = {}, id = 7): string {
  const content = [{ type: 'text', text: JSON.stringify(card) }];
  return JSON.stringify({ result: { content, structuredContent: card, ...also }, jsonrpc: '2.0', id });
}

describe('a reply is judged by its content', () => {
  const tom = { contact: { ...CARD.contact, name: 'Tom' } };
  it.each([
    ['the right person as JSON', 200, reply(CARD), /^right$/],
    ['the right person as an event', 200, `event: message\ndata: ${reply(CARD)}\n\n`, /^right$/],
    ['the right person as an event without a name', 200, `data: ${reply(CARD)}\n\n`, /^right$/],
    ['another status', 500, reply(CARD), /^status 500/],
    ['the reply to another request', 200, reply(CARD, {}, 8), /^id 8 answers id 7/],
    ['another person', 200, reply(tom), /^not Sarah Jenkins/],
    ['the right name with another address', 200, reply({ contact: { ...CARD.contact, email: 't@x' } }), /^not Sarah/],
    ['a reply that the tool calls an error', 200, reply(CARD, { isError: true }), /^not Sarah/],
    ['a text that names somebody else', 200, reply(CARD, { content: [{ text: JSON.stringify(tom) }] }), /^the text/],
    ['a protocol error', 200, '{"jsonrpc":"2.0","id":7,"error":{"code":-32603,"message":"no"}}', /^not Sarah/],
    ['half a reply', 200, reply(CARD).slice(0, 90), /^id undefined/],
    ['nothing', 200, '', /^id undefined/],
  ])('%s', (_what, status, text, fault) => {
    const found = faultOf(status, text, 7, SARAH);
    expect(found ?? 'right').toMatch(fault);
  });
});

it('writes a body that a JSON-RPC server can read, once the id is added', () => {
  expect(JSON.parse(`${bodyStart('A-1', 'modern')}7}`)).toMatchObject({
    jsonrpc: '2.0',
    id: 7,
    method: 'tools/call',
    params: { name: 'get_escalation_contact', arguments: { account_id: 'A-1' } },
  });
});

it('names no account where the platform states it', () => {
  expect(JSON.parse(`${bodyStart(null, 'legacy')}7}`)).toMatchObject({ id: 7, params: { arguments: {} } });
});
