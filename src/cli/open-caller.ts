/** The caller of open mode: no token, loopback only, for the sample. Audience `customers`, nothing bound. */
import type { Workspace } from '../config/workspace.ts';
import type { Caller } from '../caller/caller.ts';
import { CONCIERGE_SCOPES } from '../caller/caller.ts';

/** As a declared caller of the workspace when `declared` names one, else a caller of open mode's own. */
export function openCaller(workspace: Workspace, declared: string | null): Caller | undefined {
  if (declared === null) return anyCaller(workspace);
  const caller = workspace.callers.find(({ id }) => id === declared);
  return caller && { ...caller, tenant: workspace.tenant, scopes: new Set(caller.scopes) };
}

function anyCaller({ tenant, service }: Workspace): Caller {
  return {
    id: 'open',
    tenant,
    audience: 'customers',
    services: [service.name],
    scopes: new Set(CONCIERGE_SCOPES),
    binding: 'off',
    carrier: 'header',
    budget: {},
  };
}
