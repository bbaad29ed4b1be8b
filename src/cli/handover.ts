/**
 * All that the developer of an agent's platform needs to know of its caller: where to call, how to prove who calls, and how to
 * state who the customer is. Holds no secret.
 */
import { ASSERTION_TYPE, MAX_ASSERTION_LIFE_S, SUBJECT_TYPES } from '../caller/assertion.ts';
import type { AssertionTrouble } from '../caller/assertion.ts';
import type { AssertionCarrier, AssertionKey, Scope } from '../caller/caller.ts';
import type { AuthChoice, Deployment } from '../config/deployment.ts';
import type { CallerDeclaration } from '../config/workspace.ts';
import { hostnameOf } from '../edge/http/listen.ts';
import { resourceUrl } from '../edge/http/protected-resource.ts';
import { conciergePaths } from '../edge/mcp/concierge.ts';
import { CARRIERS } from './carriers.ts';
import type { CommandContext } from './context.ts';
import { mintingCode } from './handover-code.ts';
import { listenAddress } from './listen-address.ts';

export type Handover = {
  readonly caller: Pick<CallerDeclaration, 'id' | 'audience' | 'binding' | 'services'> & { readonly scopes: readonly Scope[] };
  /** The URL of the service. */
  readonly service: string;
  readonly authentication: WaysIn;
  /** Null: nobody states who the customer is. */
  readonly assertion: AssertionHandover | null;
};

export type WaysIn = {
  /** Whether everybody gets in, as one caller, without proof. */
  readonly open: boolean;
  /** The command that makes an API key; null where none is accepted. */
  readonly apiKey: { readonly command: string } | null;
  readonly oauth: { readonly issuer: string; readonly clients: readonly string[] } | null;
};

export type AssertionHandover = {
  readonly carrier: { readonly kind: AssertionCarrier; readonly name: string };
  readonly header: { readonly typ: string; readonly alg: string; readonly kid: string };
  /** Values, or in words what the value is. */
  readonly claims: Readonly<Record<'iss' | 'aud' | 'client_id' | 'sub' | 'sub_type' | 'iat' | 'exp', string>>;
  readonly maxLifetimeSeconds: number;
  /** The file with the private half, where it was made here. */
  readonly privateKeyFile: string | null;
  /** TypeScript. */
  readonly code: string;
  /** What the result's `_meta` may say, and what to do then. */
  readonly troubles: Readonly<Partial<Record<AssertionTrouble, string>>>;
};

export type HandoverOf = {
  readonly caller: CallerDeclaration;
  readonly tenant: string;
  readonly deployment: Deployment;
  /** As the command was given it; undefined: this folder. */
  readonly dir: string | undefined;
  readonly privateKeyFile: string | null;
};

export function handoverOf(of: HandoverOf, { env }: Pick<CommandContext, 'env'>): Handover {
  const { caller, deployment, tenant } = of;
  const { id, audience, binding, services, scopes } = caller;
  const service = serviceUrl(deployment, tenant, env);
  const command = ['concierge key create', id, ...(of.dir === undefined ? [] : [of.dir])].join(' ');
  return {
    caller: { id, audience, binding, services, scopes },
    service,
    authentication: waysIn(deployment.auth, id, command),
    assertion: assertionOf(of, service),
  };
}

/** Of assertions the audience. As a server says it that listens by the same deployment and environment. */
function serviceUrl(deployment: Deployment, tenant: string, env: CommandContext['env']): string {
  const [path] = conciergePaths(tenant);
  if (deployment.publicUrl !== null) return resourceUrl(deployment.publicUrl, path);
  const listen = listenAddress(deployment, undefined, env);
  return resourceUrl(`http://${hostnameOf(listen)}:${listen.port}`, path);
}

function waysIn(auth: AuthChoice, caller: string, command: string): WaysIn {
  if (auth.kind === 'open') return { open: true, apiKey: null, oauth: null };
  const { apiKeys, oauth } = auth;
  return {
    open: false,
    apiKey: apiKeys ? { command } : null,
    oauth: oauth && { issuer: oauth.issuer, clients: clientsOf(oauth.clients, caller) },
  };
}

/** A client whose id is the caller's name needs no entry. */
function clientsOf(clients: Readonly<Record<string, string>>, caller: string): readonly string[] {
  const mapped = Object.entries(clients).flatMap(([client, named]) => (named === caller ? [client] : []));
  return mapped.length > 0 || Object.hasOwn(clients, caller) ? mapped : [caller];
}

function assertionOf({ caller, privateKeyFile }: HandoverOf, service: string): AssertionHandover | null {
  const { assertions, binding, carrier: kind, id } = caller;
  const key: AssertionKey | undefined = assertions?.keys.at(-1);
  if (binding === 'off' || assertions === null || key === undefined) return null;
  const { issuer } = assertions;
  const { name, code } = CARRIERS[kind];
  return {
    carrier: { kind, name },
    header: { typ: ASSERTION_TYPE, alg: key.algorithm, kid: key.id },
    claims: {
      iss: issuer,
      aud: service,
      client_id: id,
      sub: 'the customer: an account id as a connected system knows it, or a verified e-mail address',
      sub_type: `${SUBJECT_TYPES.join(' or ')}, whichever sub is`,
      iat: 'now, in seconds since 1970',
      exp: `at most ${MAX_ASSERTION_LIFE_S} seconds after iat`,
    },
    maxLifetimeSeconds: MAX_ASSERTION_LIFE_S,
    privateKeyFile,
    code: mintingCode({ privateKeyFile, keyId: key.id, issuer, audience: service, caller: id }, code),
    troubles: TROUBLES[binding],
  };
}

const WRONG = {
  expired: 'it is past its exp: make another and repeat the call',
  invalid: 'it doesn’t count, and the operator’s log says why (event assertion_invalid): repeating the call changes nothing',
};
const TROUBLES = {
  required: { ...WRONG, missing: 'there was none, and this caller’s calls need one: look at the carrier' },
  optional: WRONG,
};
