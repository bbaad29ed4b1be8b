/**
 * Which customer a call is about: binding first, then the arguments, then the account.
 * A bound call compares an identity argument with the bound account's own ids and addresses and looks nothing else up.
 */
import type { AccountHint, AccountReference } from '../account/reference.ts';
import { resolveAccount } from '../account/resolve.ts';
import { normalEmail } from '../base/email.ts';
import { isPlainObject } from '../base/json.ts';
import type { AssertedSubject, AssertionTrouble } from '../caller/assertion.ts';
import type { Binding } from '../caller/bind.ts';
import type { GivenIdentity, ReadArguments, ToolDescriptor, ToolRequest } from '../services/tool.ts';
import type { AccountIdentities } from '../store/store.ts';
import type { Ask } from './ask.ts';
import type { Desk } from './desk.ts';
import { readable } from './readable.ts';

export type Customer = {
  readonly reference: AccountReference;
  readonly request: ToolRequest;
  /** How the arguments' identity came, by argument name. */
  readonly given: readonly ('account_id' | 'customer_email')[];
  readonly trouble: AssertionTrouble | null;
  /** An assertion says who the customer is. */
  readonly bound: boolean;
  /** An identity argument that was not the bound customer's. */
  readonly violation: boolean;
  /** A sentence that says how to mend the call, when its arguments can't be used. */
  readonly malformed: string | null;
};

const NOTHING_ASKED: ToolRequest = { topic: null, language: null, urgency: 'normal' };
const UNKNOWN: AccountReference = { kind: 'unknown' };

const NOBODY: Customer = {
  reference: UNKNOWN,
  request: NOTHING_ASKED,
  given: [],
  trouble: null,
  bound: false,
  violation: false,
  malformed: null,
};

const NO_IDENTITIES: AccountIdentities = { ids: [], emails: [] };

const BOUND: Customer = { ...NOBODY, bound: true };

export async function identifyCustomer(
  binding: Binding,
  ask: Ask,
  tool: ToolDescriptor,
  desk: Desk,
): Promise<Customer> {
  switch (binding.kind) {
    case 'spoiled':
      return { ...NOBODY, trouble: binding.trouble };
    case 'free':
      return await namedCustomer(tool.readArguments(ask.arguments), desk);
    case 'bound':
      return await boundCustomer(binding.subject, ask, tool, desk);
  }
}

async function namedCustomer(read: ReadArguments, desk: Desk): Promise<Customer> {
  if (read.kind === 'malformed') return { ...NOBODY, malformed: read.mend };
  const reference = await resolved(read.identity, false, desk);
  return { ...NOBODY, reference, request: read.request, given: argumentNames(read.identity) };
}

async function boundCustomer(subject: AssertedSubject, ask: Ask, tool: ToolDescriptor, desk: Desk): Promise<Customer> {
  const { identity, rest } = withoutIdentity(ask.arguments);
  const hint = subject.type === 'account_id' ? { accountId: subject.value } : { email: subject.value };
  const reference = await resolved(hint, true, desk);
  const given = Object.keys(identity) as ('account_id' | 'customer_email')[];
  if (given.length > 0 && !(await isOwn(identity, reference, desk))) return { ...BOUND, given, violation: true };
  const read = tool.readArguments(rest);
  if (read.kind === 'malformed') return { ...BOUND, given, malformed: read.mend };
  return { ...BOUND, reference, request: read.request, given };
}

function resolved(hint: AccountHint, verified: boolean, desk: Desk): Promise<AccountReference> {
  return readable(() => resolveAccount(hint, verified, desk.tenant, desk.directory), UNKNOWN, desk);
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

async function isOwn(identity: RawIdentity, reference: AccountReference, desk: Desk): Promise<boolean> {
  if (reference.kind !== 'known') return false;
  const { directory, tenant } = desk;
  const own = await readable(() => directory.identities(tenant, reference.account), NO_IDENTITIES, desk);
  return isOwnId(identity.account_id, own) && isOwnEmail(identity.customer_email, own);
}

function isOwnId(given: unknown, { ids }: AccountIdentities): boolean {
  if (given === undefined) return true;
  if (typeof given !== 'string' && typeof given !== 'number') return false;
  const id = String(given).trim();
  return ids.some((own) => own.id === id || `${own.namespace}:${own.id}` === id);
}

function isOwnEmail(given: unknown, { emails }: AccountIdentities): boolean {
  if (given === undefined) return true;
  const email = typeof given === 'string' ? normalEmail(given) : null;
  return email !== null && emails.includes(email);
}

function argumentNames({ accountId, email }: GivenIdentity): ('account_id' | 'customer_email')[] {
  return [
    ...(accountId === undefined ? [] : ['account_id' as const]),
    ...(email === undefined ? [] : ['customer_email' as const]),
  ];
}
