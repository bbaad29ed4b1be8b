/**
 * `cx-concierge/assertion`, for the chat platform's backend: makes the signed statement of who the customer of a conversation
 * is. Whoever calls it has verified that customer before; what a model or a customer wrote is no customer to state. Sends
 * nothing and keeps nothing. Its types stand by themselves, so that they can be published alone.
 */
import type { KeyObject } from 'node:crypto';
import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { algorithmOf } from './assertion-key.ts';
import { ASSERTION_TYPE, MAX_ASSERTION_LENGTH, MAX_ASSERTION_LIFE_S } from './assertion.ts';

/** Who it is: by an account id as the company's systems know it, or by an e-mail address that the platform has verified. */
export type AssertedCustomer =
  | { readonly accountId: string; readonly email?: undefined }
  | { readonly email: string; readonly accountId?: undefined };

export type AssertionRequest = {
  /** PEM, PKCS #8: Ed25519, EC on P-256, or RSA of 2048 bits or more. Its kind is the algorithm. */
  readonly privateKey: string;
  /** The `id` under which the public half is registered for the caller. */
  readonly keyId: string;
  /** The `issuer` that is registered for the caller. */
  readonly issuer: string;
  /** The URL of the service, such as `https://concierge.acme.example/mcp`. */
  readonly audience: string;
  /** The caller's name in `concierge.yaml`: the statement is worth nothing to another. */
  readonly caller: string;
  readonly customer: AssertedCustomer;
  /** 300 when left out; 900 at most. */
  readonly lifetimeSeconds?: number;
  /** This moment when left out. */
  readonly now?: Date;
};

const DEFAULT_LIFE_S = 300;

/**
 * A compact JWT. It may be used until it expires, so once for each conversation, or each few minutes of one, is enough.
 * @throws Error with a sentence that says how to mend the request; never with the key, nor with who the customer is
 */
export async function mintAssertion(request: AssertionRequest): Promise<string> {
  const { key, alg } = signingKey(request.privateKey);
  const iat = issuedAt(request.now ?? new Date());
  const claims = {
    iss: filled('issuer', request.issuer),
    aud: serviceUrl(request.audience),
    client_id: filled('caller', request.caller),
    ...subjectOf(request.customer),
    iat,
    exp: iat + lifetimeOf(request.lifetimeSeconds ?? DEFAULT_LIFE_S),
  };
  const header = { alg, typ: ASSERTION_TYPE, kid: filled('keyId', request.keyId) };
  const token = await new SignJWT(claims).setProtectedHeader(header).sign(key);
  if (token.length <= MAX_ASSERTION_LENGTH) return token;
  throw new Error(`The assertion is longer than ${MAX_ASSERTION_LENGTH} characters. Pass shorter values.`);
}

function signingKey(pem: string): { readonly key: KeyObject; readonly alg: string } {
  const key = privateKeyOf(pem);
  const alg = algorithmOf(key);
  if (alg !== null) return { key, alg };
  throw new Error(
    'privateKey is of a kind that assertions aren’t signed with. Use Ed25519, EC on P-256, or RSA of 2048 bits or more.',
  );
}

/** Without a `cause`: OpenSSL's words are no secret, but nobody can promise that of every version. */
function privateKeyOf(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Error(
      'privateKey is no private key in PEM. Pass the text that begins with “-----BEGIN PRIVATE KEY-----”, without a passphrase.',
    );
  }
}

function issuedAt(now: Date): number {
  const seconds = now instanceof Date ? Math.floor(now.getTime() / 1000) : Number.NaN;
  if (Number.isSafeInteger(seconds)) return seconds;
  throw new Error('now is no moment. Pass a valid Date, or leave it out.');
}

function lifetimeOf(seconds: number): number {
  if (Number.isSafeInteger(seconds) && seconds > 0 && seconds <= MAX_ASSERTION_LIFE_S) return seconds;
  throw new Error(
    `lifetimeSeconds must be a whole number from 1 to ${MAX_ASSERTION_LIFE_S}; ${DEFAULT_LIFE_S} when left out.`,
  );
}

function serviceUrl(url: unknown): string {
  if (typeof url === 'string' && /^https?:$/.test(URL.parse(url)?.protocol ?? '')) return url;
  throw new Error('audience is no URL. Pass the one that agents call, such as “https://concierge.acme.example/mcp”.');
}

type Subject = { readonly sub: string; readonly sub_type: 'account_id' | 'email' };

/** Plain JavaScript may pass null for whoever isn't logged in. */
function subjectOf(customer: AssertedCustomer | null | undefined): Subject {
  const { accountId: account, email: address } = customer ?? {};
  const [accountId, email] = [account ?? undefined, address ?? undefined];
  if (accountId !== undefined && email !== undefined)
    throw new Error('customer names two customers. Pass accountId or email, whichever the platform has verified.');
  if (accountId !== undefined) return { sub: filled('customer.accountId', accountId), sub_type: 'account_id' };
  if (email === undefined) throw new Error('customer names nobody. Pass accountId or email.');
  if (/^[^\s@]+@[^\s@]+$/.test(filled('customer.email', email))) return { sub: email, sub_type: 'email' };
  throw new Error('customer.email is no e-mail address. Pass one address, or accountId in its place.');
}

/** Callers may be plain JavaScript. */
function filled(name: string, value: unknown): string {
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw new Error(`${name} is ${typeof value === 'string' ? 'empty' : 'not text'}. Pass it as text.`);
}
