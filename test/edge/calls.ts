/** Well-formed `tools/call` requests of both protocol revisions, as clients send them. */
import type { Sent } from './serve.ts';

export const MODERN = '2026-07-28';
export const LEGACY = '2025-11-25';

const META = 'io.modelcontextprotocol';
export const VERSION_KEY = `${META}/protocolVersion`;
export const CLIENT_KEY = `${META}/clientInfo`;
export const CAPABILITIES_KEY = `${META}/clientCapabilities`;

export const LEGACY_HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  'mcp-protocol-version': LEGACY,
};

export function modernHeaders(method: string, name?: string): Record<string, string> {
  const named = name === undefined ? {} : { 'mcp-name': name };
  return { ...LEGACY_HEADERS, 'mcp-protocol-version': MODERN, 'mcp-method': method, ...named };
}

export const MODERN_META = {
  [VERSION_KEY]: MODERN,
  [CLIENT_KEY]: { name: 'test', version: '1.0.0' },
  [CAPABILITIES_KEY]: {},
};

export function legacyCall(name: string, args: unknown, id: string | number = 1): Sent {
  const body = JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } });
  return { headers: LEGACY_HEADERS, body };
}

export function modernCall(name: string, args: unknown, id: string | number = 1): Sent {
  const params = { name, arguments: args, _meta: MODERN_META };
  const body = JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params });
  return { headers: modernHeaders('tools/call', name), body };
}

/** The JSON-RPC message of an answer, out of its SSE frame where it has one. */
export function messageOf(body: string): unknown {
  return JSON.parse(body.startsWith('event: message\ndata: ') ? body.slice('event: message\ndata: '.length) : body);
}
