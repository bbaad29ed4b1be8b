/**
 * Another MCP server as a source: how it lets us in, and no more. Its tools are nobody's operations: what may be asked of them stands in
 * the workspace (`src/upstreams`).
 */
import type { Connector } from '../kit/http/connector.ts';
import { OPEN_WAYS_IN } from './rest.ts';

export const mcp: Connector = {
  name: 'mcp',
  title: 'An MCP server',
  settings: {},
  base: '',
  waysIn: OPEN_WAYS_IN,
  errors: { at: [], kinds: {} },
  limits: null,
  paces: { default: { concurrency: 4, rate: null } },
  operations: {},
  reads: {},
  probe: { operation: '', input: {}, scopesHeader: null },
};
