/** What a caller must be allowed to have a service's tools. */
import type { Scope } from '../caller/caller.ts';
import { CONCIERGE_SCOPES } from '../caller/caller.ts';
import { CONCIERGE } from '../config/workspace.ts';

/** Of a service that asks a source: all of its tools, which only read. */
export function serviceScope(service: string): Scope {
  return `${service}:read`;
}

export function scopesOfService(service: string): readonly Scope[] {
  return service === CONCIERGE ? CONCIERGE_SCOPES : [serviceScope(service)];
}
