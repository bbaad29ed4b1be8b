/**
 * An MCP endpoint as the HTTP stack serves it: where it listens, who may call it, and the two ways to answer.
 * The SDK owns the protocol; the fast lane takes the well-formed `tools/call` straight to an answer.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { McpServerFactory } from '@modelcontextprotocol/server';
import type { AssertionOutcome } from '../caller/assertion.ts';
import type { Caller } from '../caller/caller.ts';

/** Who calls, and for which customer; the assertion has been judged already. */
export type Identified =
  | { readonly kind: 'caller'; readonly caller: Caller; readonly assertion: AssertionOutcome }
  /** Answered as it stands: 401, 403 or 429 with its headers. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly message: string;
    };

/** A tool result's wire form without the JSON-RPC frame, as JSON text; `undefined` leaves the call to the SDK. */
export type CallTool = (
  caller: Caller,
  assertion: AssertionOutcome,
  tool: string,
  args: unknown,
) => Promise<string | undefined>;

export type Endpoint = {
  /** Exact paths, e.g. `/mcp` and `/mcp/cx_concierge`. */
  readonly paths: readonly string[];
  /** Undefined in tests that serve the SDK alone. */
  readonly callTool?: CallTool;
  /** The tools that this caller may name; anything else is the SDK's to refuse. */
  readonly hasTool: (caller: Caller, tool: string) => boolean;
  readonly identify: (headers: IncomingHttpHeaders) => Identified | Promise<Identified>;
  readonly sdk: McpServerFactory;
};
