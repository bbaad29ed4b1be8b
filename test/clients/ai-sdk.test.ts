/** The AI SDK's MCP client, which nobody here wrote, over HTTP and stdio, against the command as users start it. */
import type { MCPClient } from '@ai-sdk/mcp';
import { createMCPClient } from '@ai-sdk/mcp';
import { Experimental_StdioMCPTransport as StdioTransport } from '@ai-sdk/mcp/mcp-stdio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Serving } from '../support/concierge-process.ts';
import { copyOfAcme, MAIN, NODE, serveConcierge } from '../support/concierge-process.ts';
import { ASKED, SARAH, TOOL_NAMES } from './expected.ts';

const sample = copyOfAcme();
let concierge: Serving;
beforeAll(async () => void (concierge = await serveConcierge(sample.folder)), 60_000);
afterAll(async () => {
  await concierge.stop();
  sample.dispose();
});

const WIRES = {
  HTTP: () => ({ type: 'http', url: concierge.url }) as const,
  stdio: () => new StdioTransport({ command: NODE, args: [MAIN, 'stdio', sample.folder] }),
};

describe.each(['HTTP', 'stdio'] as const)('over %s', (wire) => {
  /** `protocolVersionDiscovery`: it asks for the newest revision first, or goes straight to the older handshake. */
  test.each([true, false])('newest revision first: %s', { timeout: 60_000 }, async (protocolVersionDiscovery) => {
    const client = await createMCPClient({ transport: WIRES[wire](), protocolVersionDiscovery });
    const tools = await client.tools();

    expect(client.serverInfo).toMatchObject({ name: 'cx_concierge' });
    expect(client.instructions).toContain('call get_escalation_contact');
    expect(Object.keys(tools)).toEqual(TOOL_NAMES);
    expect(await called(tools)).toMatchObject({ structuredContent: { contact: SARAH } });
    await client.close();
  });
});

async function called(tools: Awaited<ReturnType<MCPClient['tools']>>): Promise<unknown> {
  const options = { toolCallId: '1', messages: [], context: {} };
  return await tools['get_escalation_contact']?.execute(ASKED, options);
}
