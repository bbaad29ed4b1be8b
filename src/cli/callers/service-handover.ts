/**
 * Where a caller's services are. Each is a resource of its own: access tokens and statements of the customer are made for its URL, and
 * one for another service counts for nothing.
 */
import type { Scope } from '../../caller/caller.ts';
import type { Deployment } from '../../config/deployment.ts';
import type { CallerDeclaration } from '../../config/workspace.ts';
import { CONCIERGE } from '../../config/workspace.ts';
import { resourceUrl } from '../../edge/http/protected-resource.ts';
import { servicePaths } from '../../edge/mcp/service.ts';
import { scopesOfService } from '../../services/scopes.ts';
import type { OpenOptions } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { reachedAt } from '../serving/reached-at.ts';
import { commandAt } from './ways-in.ts';

export type ServiceHandover = {
  readonly name: string;
  /** Also what tokens and statements for it say in `aud`. */
  readonly url: string;
  /** Those of its scopes that the caller has. */
  readonly scopes: readonly Scope[];
  /** What starts it where the caller talks over stdio, else null. */
  readonly command: string | null;
};

export type Handed = {
  readonly caller: CallerDeclaration;
  readonly tenant: string;
  readonly deployment: Deployment;
  /** As the command was given it, for commands that come after. */
  readonly place: OpenOptions;
  readonly privateKeyFile: string | null;
};

export function servicesHanded(
  { caller, deployment, tenant, place }: Handed,
  env: CommandContext['env'],
): readonly ServiceHandover[] {
  const origin = reachedAt(deployment, env);
  return caller.services.map((name) => ({
    name,
    url: resourceUrl(origin, servicePaths(name, tenant)[0]),
    scopes: scopesOfService(name).filter((scope) => caller.scopes.includes(scope)),
    command: caller.binding !== 'off' && caller.carrier === 'environment' ? stdioCommand(name, place) : null,
  }));
}

function stdioCommand(service: string, place: OpenOptions): string {
  const command = commandAt(['stdio'], place);
  return service === CONCIERGE ? command : `${command} --service ${service}`;
}
