/**
 * Asks a token endpoint for an access token: client credentials, a signed statement (RFC 7523) or a refresh token. The protocol
 * is oauth4webapi's; what is here is the way out, vendors' replies that aren't quite the standard's, and what failing means.
 */
import type { Client, ClientAuth } from 'oauth4webapi';
import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  clientCredentialsGrantRequest,
  customFetch,
  genericTokenEndpointRequest,
  None,
  processGenericTokenEndpointResponse,
  refreshTokenGrantRequest,
  ResponseBodyError,
} from 'oauth4webapi';
import { importPKCS8, SignJWT } from 'jose';
import { isPlainObject, jsonIn } from '../../../base/json.ts';
import { contentHash } from '../../../base/hash.ts';
import type { Outbound, OutboundReply } from '../../../outbound/outbound.ts';
import { OutboundFailure } from '../../../outbound/outbound.ts';
import type { SecretFor, TokenAuth } from './auth.ts';
import { failureOf } from './classify.ts';
import { outboundFailure } from './outbound-failure.ts';
import { SourceFailure } from './source-failure.ts';

/**
 * Refresh tokens that a system has exchanged for others. Durable, for the one before may be good for nothing. Kept is a text in
 * which the token stands with a hash of what it descends from: another one in the deployment counts before all that came of the old.
 */
export type KeptTokens = {
  readonly latest: () => Promise<string | null>;
  readonly keep: (text: string) => Promise<void>;
};

export type TokenContext = {
  readonly outbound: Pick<Outbound, 'send'>;
  readonly secretFor: SecretFor;
  readonly kept: KeptTokens;
  readonly now: () => number;
};

export type Token = { readonly token: string; readonly lifeMs: number };

/** Where neither the reply nor the connector says it. A refusal of the token tells the rest. */
const LIFE_MS = 15 * 60_000;
const MOST_BYTES = 64 * 1024;
const TOKEN_TIMEOUT_MS = 10_000;

/** @throws SourceFailure, or Failure `configuration` for a secret */
export async function requestToken(auth: TokenAuth, context: TokenContext, deadlineMs: number): Promise<Token> {
  const url = new URL(auth.tokenUrl);
  const server = { issuer: url.origin, token_endpoint: url.href };
  const options = {
    [customFetch]: wayOut(context, Math.min(TOKEN_TIMEOUT_MS, deadlineMs)),
    // The way out looks at where it leads, and lets http only where the deployment does.
    [allowInsecureRequests]: true,
  };
  const client: Client = { client_id: auth.kind === 'jwt_bearer' ? auth.issuer : auth.clientId };
  try {
    const refreshing = auth.kind === 'refresh_token' ? await refreshingBy(auth, context) : null;
    const reply = await granted(auth, context, { server, client, options, refreshToken: refreshing?.token ?? '' });
    const {
      access_token: token,
      expires_in: seconds,
      refresh_token: refresh,
    } = await processGenericTokenEndpointResponse(server, client, reply);
    if (refreshing !== null && refresh !== undefined && refresh !== refreshing.token)
      await context.kept.keep(JSON.stringify({ ...refreshing, token: refresh } satisfies Refreshing));
    return { token, lifeMs: seconds === undefined ? (auth.lifeMs ?? LIFE_MS) : seconds * 1000 };
  } catch (error) {
    throw tokenFailure(error, url.hostname);
  }
}

type Grant = {
  readonly server: { readonly issuer: string; readonly token_endpoint: string };
  readonly client: Client;
  readonly options: { readonly [customFetch]: ReturnType<typeof wayOut>; readonly [allowInsecureRequests]: boolean };
  /** Blank where there is none. */
  readonly refreshToken: string;
};

async function granted(
  auth: TokenAuth,
  context: TokenContext,
  { server, client, options, refreshToken }: Grant,
): Promise<Response> {
  const host = new URL(auth.tokenUrl).hostname;
  const scope = auth.scope === '' ? {} : { scope: auth.scope };
  switch (auth.kind) {
    case 'client_credentials': {
      const authentication = clientAuthentication(auth.by, context.secretFor(auth.secret, host));
      return await clientCredentialsGrantRequest(
        server,
        client,
        authentication,
        { ...scope, ...auth.parameters },
        options,
      );
    }
    case 'refresh_token': {
      const authentication =
        auth.secret === null ? None() : clientAuthentication(auth.by, context.secretFor(auth.secret, host));
      const additionalParameters = scope;
      return await refreshTokenGrantRequest(server, client, authentication, refreshToken, {
        ...options,
        additionalParameters,
      });
    }
    case 'jwt_bearer': {
      const assertion = await signed(auth, context.secretFor(auth.secret, host), context.now());
      return await genericTokenEndpointRequest(
        server,
        client,
        withoutClientId,
        JWT_BEARER,
        { assertion, ...scope },
        options,
      );
    }
  }
}

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Who asks stands in the signed statement; some systems refuse to be told twice. */
const withoutClientId: ClientAuth = () => {};

function clientAuthentication(by: 'basic' | 'post', secret: string): ClientAuth {
  return by === 'basic' ? ClientSecretBasic(secret) : ClientSecretPost(secret);
}

/** A refresh token, and the hash of the client and of the deployment's token that it descends from. */
type Refreshing = { readonly token: string; readonly of: string };

async function refreshingBy(
  auth: TokenAuth & { readonly kind: 'refresh_token' },
  { kept, secretFor }: TokenContext,
): Promise<Refreshing> {
  const given = secretFor(auth.refresh, new URL(auth.tokenUrl).hostname);
  const of = contentHash([auth.clientId, given]);
  const latest = jsonIn((await kept.latest()) ?? '');
  const isOfThis = isPlainObject(latest) && latest['of'] === of && typeof latest['token'] === 'string';
  return { token: isOfThis ? String(latest['token']) : given, of };
}

const STATEMENT_LIFE_S = 180;

async function signed(auth: TokenAuth & { readonly kind: 'jwt_bearer' }, pem: string, nowMs: number): Promise<string> {
  const key = await privateKey(pem, auth.algorithm);
  const now = Math.floor(nowMs / 1000);
  return await new SignJWT({ ...auth.claims })
    .setProtectedHeader({ alg: auth.algorithm, typ: 'JWT', ...(auth.keyId !== null && { kid: auth.keyId }) })
    .setIssuer(auth.issuer)
    .setSubject(auth.subject)
    .setAudience(auth.audience)
    .setIssuedAt(now)
    .setExpirationTime(now + STATEMENT_LIFE_S)
    .sign(key);
}

async function privateKey(pem: string, algorithm: string): Promise<Awaited<ReturnType<typeof importPKCS8>>> {
  try {
    return await importPKCS8(pem, algorithm);
  } catch (cause) {
    throw new SourceFailure('auth', `The private key is no ${algorithm} key in PKCS #8 (PEM).`, { cause });
  }
}

/** For oauth4webapi, which speaks fetch. What means that the endpoint can't answer now never gets as far as being read. */
function wayOut({ outbound, now }: TokenContext, timeoutMs: number) {
  return async (
    url: string,
    { method, headers, body }: { method: string; headers: Record<string, string>; body?: unknown },
  ): Promise<Response> => {
    const reply = await outbound.send({
      url,
      method: method === 'POST' ? 'POST' : 'GET',
      headers,
      ...(body instanceof URLSearchParams && { body: body.toString() }),
      timeoutMs,
      maxBytes: MOST_BYTES,
      maxRedirects: 0,
    });
    const { hostname } = new URL(url);
    if (reply.status === 429 || reply.status === 408 || reply.status >= 500)
      throw failureOf(reply, hostname, { at: ['error'], kinds: {} }, now());
    return new Response(standardized(reply, hostname), {
      // Zendesk's contract promises "created".
      status: reply.status === 201 ? 200 : reply.status,
      headers: { 'content-type': 'application/json' },
    });
  };
}

/** Numbers as text, a missing `token_type`, nulls where nothing is: as some vendors reply. */
function standardized({ body, status }: OutboundReply, host: string): string {
  const document = jsonIn(body.toString('utf8'));
  if (!isPlainObject(document))
    throw new SourceFailure('contract', `The token endpoint of ${host} replied with something that isn't JSON.`, {
      status,
    });
  const told = Object.fromEntries(Object.entries(document).filter(([, value]) => value !== null));
  if ('error' in told) return JSON.stringify(told);
  const { expires_in: life, token_type: type = 'Bearer', id_token: _id, scope: _scope, ...rest } = told;
  const seconds = typeof life === 'string' && /^\d+(\.\d+)?$/.test(life) ? Number(life) : life;
  const isLife = typeof seconds === 'number' && seconds > 0;
  return JSON.stringify({ ...rest, token_type: type, ...(isLife && { expires_in: seconds }) });
}

function tokenFailure(error: unknown, host: string): unknown {
  if (error instanceof OutboundFailure) return outboundFailure(error);
  if (error instanceof ResponseBodyError) {
    const code = /^[\w.-]{1,60}$/.test(error.error) ? error.error : 'error';
    return new SourceFailure('auth', `${host} gives no token (${code}).`, { status: error.status, code });
  }
  // Its own errors have a code; anything else is somebody else's.
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('OAUTH_'))
    return new SourceFailure('contract', `The token endpoint of ${host} replied otherwise than OAuth 2.0 says.`, {
      cause: error,
    });
  return error;
}
