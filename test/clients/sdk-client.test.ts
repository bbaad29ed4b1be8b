/** The SDK's own client, each revision, over HTTP and stdio, against the command as users start it. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
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
  HTTP: () => new StreamableHTTPClientTransport(new URL(concierge.url)),
  stdio: () => new StdioClientTransport({ command: NODE, args: [MAIN, 'stdio', sample.folder] }),
};

describe.each(['HTTP', 'stdio'] as const)('over %s', (wire) => {
  const cells = [
    { mode: 'legacy', speaks: '2025-11-25' },
    { mode: { pin: '2026-07-28' }, speaks: '2026-07-28' },
    { mode: 'auto', speaks: '2026-07-28' },
  ] as const;

  test.each(cells)('$mode → $speaks', { timeout: 60_000 }, async ({ mode, speaks }) => {
    const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } });
    await client.connect(WIRES[wire]());
    const { tools } = await client.listTools();
    const contact = await client.callTool({ name: 'get_escalation_contact', arguments: ASKED });
    const health = await client.callTool({ name: 'get_account_health', arguments: ASKED });
    const { resources } = await client.listResources();
    const { contents } = await client.readResource({ uri: resources[0]?.uri ?? '' });
    const { messages } = await client.getPrompt({ name: 'hand_over' });

    expect(client.getNegotiatedProtocolVersion()).toBe(speaks);
    expect(client.getServerVersion()).toMatchObject({ name: 'cx_concierge', title: 'Concierge' });
    expect(client.getInstructions()).toContain('call get_escalation_contact');
    expect(tools.map(({ name }) => name)).toEqual(TOOL_NAMES);
    expect(contact.structuredContent).toMatchObject({ contact: SARAH });
    expect(contact.content).toEqual([{ type: 'text', text: JSON.stringify(contact.structuredContent) }]);
    expect(health.content).toMatchObject([{ annotations: { audience: ['assistant'] } }]);
    expect(JSON.stringify(contents)).toContain('named_csm: Your dedicated Success Manager');
    expect(JSON.stringify(messages)).toContain('How to hand a customer over to a person at Acme');
    await expect(client.callTool({ name: 'rm', arguments: {} })).rejects.toMatchObject({ code: -32_602 });
    await client.close();
  });
});

test('stops cleanly on Ctrl-C, with a client still connected', { timeout: 60_000 }, async () => {
  const other = copyOfAcme();
  const running = await serveConcierge(other.folder);
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(running.url)));
  await client.listTools();
  await expect(running.stop()).resolves.toMatchObject({ code: 0 });
  await client.close();
  other.dispose();
});
