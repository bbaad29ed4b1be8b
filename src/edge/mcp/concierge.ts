/** `cx_concierge` at the edge: what a desk offers over MCP, and its endpoints for HTTP. */
import { answer } from '../../answer/answer.ts';
import type { Desk } from '../../answer/desk.ts';
import type { Caller, Tenant } from '../../caller/caller.ts';
import { DEFAULT_TENANT } from '../../caller/caller.ts';
import { CONCIERGE } from '../../config/workspace.ts';
import type { Endpoint, Identified, Identify } from '../endpoint.ts';
import type { ReportDefect } from '../internal-error.ts';
import { endpointOf } from './endpoint-of.ts';
import type { Offer } from './sdk-server.ts';

export function conciergeOffer(desk: Desk): Offer {
  return {
    menu: (caller) => desk.release().menuFor(caller),
    answer: ({ caller, assertion, traceId }, tool, args) =>
      answer({ caller, service: CONCIERGE, tool, arguments: args, assertion, traceId }, desk),
  };
}

/** `/mcp` and `/mcp/cx_concierge`; another tenant's is at `/t/<tenant>/mcp/cx_concierge`. The first is the one to tell. */
export function conciergePaths(tenant: Tenant): readonly [string, ...string[]] {
  return tenant === DEFAULT_TENANT ? ['/mcp', `/mcp/${CONCIERGE}`] : [`/t/${tenant}/mcp/${CONCIERGE}`];
}

export function conciergeEndpoint(desk: Desk, identify: Identify, report: ReportDefect): Endpoint {
  const paths = conciergePaths(desk.tenant);
  return endpointOf(conciergeOffer(desk), { paths, identify: admitting(desk, identify), report });
}

/** A caller of another tenant, or one that was not given this service, gets nowhere. */
function admitting({ tenant }: Desk, identify: Identify): Identify {
  const judged = (identified: Identified): Identified =>
    identified.kind === 'refused' || mayCall(identified.caller, tenant) ? identified : NOT_ADMITTED;
  return (headers) => {
    const identified = identify(headers);
    return identified instanceof Promise ? identified.then(judged) : judged(identified);
  };
}

function mayCall(caller: Caller, tenant: string): boolean {
  return caller.tenant === tenant && caller.services.includes(CONCIERGE);
}

const NOT_ADMITTED = {
  kind: 'refused',
  reason: 'not_admitted',
  status: 403,
  headers: {},
  message: `This caller may not use ${CONCIERGE} here: its entry under callers must list the service.`,
} as const;
