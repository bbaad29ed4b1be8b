/** Configuration for MCP clients, as guides print it: what it starts or names really answers. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { z } from 'zod';
import type { Stage } from './stage.ts';

/** A program as a configuration names it. */
type Program = { readonly command: string; readonly args: readonly string[] };

const httpServer = z.strictObject({ type: z.literal('http').optional(), url: z.url() });
const stdioServer = z.strictObject({
  type: z.literal('stdio').optional(),
  command: z.string(),
  args: z.array(z.string()),
});
const servers = z.record(z.literal('cx_concierge'), z.union([httpServer, stdioServer]));
/** `mcpServers` in Claude and Cursor, `servers` in VS Code. */
const clientConfig = z.union([z.strictObject({ mcpServers: servers }), z.strictObject({ servers })]);

/** The tools of every server that the configuration names. Throws where it is no configuration, or one doesn't answer. */
export async function askConfigured(json: unknown, stage: Stage): Promise<readonly string[]> {
  const config = clientConfig.parse(json);
  const named = Object.values('servers' in config ? config.servers : config.mcpServers);
  return await Promise.all(named.map((one) => ('url' in one ? askOverHttp(one.url) : askOverStdio(one, stage))));
}

export async function askOverHttp(url: string): Promise<string> {
  return await toolsOver(new StreamableHTTPClientTransport(new URL(url)));
}

/** Guides print the same command more than once; one start of it is proof enough. */
export async function askOverStdio(program: Program, stage: Stage): Promise<string> {
  const key = JSON.stringify(program).replaceAll(stage.folder, 'HERE');
  const asked = started.get(key) ?? startedAndAsked(program, stage);
  started.set(key, asked);
  return await asked;
}

const started = new Map<string, Promise<string>>();

async function startedAndAsked({ command, args }: Program, { bin }: Stage): Promise<string> {
  const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: process.env['HOME'] ?? '' };
  return await toolsOver(new StdioClientTransport({ command, args: [...args], env, stderr: 'ignore' }));
}

async function toolsOver(transport: Parameters<Client['connect']>[0]): Promise<string> {
  const client = new Client({ name: 'guides', version: '1.0.0' });
  await client.connect(transport);
  const { tools } = await client.listTools();
  await client.close();
  if (tools.length === 0) throw new Error('The server offers no tool.');
  return tools.map(({ name }) => name).join(', ');
}
