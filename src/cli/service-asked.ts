/** Which service a command is about, and as whom it is asked. */
import { Failure } from '../base/failure.ts';
import { nearestName } from '../base/nearest.ts';
import type { Caller } from '../caller/caller.ts';
import type { Workspace } from '../config/workspace.ts';
import { CONCIERGE } from '../config/workspace.ts';
import { scopesOfService } from '../services/scopes.ts';
import { audienceNamed } from './asked.ts';
import { callersOf } from './callers/callers.ts';

export type AsCaller = { readonly caller?: string; readonly audience?: string };

/** @throws Failure `usage` for one that the workspace doesn't have */
export function serviceNamed(named: string, { services }: Pick<Workspace, 'services'>): string {
  return known(named, [CONCIERGE, ...services.map(({ name }) => name)], 'service');
}

/**
 * A caller of the workspace, or one that may use every service and says itself whom it means.
 * @throws Failure `usage` for a caller or an audience that there isn't
 */
export function callerAsked({ caller, audience }: AsCaller, workspace: Workspace): Caller {
  const callers = callersOf(workspace);
  if (caller !== undefined) {
    const found = callers.get(known(caller, [...callers.keys()], 'caller'));
    if (found !== undefined) return found;
  }
  const services = [CONCIERGE, ...workspace.services.map(({ name }) => name)];
  return {
    id: 'command-line',
    tenant: workspace.tenant,
    audience: audienceNamed(audience ?? 'teams'),
    services,
    scopes: new Set(services.flatMap(scopesOfService)),
    binding: 'off',
    carrier: 'header',
    assertions: null,
    budget: {},
  };
}

/** @throws Failure `usage` for a name that isn't among these, with the nearest */
export function known(named: string, names: readonly string[], kind: string): string {
  if (names.includes(named)) return named;
  const near = nearestName(named, names);
  const mend = near === undefined ? `There are: ${names.join(', ')}.` : `Did you mean \`${near}\`?`;
  throw new Failure('usage', `There is no ${kind} \`${named}\`.`, mend);
}
