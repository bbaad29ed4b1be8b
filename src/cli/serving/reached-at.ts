/** How agents reach a server of this deployment: the beginning of every URL that is told, and of what statements are made for. */
import type { Deployment } from '../../config/deployment.ts';
import { hostnameOf } from '../../edge/http/listen.ts';
import type { CommandContext } from '../context.ts';
import { listenAddress } from './listen-address.ts';

/** By its `public_url`, else at its own address on this machine. */
export function reachedAt(deployment: Pick<Deployment, 'listen' | 'publicUrl'>, env: CommandContext['env']): string {
  if (deployment.publicUrl !== null) return deployment.publicUrl;
  const listen = listenAddress(deployment, undefined, env);
  return `http://${hostnameOf(listen)}:${listen.port}`;
}
