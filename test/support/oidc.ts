/**
 * A real OpenID provider on this machine, which nobody here wrote: client credentials, a resource for each token (RFC 8707),
 * access tokens as JWTs (RFC 9068). Its keys can be replaced and it can be down, at the same address.
 */
import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Adapter, ClientMetadata, Configuration } from 'oidc-provider';
import { Provider } from 'oidc-provider';
import type { SigningKey } from './authority.ts';

export type TokenRequest = { readonly client: string; readonly resource: string; readonly scope: string };

export type OidcServer = {
  readonly issuer: string;
  /** Every path that was asked for, in order. */
  readonly asked: readonly string[];
  /** An access token by client credentials. @throws Error where the server refuses */
  readonly token: (request: TokenRequest) => Promise<string>;
  /** From now on it signs with the first of these keys, and publishes them all. */
  readonly replaceKeys: (...keys: readonly SigningKey[]) => void;
  readonly goDown: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
};

export type OidcOptions = {
  readonly clients: readonly string[];
  readonly scopes: readonly string[];
  readonly keys: readonly SigningKey[];
};

/** Of every client. */
export const SECRET = 'a secret of tests alone';
const TOKEN_LIFE_S = 3600;

/** `goDown` is how it ends. */
export async function startOidc({ clients, scopes, keys }: OidcOptions): Promise<OidcServer> {
  const asked: string[] = [];
  let answer: RequestListener = () => undefined;
  let server = await listening((request, response) => answer(request, response), 0);
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const replaceKeys = (...now: readonly SigningKey[]): void => {
    const provider = new Provider(issuer, configurationOf({ clients, scopes, keys: now })).callback();
    answer = (request, response) => {
      asked.push(request.url ?? '');
      void provider(request, response);
    };
  };
  replaceKeys(...keys);
  return {
    issuer,
    asked,
    replaceKeys,
    token: async (request) => await tokenFrom(issuer, request),
    goDown: async () => {
      server.closeAllConnections();
      server.close();
      if (server.listening) await once(server, 'close');
    },
    comeBack: async () => void (server = await listening((request, response) => answer(request, response), port)),
  };
}

async function listening(answer: RequestListener, port: number): Promise<Server> {
  const server = createServer(answer).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function configurationOf({ clients, scopes, keys }: OidcOptions): Configuration {
  const alg = keys[0]?.alg ?? 'RS256';
  return {
    adapter: () => NOTHING_KEPT,
    clients: clients.map((id) => ({ ...clientOf(id), id_token_signed_response_alg: alg })),
    jwks: { keys: keys.map(privateJwk) },
    cookies: { keys: ['of tests alone'] },
    ttl: { ClientCredentials: TOKEN_LIFE_S },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: scopes.join(' '),
          accessTokenFormat: 'jwt',
          accessTokenTTL: TOKEN_LIFE_S,
          jwt: { sign: { alg } },
        }),
      },
    },
  };
}

/** Tokens that are JWTs need no store. */
const NOTHING_KEPT: Adapter = {
  upsert: async () => await Promise.resolve(),
  find: async () => await Promise.resolve(undefined),
  findByUserCode: async () => await Promise.resolve(undefined),
  findByUid: async () => await Promise.resolve(undefined),
  consume: async () => await Promise.resolve(),
  destroy: async () => await Promise.resolve(),
  revokeByGrantId: async () => await Promise.resolve(),
};

function clientOf(id: string): ClientMetadata {
  return {
    client_id: id,
    client_secret: SECRET,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: 'client_secret_basic',
  };
}

type PrivateJwk = NonNullable<Configuration['jwks']>['keys'][number];

function privateJwk({ kid, alg, privateKey }: SigningKey): PrivateJwk {
  return { ...privateKey.export({ format: 'jwk' }), kid, alg, use: 'sig' };
}

async function tokenFrom(issuer: string, { client, resource, scope }: TokenRequest): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', resource, scope });
  const credentials = [client, SECRET].map(encodeURIComponent).join(':');
  const headers = { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
  const response = await fetch(`${issuer}/token`, { method: 'POST', headers, body });
  const { access_token: token, error } = (await response.json()) as { access_token?: string; error?: string };
  if (token === undefined) throw new Error(`The provider refuses a token: ${error}.`);
  return token;
}
