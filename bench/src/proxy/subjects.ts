/** What the proxy benchmark measures. Every program reads one ticket by one GET, but those that are said to remember. */
import type { Contestant } from '../subjects.ts';
import type { Proof } from './ticket-calls.ts';

export type ProxyName =
  | 'raw'
  | 'raw_dispatch'
  | 'concierge'
  | 'concierge_cached'
  | 'sdk_mcp_server'
  | 'mcp_proxy'
  | 'fastmcp'
  | 'toolbox';

export type ProxySubject = Contestant & { readonly program: ProxyName };

export const PROXY_SUBJECTS: readonly ProxySubject[] = [
  { program: 'raw', dialect: 'modern', way: 'open' },
  { program: 'raw_dispatch', dialect: 'modern', way: 'open' },
  { program: 'concierge', dialect: 'modern', way: 'key' },
  { program: 'concierge_cached', dialect: 'modern', way: 'key' },
  { program: 'sdk_mcp_server', dialect: 'modern', way: 'open' },
  { program: 'mcp_proxy', dialect: 'modern', way: 'open' },
  { program: 'raw', dialect: 'legacy', way: 'open' },
  { program: 'concierge', dialect: 'legacy', way: 'key' },
  { program: 'sdk_mcp_server', dialect: 'legacy', way: 'open' },
  { program: 'mcp_proxy', dialect: 'legacy', way: 'open' },
  { program: 'fastmcp', dialect: 'legacy', way: 'open' },
  { program: 'toolbox', dialect: 'legacy', way: 'open' },
];

/** Toolbox has no approved fields: it passes on all that the system says. */
export function proofOf({ program }: ProxySubject): Proof {
  return program === 'toolbox' ? 'passed_on' : 'shaped';
}
