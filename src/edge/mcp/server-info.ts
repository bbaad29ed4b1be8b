/**
 * What the MCP server says of itself. The 2026 revision repeats it in every result, so it has no icon (the tools carry
 * one) and no website.
 */
import { VERSION } from '../../base/version.ts';
import { CONCIERGE } from '../../config/workspace.ts';

export const SERVER_INFO = { name: CONCIERGE, version: VERSION, title: 'Concierge' } as const;
