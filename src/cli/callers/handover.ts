/**
 * All that the developer of an agent's platform needs to know of its caller: where to call, how to prove who calls, and how to
 * state who the customer is. Holds no secret.
 */
import type { AssertionTrouble } from '../../caller/assertion.ts';
import { ASSERTION_TYPE, MAX_ASSERTION_LIFE_S, SUBJECT_TYPES } from '../../caller/assertion.ts';
import type { AssertionCarrier } from '../../caller/caller.ts';
import type { Deployment } from '../../config/deployment.ts';
import type { CallerDeclaration } from '../../config/workspace.ts';
import { hostnameOf } from '../../edge/http/listen.ts';
import { resourceUrl } from '../../edge/http/protected-resource.ts';
import { CONCIERGE } from '../../config/workspace.ts';
import { servicePaths } from '../../edge/mcp/service.ts';
import { CARRIERS } from './carriers.ts';
import type { OpenOptions } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { mintingCode } from './handover-code.ts';
import { listenAddress } from '../serving/listen-address.ts';
import type { WaysIn } from './ways-in.ts';
import { waysIn } from './ways-in.ts';

export type Handover = {
  readonly caller: Pick<CallerDeclaration, 'id' | 'audience' | 'binding' | 'services' | 'scopes'>;
  /** The URL of the service. */
  readonly service: string;
  readonly authentication: WaysIn;
  /** Null: nobody states who the customer is. */
  readonly assertion: AssertionHandover | null;
};

export type AssertionHandover = {
  readonly carrier: { readonly kind: AssertionCarrier; readonly name: string };
  readonly header: Readonly<Record<'typ' | 'alg' | 'kid', string>>;
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

export type Handed = {
  readonly caller: CallerDeclaration;
  readonly tenant: string;
  readonly deployment: Deployment;
  /** As the command was given it, for commands that come after. */
  readonly place: OpenOptions;
  readonly privateKeyFile: string | null;
};

export function handoverOf(handed: Handed, { env }: Pick<CommandContext, 'env'>): Handover {
  const { caller, deployment, tenant, place } = handed;
  const { id, audience, binding, services, scopes } = caller;
  const service = serviceUrl(deployment, tenant, env);
  return {
    caller: { id, audience, binding, services, scopes },
    service,
    authentication: waysIn(deployment.auth, id, place),
    assertion: assertionOf(handed, service),
  };
}

/** As a server says it that listens by the same deployment and environment. */
function serviceUrl(deployment: Deployment, tenant: string, env: CommandContext['env']): string {
  const [path] = servicePaths(CONCIERGE, tenant);
  if (deployment.publicUrl !== null) return resourceUrl(deployment.publicUrl, path);
  const listen = listenAddress(deployment, undefined, env);
  return resourceUrl(`http://${hostnameOf(listen)}:${listen.port}`, path);
}

function assertionOf({ caller, privateKeyFile }: Handed, service: string): AssertionHandover | null {
  const { assertions, binding, carrier: kind, id } = caller;
  const key = assertions?.keys.at(-1);
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
  expired: 'its time is over: make another, and call again',
  invalid: 'it doesn’t count, and the log of the service says why (assertion_invalid): calling again changes nothing',
};
const TROUBLES = {
  required: { ...WRONG, missing: 'there was none, and every call of this caller needs one' },
  optional: WRONG,
};
