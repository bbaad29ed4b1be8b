/** How the load gets in, and what its requests carry for it. Plain data: it goes to the load process as it is. */
import type { Expected } from './calls.ts';
import type { TokenOrder } from './access-token.ts';
import { tokenMaker } from './access-token.ts';

/**
 * `open`: no token. `key`: an API key. `jwt`: one access token, which the server has verified before. `new_jwt`: another access
 * token each time. `bound`: an API key, and in the header what the platform states of the customer, verified before.
 */
export const WAYS = ['open', 'key', 'jwt', 'new_jwt', 'bound'] as const;
export type Way = (typeof WAYS)[number];

export type Pass = {
  /** After `Bearer`. A `TokenOrder`: each request has one of its own. */
  readonly token: string | TokenOrder | null;
  /** By account id: the header `Concierge-Customer`. A call that is bound so names no account itself. */
  readonly statements: Readonly<Record<string, string>> | null;
};

export const OPEN: Pass = { token: null, statements: null };

export type Headers = Readonly<Record<string, string>>;

/** The headers of a request for one account: the same each time, but where each has a token of its own. */
export function headersFor({ accountId }: Pick<Expected, 'accountId'>, dialect: Headers, pass: Pass): () => Headers {
  const headers = { ...dialect, ...statementHeader(accountId, pass) };
  const { token } = pass;
  if (token === null) return () => headers;
  if (typeof token === 'string') return always({ ...headers, ...bearer(token) });
  const make = tokenMaker(token);
  return () => ({ ...headers, ...bearer(make()) });
}

function statementHeader(accountId: string, { statements }: Pass): Headers {
  if (statements === null) return {};
  const statement = statements[accountId];
  if (statement === undefined) throw new RangeError(`Nothing is stated of ${accountId}.`);
  return { 'concierge-customer': statement };
}

function bearer(token: string): Headers {
  return { authorization: `Bearer ${token}` };
}

function always<Value>(value: Value): () => Value {
  return () => value;
}
