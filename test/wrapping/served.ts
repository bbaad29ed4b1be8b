/** For tests: a service of a workspace as an agent for teams has it, by the official client over HTTP. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { anyCaller } from '../../src/cli/callers/callers.ts';
import { openServing } from '../../src/cli/concierge.ts';
import { systemClients } from '../../src/cli/serving/system-clients.ts';
import { serviceEndpoint } from '../../src/edge/mcp/service.ts';
import { createOutbound } from '../../src/outbound/guarded.ts';
import { askedSystems } from '../../src/services/asked-systems.ts';
import { serve } from '../edge/serve.ts';
import { quietContext } from '../support/command-context.ts';
import { wayOf } from '../support/way.ts';

export type ServedService = {
  readonly tools: () => Promise<readonly string[]>;
  /** What a tool answers with; the sentence where it is an error. */
  readonly call: (tool: string, args: Record<string, unknown>) => Promise<unknown>;
  readonly close: () => Promise<void>;
};

export async function served(
  folder: string,
  service: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ServedService> {
  const context = quietContext(folder, { env });
  const concierge = await openServing({ dir: folder }, context, () => {});
  const { workspace, deployment } = concierge;
  const outbound = createOutbound(deployment.outbound);
  const clients = systemClients(workspace, deployment, outbound, context);
  const askSystem = askedSystems({ ...clients, now: Date.now, onFailure: () => {} });
  const alarm = (what: string, cause: unknown): never => {
    throw new Error(what, { cause });
  };
  const caller = {
    ...anyCaller(workspace),
    audience: 'teams' as const,
    services: [service],
    scopes: new Set([`${service}:read` as const]),
  };
  const server = await serve([serviceEndpoint(service, concierge.deskWith({ alarm, askSystem }), wayOf(caller))]);
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${server.origin}/mcp/${service}`)));
  return {
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args) => {
      const { isError, content, structuredContent } = await client.callTool({ name, arguments: args });
      return isError === true ? (content as { text: string }[])[0]?.text : structuredContent;
    },
    close: async () => {
      await client.close();
      await Promise.all([server.close(), outbound.close(), clients.close()]);
      await concierge.close();
    },
  };
}
