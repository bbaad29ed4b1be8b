/**
 * How callers get in and are bound, as the deployment says: by no token (open mode), by API keys, by access tokens of an
 * authorization server, or by both. Made once, from the address that clients call.
 */
import type { Authenticate } from '../caller/authenticated.ts';
import { apiKeyIdIn } from '../caller/api-key.ts';
import { authenticateKeys } from '../caller/authenticate-key.ts';
import { authenticateTokens } from '../caller/authenticate-token.ts';
import type { Caller } from '../caller/caller.ts';
import { CONCIERGE_SCOPES } from '../caller/caller.ts';
import { assertionJudge } from '../caller/judge-assertion.ts';
import { keySet } from '../caller/key-set.ts';
import type { AuthChoice, OAuthResource } from '../config/deployment.ts';
import { CONCIERGE } from '../config/workspace.ts';
import { challengesOf } from '../edge/http/challenge.ts';
import { identifyAs, identifyByToken, lackingScope } from '../edge/http/identify.ts';
import { metadataUrl, protectedResourceRoutes, resourceUrl } from '../edge/http/protected-resource.ts';
import type { Route } from '../edge/http/route.ts';
import { conciergePaths } from '../edge/mcp/concierge.ts';
import type { Way } from '../edge/mcp/concierge.ts';
import type { Outbound } from '../outbound/outbound.ts';
import type { Concierge } from './concierge.ts';
import { callersOf } from './callers.ts';
import type { CommandContext } from './context.ts';

export type AdmissionWatch = {
  readonly onInvalidAssertion: NonNullable<Parameters<typeof assertionJudge>[0]['onInvalid']>;
  readonly onKeysTrouble: (cause: unknown) => void;
};

export type Admission = Pick<Way, 'identify' | 'judge' | 'onLacking'> & {
  /** Pages that tell clients how to get in. */
  readonly pages: ReadonlyMap<string, Route>;
};

type Place = {
  readonly concierge: Concierge;
  readonly clock: CommandContext['clock'];
  /** How clients reach the server, without a slash at the end. */
  readonly publicUrl: string;
  readonly outbound: Outbound;
};

export function admissionOf(place: Place, watch: AdmissionWatch): Admission {
  const { deployment, caller } = place.concierge;
  const audiences = serviceUrls(place);
  const judge = assertionJudge({ audiences, clock: place.clock, onInvalid: watch.onInvalidAssertion });
  const challenges = challengesOf({ realm: CONCIERGE, scopes: CONCIERGE_SCOPES, resourceMetadata: metadataOf(place) });
  const shared = { judge, onLacking: lackingScope(challenges), pages: pagesOf(place) };
  const identify =
    deployment.auth.kind === 'open'
      ? identifyAs(caller)
      : identifyByToken(authenticator(deployment.auth, place, watch), challenges);
  return { ...shared, identify };
}

/** The URLs of the service: what assertions and access tokens are made for. The first is the one to tell. */
export function serviceUrls({ concierge, publicUrl }: Pick<Place, 'concierge' | 'publicUrl'>): readonly string[] {
  return conciergePaths(concierge.workspace.tenant).map((path) => resourceUrl(publicUrl, path));
}

function authenticator(
  { apiKeys, oauth }: Extract<AuthChoice, { readonly kind: 'tokens' }>,
  place: Place,
  watch: AdmissionWatch,
): Authenticate {
  const callers = callersOf(place.concierge.workspace);
  const byKey = apiKeys ? keyAuthenticator(place, callers) : refuseAll;
  const byToken = oauth === null ? refuseAll : tokenAuthenticator(oauth, place, callers, watch);
  return (token) => (apiKeyIdIn(token) === null ? byToken(token) : byKey(token));
}

const refuseAll: Authenticate = () => ({ kind: 'rejected', reason: 'token_invalid' });

export function keyAuthenticator(
  { concierge: { store, workspace }, clock: { now } }: Pick<Place, 'concierge' | 'clock'>,
  callers: ReadonlyMap<string, Caller>,
): Authenticate {
  return authenticateKeys({ keys: () => store.keys, tenant: workspace.tenant, callers, now });
}

function tokenAuthenticator(
  oauth: OAuthResource,
  place: Place,
  callers: ReadonlyMap<string, Caller>,
  { onKeysTrouble }: AdmissionWatch,
): Authenticate {
  const { outbound, clock } = place;
  const { issuer, jwksUri, audience, ...rules } = { ...oauth, clients: new Map(Object.entries(oauth.clients)) };
  const keys = keySet({ issuer, jwksUri, outbound, now: clock.now, onTrouble: onKeysTrouble });
  const audiences = [...serviceUrls(place), ...(audience === null ? [] : [audience])];
  return authenticateTokens({ ...rules, issuer, audiences, callers, keys, now: clock.now });
}

function metadataOf(place: Place): string | null {
  const [first] = serviceUrls(place);
  return oauthOf(place) === null || first === undefined ? null : metadataUrl(first);
}

function pagesOf(place: Place): ReadonlyMap<string, Route> {
  const oauth = oauthOf(place);
  if (oauth === null) return new Map();
  const { company, tenant } = place.concierge.workspace;
  const resource = { paths: conciergePaths(tenant), name: `${company}: ${CONCIERGE}`, scopes: CONCIERGE_SCOPES };
  return protectedResourceRoutes([resource], { publicUrl: place.publicUrl, issuer: oauth.issuer });
}

function oauthOf({ concierge: { deployment } }: Place): OAuthResource | null {
  return deployment.auth.kind === 'tokens' ? deployment.auth.oauth : null;
}
