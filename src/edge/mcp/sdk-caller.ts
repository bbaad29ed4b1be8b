/** Carries the identified caller through the SDK, which hands `authInfo` on by reference and never reads it. */
import type { AuthInfo, McpRequestContext } from '@modelcontextprotocol/server';
import type { Admitted } from '../endpoint.ts';

/** Whom a server instance of the SDK serves. */
export type ServedCaller = Pick<Admitted, 'caller' | 'granted' | 'carried' | 'traceId'>;

export function authInfoOf({ caller, granted, carried, traceId }: ServedCaller): AuthInfo {
  const served: ServedCaller = { caller, granted, carried, traceId };
  return { token: '', clientId: caller.id, scopes: [...granted], extra: { served } };
}

/** @throws TypeError when the request didn't come through this program's HTTP stack */
export function servedCallerOf({ authInfo }: McpRequestContext): ServedCaller {
  const served = authInfo?.extra?.['served'];
  if (served === undefined) throw new TypeError('a request reached the MCP server without an identified caller');
  return served as ServedCaller;
}
