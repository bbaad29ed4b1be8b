/**
 * An MCP endpoint as the HTTP stack serves it: where it listens, who may call it, and the two ways to answer.
 * The SDK owns the protocol; the fast lane takes the well-formed `tools/call` straight to an answer.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { McpHttpHandler } from '@modelcontextprotocol/server';
import type { TraceId } from '../answer/ask.ts';
import type { Caller, Scope } from '../caller/caller.ts';
import type { Carried } from '../caller/judge-assertion.ts';
import type { RefusalReason } from './refusal.ts';

/** An identified caller, and what of its request may hold an assertion: nobody has looked at it. */
export type Admitted = {
  readonly kind: 'caller';
  readonly caller: Caller;
  /** What this request's own token allows. */
  readonly granted: ReadonlySet<Scope>;
  readonly carried: Carried;
  /** Of the caller's own trace, where its request names one. */
  readonly traceId?: TraceId | undefined;
};

/** Answered as it stands: 401, 403 or 429 with its headers. */
export type Refused = {
  readonly kind: 'refused';
  readonly reason: RefusalReason;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly message: string;
};

/** Who calls, and for which customer. */
export type Identified = Admitted | Refused;

export type Identify = (headers: IncomingHttpHeaders) => Identified | Promise<Identified>;

/** A `tools/call` as it came; `meta` is its `_meta`. */
export type ToolCall = { readonly tool: string; readonly args: unknown; readonly meta: unknown };

/**
 * A tool's result as JSON text in the SDK's key order, without the braces that the frame closes.
 * `meta`: the members of `_meta`, empty for none. `members`: `content` and what follows it.
 */
export type ResultText = { readonly meta: string; readonly members: string };

export type FastLane = {
  /** The tools that this caller may name; anything else is the SDK's to refuse. */
  readonly hasTool: (caller: Caller, tool: string) => boolean;
  /** `undefined` leaves the call to the SDK; it rejects with an `InternalError` only. */
  readonly callTool: (by: Admitted, call: ToolCall) => Promise<ResultText | undefined>;
  /** What the server says of itself, as JSON: the 2026 revision puts it into every result. */
  readonly serverInfo: string;
};

/** What a caller's token doesn't allow, or a flood: answered before anything else is done. */
export type Permit = (by: Admitted, body: unknown) => Refused | undefined | Promise<Refused | undefined>;

export type Endpoint = {
  /** Exact paths, e.g. `/mcp` and `/mcp/cx_concierge`. */
  readonly paths: readonly string[];
  readonly identify: Identify;
  /** Without one, whoever is identified may do everything. */
  readonly permit?: Permit;
  /** Without one, the SDK serves alone. */
  readonly fastLane?: FastLane;
  /** Answers whatever the fast lane leaves. Who calls travels in `authInfo`: see `mcp/sdk-caller.ts`. */
  readonly sdk: Pick<McpHttpHandler, 'fetch' | 'close' | 'notify'>;
};
