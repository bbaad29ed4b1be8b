/**
 * A service on the SDK's low-level server, both revisions: the menu, and every call that the fast lane leaves.
 * One instance serves one HTTP request or one stdio connection. Not for rules: it asks `answer/` and words the outcome.
 */
import type {
  CallToolResult,
  ListToolsResult,
  McpRequestContext,
  McpServerFactory,
  Tool,
} from '@modelcontextprotocol/server';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { Outcome } from '../../answer/ask.ts';
import type { Caller } from '../../caller/caller.ts';
import type { Menu, ToolDefinition } from '../../services/tool.ts';
import type { ToolCall } from '../endpoint.ts';
import type { ReportDefect } from '../internal-error.ts';
import { internalError } from '../internal-error.ts';
import { argumentsAsSent, LenientServer } from './odd-arguments.ts';
import { invalidParams, onePage, serveReading } from './reading.ts';
import type { ServedCaller } from './sdk-caller.ts';
import type { ServerInfo } from './server-info.ts';
import { toolResult } from './tool-result.ts';

/** What a served caller is offered. */
export type Offer = {
  readonly serverInfo: ServerInfo;
  readonly menu: (caller: Caller) => Menu;
  readonly answer: (by: ServedCaller, call: ToolCall) => Promise<Outcome>;
};

/** All of it may be kept for a minute: it depends on the release, the service and the caller alone. */
const HINT = { ttlMs: 60_000, cacheScope: 'private' } as const;
const CACHE_HINTS = {
  'tools/list': HINT,
  'prompts/list': HINT,
  'resources/list': HINT,
  'resources/templates/list': HINT,
  'resources/read': HINT,
  'server/discover': HINT,
};

/** Another release may bring other lists. Over HTTP a client of the 2025 revision has no channel on which to be told. */
function optionsFor({ era, requestInfo }: McpRequestContext, prompts: boolean) {
  const list = era === 'modern' || requestInfo === undefined ? { listChanged: true } : {};
  const capabilities = { tools: list, resources: list, ...(prompts ? { prompts: list } : {}) };
  return { capabilities, cacheHints: CACHE_HINTS };
}

export function serviceServers(
  offer: Offer,
  servedBy: (context: McpRequestContext) => ServedCaller,
  report: ReportDefect,
): McpServerFactory {
  return (context) =>
    sealed(report, () => {
      const by = servedBy(context);
      const menu = () => offer.menu(by.caller);
      const { instructions, prompts } = menu();
      const hasPrompts = prompts.length > 0;
      const server = new LenientServer(offer.serverInfo, { ...optionsFor(context, hasPrompts), instructions });
      server.setRequestHandler('tools/list', ({ params }) => sealed(report, () => listTools(menu(), params?.cursor)));
      server.setRequestHandler('tools/call', ({ params }) => sealed(report, () => callTool(offer, by, params)));
      serveReading(server, menu, hasPrompts, (work) => sealed(report, work));
      return server;
    });
}

function listTools({ definitions }: Menu, cursor: string | undefined): ListToolsResult {
  onePage(cursor);
  return { tools: definitions.map(wireTool) };
}

/** The SDK's type wants lists that could be changed. */
function wireTool({ icons, ...definition }: ToolDefinition): Tool {
  if (icons === undefined) return definition;
  const { name, ...rest } = definition;
  return { name, icons: icons.map((icon) => ({ ...icon, sizes: [...icon.sizes] })), ...rest };
}

type CallParams = {
  readonly name: string;
  readonly arguments?: Record<string, unknown> | undefined;
  readonly _meta?: unknown;
};

async function callTool(
  offer: Offer,
  by: ServedCaller,
  { name, arguments: args, _meta: meta }: CallParams,
): Promise<CallToolResult> {
  const outcome = await offer.answer(by, { tool: name, args: argumentsAsSent(args), meta });
  if (outcome.kind === 'no_such_tool') throw invalidParams(`Unknown tool: ${name.slice(0, 100)}`);
  return toolResult(outcome);
}

/** The SDK would send the message of whatever is thrown: only errors of the protocol may pass. */
async function sealed<Result>(report: ReportDefect, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ProtocolError) throw cause;
    const { correlationId, message } = internalError(cause, report);
    throw new ProtocolError(ProtocolErrorCode.InternalError, message, { correlation_id: correlationId });
  }
}
