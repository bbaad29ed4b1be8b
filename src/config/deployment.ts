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
  readonly issuer: string;
  readonly audience: string | null;
  readonly jwksUri: string | null;
  readonly algorithms: readonly string[];
  /** The claim that names the caller. */
  readonly callerClaim: string;
};

/** Where a secret's value comes from and which hosts may receive it. The value itself is never in a file we write. */
export type SecretSource = {
  readonly from: { readonly env: string } | { readonly file: string };
  readonly hosts: readonly string[];
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

export type Deployment = {
  readonly listen: Listener;
  readonly store: StoreChoice;
  readonly auth: AuthChoice;
  readonly tenants: readonly TenantDeployment[];
  readonly records: RecordKeeping;
  readonly secrets: Readonly<Record<string, SecretSource>>;
  /** Files of secrets lie below this folder. */
  readonly secretsFolder: string | null;
  readonly limits: {
    readonly bodyBytes: number;
    readonly connections: number;
    readonly headersTimeoutMs: number;
    readonly requestTimeoutMs: number;
  };
  /** Hosts besides loopback names that a request's Host header may name. */
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly questions: readonly SampleQuestion[];
};
