/** Short answers of the HTTP stack itself: never a stack, never an internal detail. */
import type { ServerResponse } from 'node:http';
import type { RefusalReason } from '../refusal.ts';

/** What a client reads that isn't served. */
export type ErrorReply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON-RPC error code; plain pages don't show it. */
  readonly code: number;
  readonly message: string;
  readonly data?: Readonly<Record<string, string>>;
};

/** Why a request isn't served, and with which words. */
export type Refusal = ErrorReply & { readonly reason: RefusalReason };

/** Codes that JSON-RPC defines, and the one that MCP's own HTTP errors use. */
export const RPC = { parse: -32_700, invalidRequest: -32_600, internal: -32_603, transport: -32_000 } as const;

export type Refuse = (response: ServerResponse, reply: ErrorReply) => void;

/** For MCP endpoints: a JSON-RPC error that answers no particular request. */
export const refuseRpc: Refuse = (response, { status, headers, code, message, data }) =>
  sendJson(response, status, { jsonrpc: '2.0', error: { code, message, data }, id: null }, headers);

/** For everything else. */
export const refusePlainly: Refuse = (response, { status, headers, message, data }) =>
  sendJson(response, status, { error: message, ...data }, headers);

export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}
