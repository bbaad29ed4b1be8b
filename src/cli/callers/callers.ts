/** The callers of a workspace as answers know them, and the one that asks for the program itself. */
import type { CallerDeclaration, Workspace } from '../../config/workspace.ts';
import type { Caller } from '../../caller/caller.ts';
import { CONCIERGE_SCOPES } from '../../caller/caller.ts';

export function callersOf({ callers, tenant }: Workspace): ReadonlyMap<string, Caller> {
  return new Map(callers.map((declared) => [declared.id, callerOf(declared, tenant)]));
}

function callerOf(declared: CallerDeclaration, tenant: Caller['tenant']): Caller {
  return { ...declared, tenant, scopes: new Set(declared.scopes) };
}

/** Audience `customers`, nothing bound: everybody in open mode that names no caller, and whoever asks on the command line. */
export function anyCaller({ tenant, service }: Workspace): Caller {
  return {
    id: 'open',
    tenant,
    audience: 'customers',
    services: [service.name],
    scopes: new Set(CONCIERGE_SCOPES),
    binding: 'off',
    carrier: 'header',
    assertions: null,
    budget: {},
  };
}
