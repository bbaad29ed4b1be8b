/**
 * Which customer a call is about: binding first, then the arguments, then the account.
 * A bound call compares an identity argument with the bound account's own ids and addresses and looks nothing else up.
 */
import type { AccountHint, AccountReference, IdentityArgument } from '../account/reference.ts';
import { resolveAccount } from '../account/resolve.ts';
import { normalEmail } from '../base/email.ts';
import { isPlainObject } from '../base/json.ts';
import type { OverBudget } from '../caller/budgets.ts';
import type { AssertedSubject, AssertionTrouble } from '../caller/assertion.ts';
import type { Binding } from '../caller/bind.ts';
import type { ToolRequest } from '../services/tool.ts';
import type { AccountIdentities } from '../store/store.ts';
import type { Call } from './call.ts';
import type { Desk } from './desk.ts';
import { readable } from './readable.ts';

export type Customer = {
  readonly reference: AccountReference;
  readonly request: ToolRequest;
  /** How the arguments' identity came, by argument name. */
  readonly given: readonly IdentityArgument[];
  readonly trouble: AssertionTrouble | null;
  /** The directory couldn't be read: whoever is meant, nobody can be found. */
  readonly unreadable: boolean;
  /** An assertion says who the customer is. */
  readonly bound: boolean;
  /** An identity argument that was not the bound customer's. */
  readonly violation: boolean;
  /** A sentence that says how to mend the call, when its arguments can't be used. */
  readonly malformed: string | null;
  /** A budget of the caller's that is used up: nothing was looked up, or nothing of what was is used. */
  readonly over: OverBudget | null;
  /** So many identities came to nobody that somebody should look at this caller. */
  readonly suspicious: boolean;
};

const NOTHING_ASKED: ToolRequest = { topic: null, language: null, urgency: 'normal' };
const UNKNOWN: AccountReference = { kind: 'unknown' };

export const NOBODY: Customer = {
  reference: UNKNOWN,
  request: NOTHING_ASKED,
  given: [],
  trouble: null,
  unreadable: false,
  bound: false,
  violation: false,
  malformed: null,
  over: null,
  suspicious: false,
};

/**
 * A typed identity opens no system to an agent for customers or partners: only what the platform states does. For a tool that is
 * about nobody it doesn't count.
 */
export function statedCustomer(customer: Customer, { ask, tool }: Call): Customer {
  if (ask.caller.audience === 'teams' || !tool.needsCustomer || customer.bound || customer.trouble !== null)
    return customer;
  return { ...customer, reference: UNKNOWN, trouble: 'missing' };
}

const NO_IDENTITIES: AccountIdentities = { ids: [], emails: [] };

const BOUND: Customer = { ...NOBODY, bound: true };

/** At once where nothing has to be looked up for it. */
export function identifyCustomer(binding: Binding, call: Call, desk: Desk): Customer | Promise<Customer> {
  if (call.over !== null)
    return { ...NOBODY, request: readableRequest(call), over: call.over, trouble: troubleOf(binding) };
  switch (binding.kind) {
    case 'spoiled':
      return { ...NOBODY, request: readableRequest(call), trouble: binding.trouble };
    case 'free':
      return namedCustomer(call, desk);
    case 'bound':
      return boundCustomer(binding.subject, call, desk);
  }
}

function troubleOf(binding: Binding): AssertionTrouble | null {
  return binding.kind === 'spoiled' ? binding.trouble : null;
}

function namedCustomer(call: Call, desk: Desk): Customer | Promise<Customer> {
  const read = call.tool.readArguments(call.ask.arguments);
  if (read.kind === 'malformed') return malformed(NOBODY, read.mend, call);
  const given = argumentNames(read.identity);
  if (given.length === 0) return { ...NOBODY, request: read.request };
  return foundCustomer(read.identity, { ...NOBODY, request: read.request, given }, call, desk);
}

async function foundCustomer(identity: AccountHint, asking: Customer, call: Call, desk: Desk): Promise<Customer> {
  const found = await resolved(identity, false, desk, call);
  return { ...asking, unreadable: found === null, ...counted(found ?? UNKNOWN, call, desk) };
}

/**
 * A typed identity is on its caller's account; a stated one is not, for nobody can guess it. Where no further account may
 * be named, who is nobody's customer is told the same as who is.
 */
function counted(
  reference: AccountReference,
  { ask: { caller } }: Call,
  { budgets }: Desk,
): Pick<Customer, 'reference' | 'over' | 'suspicious'> {
  const isKnown = reference.kind === 'known';
  const over = isKnown ? budgets.account(caller, reference.account) : budgets.anotherAccount(caller);
  return { reference: over === null ? reference : UNKNOWN, over, suspicious: !isKnown && budgets.miss(caller) };
}

async function boundCustomer(subject: AssertedSubject, call: Call, desk: Desk): Promise<Customer> {
  const { identity, rest } = withoutIdentity(call.ask.arguments);
  const hint = subject.type === 'account_id' ? { accountId: subject.value } : { email: subject.value };
  const found = await resolved(hint, true, desk, call);
  const reference = found ?? UNKNOWN;
  const given = Object.keys(identity) as IdentityArgument[];
  const isForeign = given.length > 0 && !(await isOwn(identity, subject, reference, desk, call));
  if (isForeign) {
    const suspicious = desk.budgets.miss(call.ask.caller);
    return { ...BOUND, given, violation: true, suspicious, request: readableRequest(call) };
  }
  const read = call.tool.readArguments(rest);
  if (read.kind === 'malformed') return malformed({ ...BOUND, given }, read.mend, call);
  return { ...BOUND, reference, request: read.request, given, unreadable: found === null };
}

function malformed(customer: Customer, mend: string, call: Call): Customer {
  return { ...customer, malformed: mend, request: readableRequest(call) };
}

/** What was asked, identity aside; of arguments that can't be read as a whole, the language alone. */
export function readableRequest({ tool, ask }: Pick<Call, 'tool' | 'ask'>): ToolRequest {
  const { rest } = withoutIdentity(ask.arguments);
  const whole = tool.readArguments(rest);
  if (whole.kind === 'read') return whole.request;
  const language = isPlainObject(rest) ? tool.readArguments({ language: rest['language'] ?? null }) : whole;
  return language.kind === 'read' ? language.request : NOTHING_ASKED;
}

/** Null where the directory can't be read, which is told to the desk. */
function resolved(hint: AccountHint, verified: boolean, desk: Desk, call: Call): Promise<AccountReference | null> {
  return readable(() => resolveAccount(hint, verified, desk.tenant, desk.directory), null, desk, call);
}

/** Any JSON value may stand there: whatever isn't the bound customer's own is a violation. */
type RawIdentity = { readonly account_id?: unknown; readonly customer_email?: unknown };

function withoutIdentity(given: unknown): { readonly identity: RawIdentity; readonly rest: unknown } {
  if (!isPlainObject(given)) return { identity: {}, rest: given };
  const { account_id, customer_email, customer_assertion: _assertion, ...rest } = given;
  const identity = {
    ...(account_id === undefined || account_id === null ? {} : { account_id }),
    ...(customer_email === undefined || customer_email === null ? {} : { customer_email }),
  };
  return { identity, rest };
}

async function isOwn(
  identity: RawIdentity,
  subject: AssertedSubject,
  reference: AccountReference,
  desk: Desk,
  call: Call,
): Promise<boolean> {
  const own = withSubject(subject, await identitiesOf(reference, desk, call));
  return isOwnId(identity.account_id, own) && isOwnEmail(identity.customer_email, own);
}

async function identitiesOf(reference: AccountReference, desk: Desk, call: Call): Promise<AccountIdentities> {
  if (reference.kind !== 'known') return NO_IDENTITIES;
  const { directory, tenant } = desk;
  return await readable(() => directory.identities(tenant, reference.account), NO_IDENTITIES, desk, call);
}

/** What the platform asserted is the customer's own, whether or not the directory knows it. */
function withSubject({ type, value }: AssertedSubject, { ids, emails }: AccountIdentities): AccountIdentities {
  if (type === 'account_id') return { ids: [...ids, { namespace: '', id: value.trim() }], emails };
  const email = normalEmail(value);
  return { ids, emails: email === null ? emails : [...emails, email] };
}

function isOwnId(given: unknown, { ids }: AccountIdentities): boolean {
  if (given === undefined) return true;
  if (typeof given !== 'string' && typeof given !== 'number') return false;
  const id = String(given).trim();
  // What was asserted has no namespace of its own: `:42` is nobody's id.
  return ids.some((own) => own.id === id || (own.namespace !== '' && `${own.namespace}:${own.id}` === id));
}

function isOwnEmail(given: unknown, { emails }: AccountIdentities): boolean {
  if (given === undefined) return true;
  const email = typeof given === 'string' ? normalEmail(given) : null;
  return email !== null && emails.includes(email);
}

function argumentNames({ accountId, email }: AccountHint): IdentityArgument[] {
  return [
    ...(accountId === undefined ? [] : ['account_id' as const]),
    ...(email === undefined ? [] : ['customer_email' as const]),
  ];
}
