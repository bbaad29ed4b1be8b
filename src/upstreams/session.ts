/**
 * One connection to an upstream, of either era of the protocol, by the official client. It is granted nothing: no sampling, no questions
 * to a person, no roots. What it says is bounded, and its schemas are never run.
 */
import type { Client, ConnectOptions, Tool, Transport } from '@modelcontextprotocol/client';
import { z } from 'zod';
import { VERSION } from '../base/version.ts';
import { CONNECT_MS, MOST_PAGES, MOST_TOOLS, PROBE_PROCESS_MS } from './bounds.ts';
import type { HttpPlace } from './http-transport.ts';
import { httpTransport } from './http-transport.ts';
import type { Command } from './process-transport.ts';
import { endingWithUs, processTransport } from './process-transport.ts';
import type { ToolReply } from './reply.ts';

export type SessionPlace = HttpPlace | Command;

export type Session = {
  readonly isOpen: () => boolean;
  /** As they came, from all pages. */
  readonly list: (timeoutMs: number) => Promise<readonly unknown[]>;
  /** `tool`: as it was listed. */
  readonly call: (tool: unknown, args: Readonly<Record<string, unknown>>, timeoutMs: number) => Promise<ToolReply>;
  readonly close: () => Promise<void>;
};

/** What is known of an upstream from the session before. */
export type Known = {
  /** A process that spoke the older protocol need not be started twice to be asked again. */
  isOlder: boolean;
};

/** `onListChanged`: the upstream says that its tools are others now. @throws what the client throws; see `failure.ts` */
export async function openSession(
  place: SessionPlace,
  onListChanged: () => void,
  known: Known = { isOlder: false },
): Promise<Session> {
  const { Client: McpClient } = await import('@modelcontextprotocol/client');
  const isProcess = 'command' in place;
  const client: Client = new McpClient(
    { name: 'cx-concierge', version: VERSION },
    {
      capabilities: {},
      versionNegotiation: { mode: 'auto', probe: { timeoutMs: isProcess ? PROBE_PROCESS_MS : CONNECT_MS } },
      inputRequired: { autoFulfill: false },
      jsonSchemaValidator: {
        getValidator: () => (input) => ({ valid: true, data: input as never, errorMessage: undefined }),
      },
    },
  );
  let isOpen = true;
  Object.assign(client, { onclose: () => void (isOpen = false) });
  client.setNotificationHandler('notifications/tools/list_changed', onListChanged);
  const way = isProcess ? await startedBy(client, place, known) : await connectedTo(client, place);
  return {
    isOpen: () => isOpen,
    list: async (timeoutMs) => await listed(client, timeoutMs),
    call: async (tool, args, timeoutMs) => {
      const { name } = tool as Tool;
      const options = { timeout: timeoutMs, maxTotalTimeout: timeoutMs, toolDefinition: tool as Tool };
      return await client.callTool({ name, arguments: { ...args } }, options);
    },
    close: async () => {
      isOpen = false;
      await way.leave();
      await client.close();
    },
  };
}

type Way = { readonly leave: () => Promise<void> };

async function startedBy(client: Client, command: Command, known: Known): Promise<Way> {
  const transport = await processTransport(command);
  await connected(client, transport, known.isOlder ? { prior: { kind: 'legacy' } } : {});
  known.isOlder = client.getProtocolEra() === 'legacy';
  const keep = endingWithUs(transport);
  const { onclose } = client;
  const ended = (): void => {
    keep();
    onclose?.();
  };
  Object.assign(client, { onclose: ended });
  return { leave: async () => {} };
}

async function connectedTo(client: Client, place: HttpPlace): Promise<Way> {
  const transport = await httpTransport(place);
  await connected(client, transport);
  // A courtesy: whoever can't be told that we leave forgets us by itself.
  return { leave: async () => await transport.terminateSession().catch(() => {}) };
}

async function connected(client: Client, transport: Transport, also: ConnectOptions = {}): Promise<void> {
  try {
    await client.connect(transport, { timeout: CONNECT_MS, ...also });
  } catch (error) {
    await client.close().catch(() => {});
    await transport.close().catch(() => {});
    throw error;
  }
}

const LISTED = z.looseObject({ tools: z.array(z.unknown()).max(MOST_TOOLS), nextCursor: z.string().optional() });

async function listed(client: Client, timeoutMs: number): Promise<readonly unknown[]> {
  const endsAt = Date.now() + timeoutMs;
  const tools: unknown[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const timeout = Math.max(1, endsAt - Date.now());
    const params = cursor === undefined ? {} : { cursor };
    const page = await client.request({ method: 'tools/list', params }, LISTED, { timeout });
    tools.push(...page.tools);
    cursor = page.nextCursor;
    if (cursor === undefined || tools.length >= MOST_TOOLS) break;
  }
  return tools;
}
