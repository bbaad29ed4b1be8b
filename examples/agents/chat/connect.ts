/** The way to a concierge: by MCP over HTTP to a running one, or over stdio to one that is started for this chat. */
import { fileURLToPath } from 'node:url';
import type { MCPClient } from '@ai-sdk/mcp';
import { createMCPClient } from '@ai-sdk/mcp';
import { StdioMCPTransport } from '@ai-sdk/mcp/mcp-stdio';
import type { ToolSet } from 'ai';
import { ChatFailure, reasonOf } from './failure.ts';

export type Where =
  | { readonly kind: 'http'; readonly url: URL }
  | { readonly kind: 'stdio'; readonly workspace: string | null };

export type Concierge = {
  /** The menu as the server lists it; each tool can be called. */
  readonly tools: ToolSet;
  /** What the server says about when to call what. */
  readonly instructions: string;
  /** One line about the server and its menu. */
  readonly introduction: string;
  readonly close: () => Promise<void>;
};

const COMMAND = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));
const SAMPLE = fileURLToPath(new URL('../../acme', import.meta.url));

/** Whoever opens it closes it: over stdio that ends the server too. */
export async function connect(where: Where): Promise<Concierge> {
  const client = await opened(where);
  try {
    const tools = await client.tools();
    return {
      tools,
      instructions: client.instructions ?? '',
      introduction: introduction(client, where, Object.keys(tools)),
      close: () => client.close(),
    };
  } catch (error) {
    await client.close();
    throw unreachable(where, error);
  }
}

async function opened(where: Where): Promise<MCPClient> {
  try {
    return await createMCPClient({ clientName: 'example-chat', version: '1.0.0', transport: transportTo(where) });
  } catch (error) {
    throw unreachable(where, error);
  }
}

function transportTo(where: Where) {
  if (where.kind === 'http') return { type: 'http' as const, url: where.url.href };
  return new StdioMCPTransport({
    command: process.execPath,
    args: [COMMAND, 'stdio', where.workspace ?? SAMPLE],
    // The model's API keys are none of the server's business: it gets the bare environment.
    env: { LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn' },
    stderr: 'inherit',
  });
}

function introduction(client: MCPClient, where: Where, tools: readonly string[]): string {
  const name = client.serverInfo?.name ?? 'an MCP server';
  const revision = client.initializeResult?.protocolVersion ?? 'unknown';
  const how = where.kind === 'http' ? `at ${where.url.href}` : 'over stdio';
  return `Connected to ${name} ${how} (MCP ${revision}). Its menu: ${tools.join(', ')}.`;
}

function unreachable(where: Where, error: unknown): ChatFailure {
  const message =
    where.kind === 'http'
      ? `No concierge answers at ${where.url.href} (${reasonOf(error)}). Start one with npm start, or leave out --url.`
      : `The concierge over ${where.workspace ?? 'the sample company'} did not start (${reasonOf(error)}). What it said itself stands above.`;
  return new ChatFailure('conversation', message, { cause: error });
}
