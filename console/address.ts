/**
 * What the page's address says: the question, the tool that is looked at, and the list that is open. It stands behind `#`, which
 * browsers keep to themselves: an address can be passed on and gone back to, and no server or proxy ever sees a customer in it.
 */
import type { Audience, Urgency } from '../src/facts/frame.ts';
import type { Question, Rules } from '../src/admin/contract.ts';
import { readMoment } from './ask/local-moment.ts';

export type Address = {
  readonly customer?: string;
  /** `no`: as somebody typed it. */
  readonly verified?: 'no';
  readonly topic?: string;
  readonly language?: string;
  readonly urgency?: Urgency;
  readonly audience?: Audience;
  /** ISO 8601. */
  readonly at?: string;
  readonly rules?: Rules;
  readonly tool?: string;
  /** `outcome=fallback`: which accounts of the coverage are listed. */
  readonly list?: string;
};

/** As somebody may have written it. */
type Written = Readonly<Record<string, unknown>>;

/** Whatever somebody has written there: what makes no sense is left out, see {@link leftOut}. */
export function readAddress(given: Written): Address {
  const text = (name: keyof Address, most = 320) => {
    const value = given[name];
    return typeof value === 'string' && value.trim() !== '' && value.length <= most ? value : undefined;
  };
  return present({
    customer: text('customer'),
    verified: given['verified'] === 'no' ? 'no' : undefined,
    topic: text('topic', 100),
    language: text('language', 35),
    urgency: given['urgency'] === 'urgent' ? 'urgent' : undefined,
    audience: given['audience'] === 'teams' || given['audience'] === 'partners' ? given['audience'] : undefined,
    at: readMoment(text('at') ?? '') ?? undefined,
    rules: given['rules'] === 'draft' ? 'draft' : undefined,
    tool: text('tool'),
    list: text('list'),
  });
}

/** What goes without saying, and may be said. */
const USUAL: Readonly<Record<string, string>> = {
  verified: 'yes',
  urgency: 'normal',
  audience: 'customers',
  rules: 'live',
};

/** Parts of an address that can't be read, `at=garbage`: an answer without them must not look like one with them. */
export function leftOut(given: Written): readonly string[] {
  const read: Written = readAddress(given);
  const unread = Object.entries(given).filter(
    ([name, value]) => read[name] === undefined && value !== undefined && value !== '' && value !== USUAL[name],
  );
  return unread.map(([name, value]) => `${name}=${String(value)}`.slice(0, 60));
}

/** Null where no customer is named. */
export function questionIn(address: Address): Question | null {
  if (address.customer === undefined) return null;
  return {
    customer: address.customer,
    verified: address.verified !== 'no',
    topic: address.topic ?? null,
    language: address.language ?? null,
    urgency: address.urgency ?? 'normal',
    audience: address.audience ?? 'customers',
    at: address.at ?? null,
    rules: address.rules ?? 'live',
  };
}

/** What is as if nothing was said isn't said. */
export function addressOf(question: Question): Address {
  return present({
    customer: question.customer,
    verified: question.verified ? undefined : 'no',
    topic: question.topic ?? undefined,
    language: question.language ?? undefined,
    urgency: question.urgency === 'urgent' ? 'urgent' : undefined,
    audience: question.audience === 'customers' ? undefined : question.audience,
    at: question.at ?? undefined,
    rules: question.rules === 'draft' ? 'draft' : undefined,
  });
}

type Loose = { readonly [Key in keyof Address]: Address[Key] | undefined };

function present(loose: Loose): Address {
  return Object.fromEntries(Object.entries(loose).filter(([, value]) => value !== undefined));
}
