/**
 * `WWW-Authenticate` of a refused request, by RFC 6750 and MCP: where to get a token, with which scopes, and, where one was
 * sent, what is wrong with it in words for whoever connects the client. Says nothing that helps to make one up.
 */
import type { RejectionReason } from '../../caller/authenticated.ts';
import type { Scope } from '../../caller/caller.ts';

export type Challenges = {
  /** 401: no token came. */
  readonly noToken: string;
  /** 401: one came that stands for nobody. */
  readonly badToken: (reason: RejectionReason) => string;
  /** 403: the token stands for a caller, and doesn't allow this. Asks for what would do in place of what it has. */
  readonly missingScopes: (granted: ReadonlySet<Scope>, needed: readonly Scope[]) => string;
};

export type ChallengeOptions = {
  /** The service, for people. */
  readonly realm: string;
  /** Everything that the endpoint's tools ask for, in the order to tell. */
  readonly scopes: readonly Scope[];
  /** URL of its metadata; null where nobody hands out access tokens: there are API keys alone. */
  readonly resourceMetadata: string | null;
};

export function challengesOf({ realm, scopes, resourceMetadata }: ChallengeOptions): Challenges {
  const whereFrom = resourceMetadata === null ? {} : { resource_metadata: resourceMetadata };
  const all = resourceMetadata === null ? {} : { scope: scopes.join(' ') };
  return {
    noToken: bearer({ realm, ...whereFrom, ...all }),
    badToken: (reason) =>
      bearer({ realm, error: 'invalid_token', error_description: describe(reason), ...whereFrom, ...all }),
    missingScopes: (granted, needed) => {
      const ours = scopes.filter((scope) => granted.has(scope) || needed.includes(scope));
      const others = needed.filter((scope) => !scopes.includes(scope));
      return bearer({ realm, error: 'insufficient_scope', scope: [...ours, ...others].join(' '), ...whereFrom });
    },
  };
}

const DESCRIPTIONS: Readonly<Partial<Record<RejectionReason, string>>> = {
  token_expired: 'The access token expired.',
  key_expired: 'The API key expired.',
  wrong_audience: 'The access token was issued for another audience.',
  wrong_issuer: 'The access token was issued by another authorization server.',
  unknown_caller: 'The access token is of a client that is not known here.',
};

function describe(reason: RejectionReason): string {
  return DESCRIPTIONS[reason] ?? 'The bearer token is not valid.';
}

function bearer(parameters: Readonly<Record<string, string>>): string {
  const written = Object.entries(parameters).filter(([, value]) => value !== '');
  return `Bearer ${written.map(([name, value]) => `${name}=${quoted(value)}`).join(', ')}`;
}

/** RFC 9110 section 5.6.4. What no header may hold, a line end above all, is left out. */
function quoted(text: string): string {
  return `"${text.replaceAll(/[^\x20-\x7e]/g, '').replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
