/** What a refused client reads in `WWW-Authenticate`, word for word, and as the MCP SDK's client takes it apart. */
import { extractWWWAuthenticateParams } from '@modelcontextprotocol/client';
import { describe, expect, it, test } from 'vitest';
import type { RejectionReason } from '../../caller/authenticated.ts';
import { CONCIERGE_SCOPES } from '../../caller/caller.ts';
import type { ChallengeOptions } from './challenge.ts';
import { challengesOf } from './challenge.ts';

const METADATA = 'https://concierge.acme.example/.well-known/oauth-protected-resource/mcp';
const SCOPES = 'concierge:route concierge:team concierge:health';
const OAUTH: ChallengeOptions = { realm: 'cx_concierge', scopes: CONCIERGE_SCOPES, resourceMetadata: METADATA };
const KEYS_ALONE: ChallengeOptions = { ...OAUTH, resourceMetadata: null };

function asRead(header: string): ReturnType<typeof extractWWWAuthenticateParams> {
  return extractWWWAuthenticateParams(new Response(null, { status: 401, headers: { 'www-authenticate': header } }));
}

describe('no token', () => {
  it('says where to get one, and with which scopes', () => {
    const { noToken } = challengesOf(OAUTH);
    expect(noToken).toBe(`Bearer realm="cx_concierge", resource_metadata="${METADATA}", scope="${SCOPES}"`);
    expect(asRead(noToken)).toEqual({ resourceMetadataUrl: new URL(METADATA), scope: SCOPES });
  });

  it('says no more than the scheme where nobody hands out tokens', () => {
    expect(challengesOf(KEYS_ALONE).noToken).toBe('Bearer realm="cx_concierge"');
  });
});

describe('a bad token', () => {
  it.each<readonly [RejectionReason, string]>([
    ['token_expired', 'The access token expired.'],
    ['key_expired', 'The API key expired.'],
    ['wrong_audience', 'The access token was issued for another audience.'],
    ['wrong_issuer', 'The access token was issued by another authorization server.'],
    ['unknown_caller', 'The access token is of a client that is not known here.'],
    ['token_malformed', 'The bearer token is not valid.'],
    ['token_invalid', 'The bearer token is not valid.'],
    ['unknown_key', 'The bearer token is not valid.'],
    ['key_revoked', 'The bearer token is not valid.'],
  ])('%s: %s', (reason, says) => {
    const challenge = challengesOf(OAUTH).badToken(reason);
    expect(challenge).toBe(
      `Bearer realm="cx_concierge", error="invalid_token", error_description="${says}", ` +
        `resource_metadata="${METADATA}", scope="${SCOPES}"`,
    );
    expect(asRead(challenge)).toMatchObject({ error: 'invalid_token', errorDescription: says, scope: SCOPES });
  });

  it('of those who have keys alone', () => {
    expect(challengesOf(KEYS_ALONE).badToken('key_expired')).toBe(
      'Bearer realm="cx_concierge", error="invalid_token", error_description="The API key expired."',
    );
  });
});

describe('a token that does not allow this', () => {
  it.each<readonly [granted: readonly string[], needed: readonly string[], scope: string, why: string]>([
    [[], ['concierge:team'], 'concierge:team', 'what is needed'],
    [['concierge:health', 'concierge:route'], ['concierge:team'], SCOPES, 'what it has is asked for again'],
    [['openid', 'crm:read'], ['concierge:team'], 'concierge:team', 'but not what it has for others'],
    [['concierge:team'], ['concierge:team', 'concierge:health'], 'concierge:team concierge:health', 'each once'],
    [[], ['crm:read'], 'crm:read', 'whatever is needed'],
  ])('%j needs %j → %s: %s', (granted, needed, scope, _why) => {
    const challenge = challengesOf(OAUTH).missingScopes(new Set(granted), needed);
    expect(challenge).toBe(
      `Bearer realm="cx_concierge", error="insufficient_scope", scope="${scope}", resource_metadata="${METADATA}"`,
    );
    expect(asRead(challenge)).toMatchObject({ error: 'insufficient_scope', scope });
  });
});

test('a value can’t end its quotes, nor the line', () => {
  const { noToken } = challengesOf({ realm: 'a "b", c=\\\r\nSet-Cookie: x=1; é', scopes: [], resourceMetadata: null });
  expect(noToken).toBe(String.raw`Bearer realm="a \"b\", c=\\Set-Cookie: x=1; "`);
});
