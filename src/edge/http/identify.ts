/**
 * From a request's headers to its caller: open mode's, or the one that its bearer token stands for. What may hold an
 * assertion goes along unread.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Authenticate, Authenticated, Authentication, RejectionReason } from '../../caller/authenticated.ts';
import { ASSERTION_HEADER } from '../../caller/assertion.ts';
import type { Caller, Scope } from '../../caller/caller.ts';
import type { Admitted, Identified, Identify, Refused } from '../endpoint.ts';
import type { Challenges } from './challenge.ts';

/** Open mode: whoever reaches the loopback address is this caller. */
export function identifyAs(caller: Caller): Identify {
  return (headers) => admitted({ caller, granted: caller.scopes, customerClaim: null }, headers);
}

export function identifyByToken(authenticate: Authenticate, challenges: Challenges): Identify {
  const withoutToken = unauthenticated('no_token', NO_TOKEN, challenges.noToken);
  return (headers) => {
    const token = bearerIn(headers.authorization);
    if (token === null) return withoutToken;
    const outcome = authenticate(token);
    const judged = (one: Authentication): Identified => identified(one, headers, challenges);
    return outcome instanceof Promise ? outcome.then(judged) : judged(outcome);
  };
}

/** 403 for a token that was not given this scope, with what to ask for. */
export function lackingScope({ missingScopes }: Challenges): (by: Admitted, scope: Scope) => Refused {
  return ({ granted }, scope) => ({
    kind: 'refused',
    reason: 'insufficient_scope',
    status: 403,
    headers: { 'www-authenticate': missingScopes(granted, [scope]) },
    message: `Forbidden: this call needs the scope ${scope}.`,
  });
}

function identified(outcome: Authentication, headers: IncomingHttpHeaders, { badToken }: Challenges): Identified {
  switch (outcome.kind) {
    case 'authenticated':
      return admitted(outcome, headers);
    case 'rejected':
      return unauthenticated(outcome.reason, BAD_TOKEN, badToken(outcome.reason));
    case 'undecided':
      return UNDECIDED;
  }
}

type Proven = Pick<Authenticated, 'caller' | 'granted' | 'customerClaim'>;

function admitted({ caller, granted, customerClaim }: Proven, headers: IncomingHttpHeaders): Admitted {
  const carried = { header: headers[ASSERTION_HEADER], access_token: customerClaim ?? undefined };
  return { kind: 'caller', caller, granted, carried };
}

const BEARER = /^Bearer +([\w.~+/-]+=*) *$/i;

/** Null where there is none, or where it is no bearer token. */
function bearerIn(header: string | undefined): string | null {
  return header === undefined ? null : (BEARER.exec(header)?.[1] ?? null);
}

const NO_TOKEN = 'Unauthorized: send an access token or API key as Authorization: Bearer.';
const BAD_TOKEN = 'Unauthorized: this token is not accepted here.';

function unauthenticated(reason: RejectionReason | 'no_token', message: string, challenge: string): Refused {
  return { kind: 'refused', reason, status: 401, headers: { 'www-authenticate': challenge }, message };
}

const UNDECIDED: Refused = {
  kind: 'refused',
  reason: 'undecided',
  status: 503,
  headers: { 'retry-after': '5' },
  message: 'Service Unavailable: tokens can’t be verified at the moment; try again.',
};
