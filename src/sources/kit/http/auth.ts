/** How a source authenticates, as data. Secrets are names; their values come from the deployment when they are needed. */

export type SecretName = string;

/** The value of a secret, which may be sent to this host. @throws Failure `configuration` */
export type SecretFor = (name: SecretName, host: string) => string;

/** How a client names itself at the token endpoint: in a header or in the form. */
export type ClientAuthentication = 'basic' | 'post';

type TokenEndpoint = {
  readonly tokenUrl: string;
  /** Blank where the system asks for none. */
  readonly scope: string;
  /** For systems whose replies don't say how long a token lives. */
  readonly lifeMs: number | null;
};

export type TokenAuth = TokenEndpoint &
  (
    | {
        readonly kind: 'client_credentials';
        readonly clientId: string;
        readonly secret: SecretName;
        readonly by: ClientAuthentication;
        /** Further parameters that this system's token endpoint wants. */
        readonly parameters: Readonly<Record<string, string>>;
      }
    | {
        /** RFC 7523: a statement that we sign, for a user who has allowed it. */
        readonly kind: 'jwt_bearer';
        readonly issuer: string;
        readonly subject: string;
        readonly audience: string;
        /** A private key in PKCS #8, PEM. */
        readonly secret: SecretName;
        readonly algorithm: 'RS256' | 'ES256' | 'PS256' | 'EdDSA';
        readonly keyId: string | null;
        /** Claims beside the registered ones, e.g. a scope that this system reads there. */
        readonly claims: Readonly<Record<string, string>>;
      }
    | {
        readonly kind: 'refresh_token';
        readonly clientId: string;
        /** Null: a client without a secret. */
        readonly secret: SecretName | null;
        readonly refresh: SecretName;
        readonly by: ClientAuthentication;
      }
  );

export type Auth =
  | { readonly kind: 'none' }
  /** An API key or a bearer token: `prefix` goes before it. */
  | { readonly kind: 'header'; readonly header: string; readonly prefix: string; readonly secret: SecretName }
  | { readonly kind: 'basic'; readonly user: string; readonly secret: SecretName | null }
  /** The key in the place of the user, and any word as the password. */
  | { readonly kind: 'basic_key'; readonly secret: SecretName; readonly password: string }
  | TokenAuth;
