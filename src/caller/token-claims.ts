/**
 * What an access token says once its signature holds: whether it is for here and now, of which caller, with which scopes.
 * Pure. Nothing is taken on trust: a claim of the wrong type is an invalid token, never an error.
 */
import { z } from 'zod';
import type { EpochMs } from '../base/clock.ts';
import { ASSERTION_CLAIM } from './assertion.ts';
import type { Authenticated, Rejected, RejectionReason } from './authenticated.ts';
import type { Caller, Scope } from './caller.ts';

export type ClaimRules = {
  readonly issuer: string;
  /** Any of them will do. */
  readonly audiences: readonly string[];
  /** Null: the first of {@link CALLER_CLAIMS} that is there. */
  readonly callerClaim: string | null;
  /** Null: the first of {@link SCOPE_CLAIMS} that is there. */
  readonly scopeClaim: string | null;
  /** The caller of each client id that isn't itself a caller's name. */
  readonly clients: ReadonlyMap<string, string>;
  readonly callers: ReadonlyMap<string, Caller>;
};

/** RFC 9068; OpenID Connect, Auth0 and Keycloak; Okta; Entra ID, version 1. */
export const CALLER_CLAIMS: readonly string[] = ['client_id', 'azp', 'cid', 'appid'];
/** RFC 9068; Okta and Entra ID. */
export const SCOPE_CLAIMS: readonly string[] = ['scope', 'scp'];

/** How far two clocks may be apart. */
const SKEW_MS = 30_000;

const claimsSchema = z.looseObject({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  nbf: z.number().optional(),
  iat: z.number().optional(),
  [ASSERTION_CLAIM]: z.string().optional(),
});

export type Claims = z.output<typeof claimsSchema>;

/** Null where one that must be there isn't, or is of another type. */
export function claimsIn(payload: unknown): Claims | null {
  return claimsSchema.safeParse(payload).data ?? null;
}

/** Where clients are listed, only they count: some servers let a client choose its id. */
function callerNameOf(client: string, clients: ClaimRules['clients']): string {
  return clients.size === 0 ? client : (clients.get(client) ?? '');
}

export type JudgedClaims = Rejected | { readonly answer: Authenticated; readonly expiresAtMs: EpochMs };

export function judgeClaims(claims: Claims, rules: ClaimRules, now: EpochMs): JudgedClaims {
  const wrong = LADDER.find(([, isWrong]) => isWrong(claims, rules, now));
  if (wrong !== undefined) return { kind: 'rejected', reason: wrong[0] };
  const client = clientIn(claims, rules.callerClaim);
  const scopes = scopesIn(claims, rules.scopeClaim);
  if (client === null || scopes === null) return { kind: 'rejected', reason: 'token_invalid' };
  const caller = rules.callers.get(callerNameOf(client, rules.clients));
  if (caller === undefined) return { kind: 'rejected', reason: 'unknown_caller' };
  const granted = new Set(scopes.filter((scope) => caller.scopes.has(scope)));
  const answer = { kind: 'authenticated', caller, granted, customerClaim: claims[ASSERTION_CLAIM] ?? null } as const;
  return { answer, expiresAtMs: expiryOf(claims) };
}

/** From when on it is expired. */
function expiryOf({ exp }: Claims): EpochMs {
  return exp * 1000 + SKEW_MS;
}

type IsWrong = (claims: Claims, rules: ClaimRules, now: EpochMs) => boolean;

/** Looked at from top to bottom. */
const LADDER: readonly (readonly [RejectionReason, IsWrong])[] = [
  ['wrong_issuer', ({ iss }, { issuer }) => iss !== issuer],
  ['token_expired', (claims, _rules, now) => now >= expiryOf(claims)],
  ['token_invalid', ({ nbf = 0, iat = 0 }, _rules, now) => Math.max(nbf, iat) * 1000 > now + SKEW_MS],
  ['token_invalid', isAnotherKind],
  ['wrong_audience', ({ aud }, { audiences }) => ![aud].flat().some((each) => audiences.includes(each))],
];

/** Of ID tokens (OpenID Connect), of security events such as a logout, and of tokens that need a proof of their key. */
const FOREIGN_CLAIMS: readonly string[] = ['at_hash', 'c_hash', 's_hash', 'events', 'cnf'];
/** What Keycloak says in a claim, since it signs tokens of every kind with the same `typ`. */
const FOREIGN_KINDS: readonly unknown[] = ['ID', 'Refresh', 'Offline', 'Logout'];

/** Servers that don't set `typ` as RFC 9068 has it sign every kind of token alike. */
function isAnotherKind(claims: Claims): boolean {
  return FOREIGN_CLAIMS.some((name) => Object.hasOwn(claims, name)) || FOREIGN_KINDS.includes(claims['typ']);
}

function clientIn(claims: Claims, callerClaim: string | null): string | null {
  const value = firstOf(claims, callerClaim === null ? CALLER_CLAIMS : [callerClaim]);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Null for what is neither a text nor a list of texts; none at all for a token that says nothing of scopes. */
function scopesIn(claims: Claims, scopeClaim: string | null): readonly Scope[] | null {
  const value = firstOf(claims, scopeClaim === null ? SCOPE_CLAIMS : [scopeClaim]);
  if (value === undefined) return [];
  if (typeof value === 'string') return value.split(' ');
  return isListOfTexts(value) ? value : null;
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function firstOf(claims: Claims, names: readonly string[]): unknown {
  const name = names.find((each) => Object.hasOwn(claims, each));
  return name === undefined ? undefined : claims[name];
}
