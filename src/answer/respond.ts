/** From a case to what leaves: the card, or one sentence that says how to mend the call. */
import type { AssertionTrouble } from '../caller/assertion.ts';
import type { OverBudget } from '../caller/budgets.ts';
import type { Answered, Mend } from './ask.ts';
import type { ToolDescriptor } from '../services/tool.ts';
import type { Considered } from './considered.ts';
import type { Customer } from './customer.ts';

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

type Asked = { readonly customer: Customer; readonly tool: ToolDescriptor };

/** The sentence, or null when the call can be answered as it is. */
export function needsMending({ customer, tool }: Asked): string | null {
  if (customer.over !== null) return overText(customer.over);
  if (customer.malformed !== null) return customer.malformed;
  if (tool.alwaysAnswers) return null;
  if (customer.trouble !== null) return TROUBLE[customer.trouble];
  if (!tool.needsCustomer) return null;
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
