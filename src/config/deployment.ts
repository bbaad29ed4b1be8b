/**
 * A deployment after it was read and checked: the process's own configuration.
 * Listener, store, tenants, how callers prove who they are, and secrets with the hosts that may receive each.
 */
import type { Tenant } from '../caller/caller.ts';

export type Listener = { readonly host: string; readonly port: number };

export type StoreChoice =
  /** A folder for the embedded store's files. */
  | { readonly kind: 'sqlite'; readonly folder: string }
  /** `url` is the name of a secret. */
  | { readonly kind: 'postgres'; readonly url: string };

/** How callers prove who they are. `open`: no token, loopback only, the sample's mode. */
export type AuthChoice =
  | { readonly kind: 'open'; readonly caller: string | null }
  | { readonly kind: 'tokens'; readonly apiKeys: boolean; readonly oauth: OAuthResource | null };

export type OAuthResource = {
  /** The authorization server, as its tokens name it, to the last slash. */
  readonly issuer: string;
  /** One that tokens may name besides the endpoint's own URLs. */
  readonly audience: string | null;
  /** `null`: found by the server's metadata. */
  readonly jwksUri: string | null;
  readonly algorithms: readonly string[];
  /** The claim that names the client; `null`: one of those that servers use. */
  readonly callerClaim: string | null;
  /** The claim that holds the scopes; `null`: one of those that servers use. */
  readonly scopeClaim: string | null;
  /** The caller of each client id that isn't itself a caller's name. */
  readonly clients: Readonly<Record<string, string>>;
};

/** Where a secret's value comes from and which hosts may receive it. The value itself is never in a file we write. */
export type SecretSource = {
  readonly from: { readonly env: string } | { readonly file: string };
  readonly hosts: readonly string[];
};

/** A program of this machine, with the variables that it gets beside the few that every program needs. */
export type UpstreamCommand = {
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string | { readonly secret: string }>>;
  /** Absolute: where it runs. */
  readonly folder: string;
};

export type TenantDeployment = { readonly tenant: Tenant; readonly workspace: string };

/** A question that `concierge start` answers once it is up, so that a newcomer sees what it does. In YAML: `questions`. */
export type SampleQuestion = {
  /** As the customer would put it. */
  readonly title: string;
  /** `account_id`, `customer_email`, `topic`, `language`, `urgency`, as a tool's arguments. */
  readonly arguments: Readonly<Record<string, string>>;
};

/** What becomes of decision records in time. */
export type RecordKeeping = {
  /** Older records are dropped; `null`: never. */
  readonly keepDays: number | null;
  readonly checkpoint: CheckpointSchedule | null;
};

/** A signed statement of where the chains stand, put into a folder that somebody keeps elsewhere. */
export type CheckpointSchedule = {
  /** The name of the secret that holds the Ed25519 private key, as PEM. */
  readonly key: string;
  readonly folder: string;
  readonly everyHours: number;
};

/**
 * Where the leader's page is served. `with_agents`: at `/` of the same listener, for open mode, where it asks for nothing.
 * `apart`: on a port of this machine's own, for whoever has a link.
 */
export type PageChoice =
  | { readonly kind: 'nowhere' }
  | { readonly kind: 'with_agents' }
  | { readonly kind: 'apart'; readonly port: number };

export type Deployment = {
  readonly listen: Listener;
  /** How clients reach it, without a slash at the end; `null` where nobody said. */
  readonly publicUrl: string | null;
  /** Where `/metrics` is served; `null`: nowhere. */
  readonly metrics: Listener | null;
  readonly page: PageChoice;
  /** Whether anybody may read, before they connect, what is served and where. */
  readonly serverCards: boolean;
  readonly store: StoreChoice;
  readonly auth: AuthChoice;
  readonly tenants: readonly TenantDeployment[];
  readonly records: RecordKeeping;
  /** Whether a server that runs asks systems when their time has come. */
  readonly syncs: boolean;
  readonly secrets: Readonly<Record<string, SecretSource>>;
  /** Files of secrets lie below this folder. */
  readonly secretsFolder: string | null;
  readonly limits: {
    readonly bodyBytes: number;
    readonly connections: number;
    readonly headersTimeoutMs: number;
    readonly requestTimeoutMs: number;
  };
  /** Of the requests that the program sends. `allowPrivate`: host names, IP addresses and blocks, see outbound/allowance.ts. */
  readonly outbound: { readonly allowPrivate: readonly string[] };
  /** What may be run as another MCP server, by the name that a workspace's source says. */
  readonly upstreamCommands: Readonly<Record<string, UpstreamCommand>>;
  /** Hosts besides loopback names that a request's Host header may name. */
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly questions: readonly SampleQuestion[];
};
