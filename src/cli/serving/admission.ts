/**
 * How callers get in and are bound, as the deployment says: by no token (open mode), by API keys, by access tokens of an
 * authorization server, or by both. Made once, from the address that clients call.
 */
import type { Authenticate } from '../../caller/authenticated.ts';
import { apiKeyIdIn } from '../../caller/api-key.ts';
import { authenticateKeys } from '../../caller/authenticate-key.ts';
import { authenticateTokens } from '../../caller/authenticate-token.ts';
import type { Caller } from '../../caller/caller.ts';
import { assertionJudge } from '../../caller/judge-assertion.ts';
import { keySet } from '../../caller/key-set.ts';
import type { AuthChoice, OAuthResource } from '../../config/deployment.ts';
import { scopesOfService } from '../../services/scopes.ts';
import { challengesOf } from '../../edge/http/challenge.ts';
import { identifyAs, identifyByToken, lackingScope } from '../../edge/http/identify.ts';
import { metadataUrl, protectedResourceRoutes, resourceUrl } from '../../edge/http/protected-resource.ts';
import type { Route } from '../../edge/http/route.ts';
import type { Way } from '../../edge/mcp/service.ts';
import { servicePaths } from '../../edge/mcp/service.ts';
import type { Outbound } from '../../outbound/outbound.ts';
import type { Concierge } from '../concierge.ts';
import { callersOf } from '../callers/callers.ts';
import type { CommandContext } from '../context.ts';
import { serverCardPages } from './server-cards.ts';

export type AdmissionWatch = {
  readonly onInvalidAssertion: NonNullable<Parameters<typeof assertionJudge>[0]['onInvalid']>;
  readonly onKeysTrouble: (cause: unknown) => void;
};

export type Admission = Pick<Way, 'identify' | 'judge' | 'onLacking'> & {
  /** Pages that tell clients where it is and how to get in. */
  readonly pages: ReadonlyMap<string, Route>;
};

type Place = {
  readonly concierge: Concierge;
  readonly clock: CommandContext['clock'];
  /** How clients reach the server, without a slash at the end. */
  readonly publicUrl: string;
  readonly outbound: Outbound;
};

export function admissionsOf(place: Place, watch: AdmissionWatch): (service: string) => Admission {
  const { auth } = place.concierge.deployment;
  const authenticators = auth.kind === 'open' ? null : authenticatorsOf(auth, place, watch);
  return (service) => {
    const audiences = serviceUrls(service, place);
    const judge = assertionJudge({ audiences, clock: place.clock, onInvalid: watch.onInvalidAssertion });
    const scopes = scopesOfService(service);
    const challenges = challengesOf({ realm: service, scopes, resourceMetadata: metadataOf(service, place) });
    const identify =
      authenticators === null
        ? identifyAs(place.concierge.caller)
        : identifyByToken(authenticators(audiences), challenges);
    const pages = new Map([...pagesOf(service, place), ...serverCardPages(service, place)]);
    return { judge, identify, onLacking: lackingScope(challenges), pages };
  };
}

/** The URLs of a service: what assertions and access tokens are made for. The first is the one to tell. */
export function serviceUrls(
  service: string,
  { concierge, publicUrl }: Pick<Place, 'concierge' | 'publicUrl'>,
): readonly string[] {
  return servicePaths(service, concierge.workspace.tenant).map((path) => resourceUrl(publicUrl, path));
}

/** Keys of both kinds are known once for all services; a token is made for one. */
function authenticatorsOf(
  { apiKeys, oauth }: Extract<AuthChoice, { readonly kind: 'tokens' }>,
  place: Place,
  watch: AdmissionWatch,
): (audiences: readonly string[]) => Authenticate {
  const callers = callersOf(place.concierge.workspace);
  const byKey = apiKeys ? keyAuthenticator(place, callers) : refuseAll;
  const tokens = oauth === null ? () => refuseAll : tokenAuthenticators(oauth, place, callers, watch);
  return (audiences) => {
    const byToken = tokens(audiences);
    return (token) => (apiKeyIdIn(token) === null ? byToken(token) : byKey(token));
  };
}

const refuseAll: Authenticate = () => ({ kind: 'rejected', reason: 'token_invalid' });

export function keyAuthenticator(
  { concierge: { store, workspace }, clock: { now } }: Pick<Place, 'concierge' | 'clock'>,
  callers: ReadonlyMap<string, Caller>,
): Authenticate {
  return authenticateKeys({ keys: () => store.keys, tenant: workspace.tenant, callers, now });
}

function tokenAuthenticators(
  oauth: OAuthResource,
  { outbound, clock }: Place,
  callers: ReadonlyMap<string, Caller>,
  { onKeysTrouble }: AdmissionWatch,
): (audiences: readonly string[]) => Authenticate {
  const { issuer, jwksUri, audience, ...rules } = { ...oauth, clients: new Map(Object.entries(oauth.clients)) };
  const keys = keySet({ issuer, jwksUri, outbound, now: clock.now, onTrouble: onKeysTrouble });
  const also = audience === null ? [] : [audience];
  return (audiences) =>
    authenticateTokens({ ...rules, issuer, audiences: [...audiences, ...also], callers, keys, now: clock.now });
}

function metadataOf(service: string, place: Place): string | null {
  const [first] = serviceUrls(service, place);
  return oauthOf(place) === null || first === undefined ? null : metadataUrl(first);
}

function pagesOf(service: string, place: Place): ReadonlyMap<string, Route> {
  const oauth = oauthOf(place);
  if (oauth === null) return new Map();
  const { company, tenant } = place.concierge.workspace;
  const resource = {
    paths: servicePaths(service, tenant),
    name: `${company}: ${service}`,
    scopes: scopesOfService(service),
  };
  return protectedResourceRoutes([resource], { publicUrl: place.publicUrl, issuer: oauth.issuer });
}

function oauthOf({ concierge: { deployment } }: Place): OAuthResource | null {
  return deployment.auth.kind === 'tokens' ? deployment.auth.oauth : null;
}
