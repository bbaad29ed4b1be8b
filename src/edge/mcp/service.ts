/** A service at the edge: what a desk offers over MCP, and its endpoint for HTTP. */
import { answer } from '../../answer/answer.ts';
import type { Desk } from '../../answer/desk.ts';
import { isPlainObject } from '../../base/json.ts';
import { ASSERTION_ARGUMENT, ASSERTION_META } from '../../caller/assertion.ts';
import type { Caller, Scope, Tenant } from '../../caller/caller.ts';
import { DEFAULT_TENANT } from '../../caller/caller.ts';
import type { JudgeAssertion } from '../../caller/judge-assertion.ts';
import { CONCIERGE } from '../../config/workspace.ts';
import type { Admitted, Endpoint, Identified, Identify, Permit, Refused } from '../endpoint.ts';
import type { ReportDefect } from '../internal-error.ts';
import { endpointOf } from './endpoint-of.ts';
import type { Menu } from '../../services/tool.ts';
import type { Offer } from './sdk-server.ts';
import { serverInfoOf } from './server-info.ts';

const EMPTY: Menu = {
  tools: new Map(),
  definitions: [],
  instructions: 'This service is served no more.',
  resources: [],
  prompts: [],
};

export function serviceOffer(service: string, desk: Desk, judge: JudgeAssertion): Offer {
  const menuFor = (caller: Caller): Menu => desk.release().menuOf(service, caller) ?? EMPTY;
  return {
    serverInfo: serverInfoOf(service, desk.release().workspace.services),
    menu: menuFor,
    answer: async ({ caller, granted, carried, traceId }, { tool, args, meta }) => {
      const found = menuFor(caller).tools.get(tool);
      if (found === undefined || !granted.has(found.scope)) return { kind: 'no_such_tool' };
      const assertion = await judge(caller, { ...carried, meta: metaIn(meta), argument: argumentIn(args) });
      return await answer({ caller, service, tool, arguments: args, assertion, traceId }, desk);
    },
  };
}

function metaIn(meta: unknown): unknown {
  return isPlainObject(meta) ? meta[ASSERTION_META] : undefined;
}

/** `null` counts as not given, as in every other argument. */
function argumentIn(args: unknown): unknown {
  return isPlainObject(args) ? (args[ASSERTION_ARGUMENT] ?? undefined) : undefined;
}

/**
 * `/mcp/<service>`, and for `cx_concierge` `/mcp` before it; another tenant's is at `/t/<tenant>/mcp/<service>`. The first is the
 * one to tell.
 */
export function servicePaths(service: string, tenant: Tenant): readonly [string, ...string[]] {
  if (tenant !== DEFAULT_TENANT) return [`/t/${tenant}/mcp/${service}`];
  return service === CONCIERGE ? ['/mcp', `/mcp/${CONCIERGE}`] : [`/mcp/${service}`];
}

export type Way = {
  readonly identify: Identify;
  readonly judge: JudgeAssertion;
  /** What a client is told whose token lacks this scope. */
  readonly onLacking: (by: Admitted, scope: Scope) => Refused;
  readonly report: ReportDefect;
};

export function serviceEndpoint(service: string, desk: Desk, { identify, judge, onLacking, report }: Way): Endpoint {
  const paths = servicePaths(service, desk.tenant);
  const offer = serviceOffer(service, desk, judge);
  const permit = permitting(offer, desk, onLacking);
  return endpointOf(offer, { paths, identify: admitting(service, desk, identify), permit, report });
}

/**
 * A call of a tool that the caller may have, with a token that was not given its scope: the client can ask for more. And a
 * flood: each message of a batch counts.
 */
function permitting({ menu }: Offer, desk: Desk, onLacking: Way['onLacking']): Permit {
  return (by, body) => {
    const { tools } = menu(by.caller);
    for (const called of toolsCalledIn(body)) {
      const scope = tools.get(called)?.scope;
      if (scope !== undefined && !by.granted.has(scope)) return onLacking(by, scope);
    }
    const flood = desk.budgets.flood(by.caller, Array.isArray(body) ? Math.max(1, body.length) : 1);
    return flood === null ? undefined : flood.then((waitS) => (waitS === null ? undefined : flooding(waitS)));
  };
}

/** Of a message, or of each in a batch. */
function toolsCalledIn(body: unknown): readonly string[] {
  if (Array.isArray(body)) return body.flatMap(toolsCalledIn);
  if (!isPlainObject(body) || body['method'] !== 'tools/call' || !isPlainObject(body['params'])) return NONE;
  const { name } = body['params'];
  return typeof name === 'string' ? [name] : NONE;
}

const NONE: readonly string[] = [];

/** A caller of another tenant, or one that was not given this service, gets nowhere. */
function admitting(service: string, { tenant }: Desk, identify: Identify): Identify {
  const notAdmitted = notAdmittedTo(service);
  const judged = (identified: Identified): Identified =>
    identified.kind === 'refused' || mayCall(identified.caller, service, tenant) ? identified : notAdmitted;
  return (headers) => {
    const identified = identify(headers);
    return identified instanceof Promise ? identified.then(judged) : judged(identified);
  };
}

function flooding(waitS: number): Refused {
  const headers = { 'retry-after': String(waitS) };
  return { kind: 'refused', reason: 'over_budget', status: 429, headers, message: 'Too Many Requests.' };
}

function mayCall(caller: Caller, service: string, tenant: string): boolean {
  return caller.tenant === tenant && caller.services.includes(service);
}

function notAdmittedTo(service: string): Refused {
  const message = `This caller may not use ${service} here: its entry under callers must list the service; in open mode that of \`auth: { open: CALLER }\`.`;
  return { kind: 'refused', reason: 'not_admitted', status: 403, headers: {}, message };
}
