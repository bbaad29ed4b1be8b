/** From a case to what leaves: the card, or one sentence that says how to mend the call. */
import type { AssertionTrouble } from '../caller/assertion.ts';
import type { Card } from '../card/contract.ts';
import type { Outcome } from './ask.ts';
import type { Considered } from './considered.ts';

/** `written`: the record is durable; without it only the constant answer may leave. */
export function respond(considered: Considered, written: boolean): Outcome {
  const { customer, tool } = considered;
  const card = written ? considered.card : considered.constant();
  const message = needsMending(considered);
  if (message !== null)
    return { kind: 'mend', message, meanwhile: meanwhile(considered, card), trouble: customer.trouble };
  return {
    kind: 'answered',
    card,
    json: JSON.stringify(card),
    trouble: customer.trouble,
    assistantOnly: tool.assistantOnly,
  };
}

/** The sentence, or null when the call can be answered as it is. */
export function needsMending({ customer, tool }: Pick<Considered, 'customer' | 'tool'>): string | null {
  if (customer.malformed !== null) return customer.malformed;
  if (tool.alwaysAnswers) return null;
  if (customer.trouble !== null) return TROUBLE[customer.trouble];
  const unnamed = customer.given.length === 0 && customer.reference.kind === 'unknown' && !customer.bound;
  return unnamed ? 'Say which customer you mean: give account_id or customer_email.' : null;
}

const TROUBLE: Record<AssertionTrouble, string> = {
  expired: 'The platform’s statement of the customer has expired: ask the platform for a new one and call again.',
  invalid: 'The platform’s statement of the customer can’t be accepted: ask the platform for a new one and call again.',
  missing: 'This call must carry the platform’s statement of the customer: ask the platform for one and call again.',
};

function meanwhile({ tool }: Considered, card: Card) {
  return tool.alwaysAnswers ? { card, json: JSON.stringify(card) } : null;
}
