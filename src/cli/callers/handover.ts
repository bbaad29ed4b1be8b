/**
 * All that the developer of an agent's platform needs to know of its caller: where to call, how to prove who calls, and how to
 * state who the customer is. Holds no secret.
 */
import type { AssertionTrouble } from '../../caller/assertion.ts';
import { ASSERTION_TYPE, MAX_ASSERTION_LIFE_S, SUBJECT_TYPES } from '../../caller/assertion.ts';
import type { AssertionCarrier } from '../../caller/caller.ts';
import type { CallerDeclaration } from '../../config/workspace.ts';
import { CONCIERGE } from '../../config/workspace.ts';
import { CARRIERS } from './carriers.ts';
import type { CommandContext } from '../context.ts';
import { mintingCode } from './handover-code.ts';
import type { Handed, ServiceHandover } from './service-handover.ts';
import { servicesHanded } from './service-handover.ts';
import type { WaysIn } from './ways-in.ts';
import { waysIn } from './ways-in.ts';

export type Handover = {
  readonly caller: Pick<CallerDeclaration, 'id' | 'audience' | 'binding' | 'services' | 'scopes'>;
  readonly services: readonly ServiceHandover[];
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
  /** The file with the private half, where it was made just now. */
  readonly privateKeyFile: string | null;
  /** TypeScript. */
  readonly code: string;
  /** What the result's `_meta` may say, and what to do then. */
  readonly troubles: Readonly<Partial<Record<AssertionTrouble, string>>>;
};

export function handoverOf(handed: Handed, { env }: Pick<CommandContext, 'env'>): Handover {
  const { caller, deployment, place } = handed;
  const { id, audience, binding, services, scopes } = caller;
  const handedOver = servicesHanded(handed, env);
  return {
    caller: { id, audience, binding, services, scopes },
    services: handedOver,
    authentication: waysIn(deployment.auth, id, place),
    assertion: assertionOf(handed, handedOver),
  };
}

function assertionOf(
  { caller, privateKeyFile }: Handed,
  [service, ...others]: readonly ServiceHandover[],
): AssertionHandover | null {
  const { assertions, binding, carrier: kind, id } = caller;
  const key = assertions?.keys.at(-1);
  if (binding === 'off' || assertions === null || key === undefined || service === undefined) return null;
  const { issuer } = assertions;
  const { name, code } = CARRIERS[kind];
  return {
    carrier: { kind, name },
    header: { typ: ASSERTION_TYPE, alg: key.algorithm, kid: key.id },
    claims: {
      iss: issuer,
      aud: others.length === 0 ? service.url : OF_EACH,
      client_id: id,
      sub: 'the customer: an account id as a connected system knows it, or a verified e-mail address',
      sub_type: `${SUBJECT_TYPES.join(' or ')}, whichever sub is`,
      iat: 'now, in seconds since 1970',
      exp: `at most ${MAX_ASSERTION_LIFE_S} seconds after iat`,
    },
    maxLifetimeSeconds: MAX_ASSERTION_LIFE_S,
    privateKeyFile,
    code: mintingCode(
      { privateKeyFile, keyId: key.id, issuer, audience: service.url, caller: id },
      { carrying: code, service: others.length === 0 ? null : service.name },
    ),
    troubles: troublesOf(caller, binding),
  };
}

const OF_EACH = 'the URL of the service that is called: each needs a statement of its own';

const WRONG = {
  expired: 'its time is over: make another, and call again',
  invalid: 'it doesn’t count, and the log of the service says why (assertion_invalid): calling again changes nothing',
};

/** Without a statement no system says anything of a customer to agents for customers and partners, however they are bound. */
function troublesOf(
  { audience, services }: CallerDeclaration,
  binding: 'required' | 'optional',
): AssertionHandover['troubles'] {
  if (binding === 'required') return { ...WRONG, missing: 'there was none, and every call of this caller needs one' };
  const isAsked = audience !== 'teams' && services.some((name) => name !== CONCIERGE);
  return isAsked ? { ...WRONG, missing: 'there was none, and what this tool says of a customer needs one' } : WRONG;
}
