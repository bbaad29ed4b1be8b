/** From a case to what leaves: the card, or one sentence that says how to mend the call. */
import type { AssertionTrouble } from '../caller/assertion.ts';
import type { OverBudget } from '../caller/budgets.ts';
import type { Answered, Mend } from './ask.ts';
import type { Considered } from './considered.ts';

export function respond(considered: Considered): Answered | Mend {
  const { card, customer, tool } = considered;
  const { trouble } = customer;
  const json = JSON.stringify(card);
  const message = needsMending(considered);
  if (message === null) return { kind: 'answered', card, json, trouble, assistantOnly: tool.assistantOnly };
  const retryAfterS = customer.over?.retryAfterS ?? null;
  return { kind: 'mend', message, meanwhile: tool.alwaysAnswers ? { card, json } : null, trouble, retryAfterS };
}

/** Where the record couldn't be written only the constant answer may leave. */
export function respondConstantly(considered: Considered): Answered | Mend {
  return respond({ ...considered, card: considered.constant() });
}

/** The sentence, or null when the call can be answered as it is. */
function needsMending({ customer, tool }: Pick<Considered, 'customer' | 'tool'>): string | null {
  if (customer.over !== null) return overText(customer.over);
  if (customer.malformed !== null) return customer.malformed;
  if (tool.alwaysAnswers) return null;
  if (customer.trouble !== null) return TROUBLE[customer.trouble];
  const unnamed = customer.given.length === 0 && customer.reference.kind === 'unknown' && !customer.bound;
  return unnamed ? 'Say which customer you mean: give account_id or customer_email.' : null;
}

function overText({ retryAfterS }: OverBudget): string {
  return `This agent has used up what it may ask: call again in ${retryAfterS === 1 ? 'a second' : `${retryAfterS} seconds`}.`;
}

const TROUBLE: Record<AssertionTrouble, string> = {
  expired: 'The platform’s statement of the customer has expired: ask the platform for a new one and call again.',
  invalid: 'The platform’s statement of the customer can’t be accepted: ask the platform for a new one and call again.',
  missing: 'This call must carry the platform’s statement of the customer: ask the platform for one and call again.',
};
