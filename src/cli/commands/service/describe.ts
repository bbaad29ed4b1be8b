/** `concierge service describe`: the `server.json` of a service for the MCP registry, printed and sent nowhere. */
import { Failure } from '../../../base/failure.ts';
import { requireWorkspace } from '../../../config/load-workspace.ts';
import { resourceUrl } from '../../../edge/http/protected-resource.ts';
import { servicePaths } from '../../../edge/mcp/service.ts';
import type { OpenOptions } from '../../configured.ts';
import type { CommandContext } from '../../context.ts';
import { describedServer } from '../../serving/described-server.ts';
import { onlyTenant } from '../../only-tenant.ts';
import { serviceNamed } from '../../service-asked.ts';

export type ServiceDescribeOptions = OpenOptions & { readonly service: string; readonly name?: string };

const SCHEMA = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json';

/** As the registry's schema has it. */
const NAME = /^(?=.{3,200}$)[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/;

/** @throws Failure `usage` for a service that there isn't, a name that is none, or a server that nobody else can reach */
export function describeService({ service, name, ...options }: ServiceDescribeOptions, context: CommandContext): void {
  const { deployment, workspace: folder } = onlyTenant(options, context, 'services are described');
  const workspace = requireWorkspace(folder);
  const [path] = servicePaths(serviceNamed(service, workspace), workspace.tenant);
  const url = resourceUrl(reachable(deployment.publicUrl), path);
  const described = describedServer(service, url, workspace, deployment.auth);
  const told = { $schema: SCHEMA, ...described, name: name ?? described.name };
  if (!NAME.test(told.name))
    throw new Failure(
      'usage',
      `\`${told.name}\` is no name of the registry’s.`,
      'Write your domain backwards, a slash and a name: `--name com.acme/concierge`.',
    );
  context.out(JSON.stringify(told, null, 2));
}

function reachable(publicUrl: string | null): string {
  if (publicUrl?.startsWith('https:') === true) return publicUrl;
  const what = publicUrl === null ? 'the deployment doesn’t say where this one is' : `this one is at ${publicUrl}`;
  throw new Failure(
    'usage',
    `The registry lists servers that clients can reach, and ${what}.`,
    'Say its https URL in deployment.yaml, like `public_url: "https://concierge.acme.example"`.',
  );
}
