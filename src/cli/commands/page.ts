/** `concierge page`: makes a link to the leader's page of a server that runs by the same deployment. */
import { resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { hostnameOf } from '../../edge/http/listen.ts';
import type { OpenOptions } from '../configured.ts';
import { deploymentBeside, readDeployment } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { pageKey } from '../serving/page-key.ts';
import { pageLink } from '../serving/page-link.ts';

export type PageOptions = OpenOptions;

export async function page(options: PageOptions, { cwd, clock, out, err }: CommandContext): Promise<void> {
  const folder = resolve(cwd, options.dir ?? '.');
  const deployment = readDeployment(folder, options, cwd);
  switch (deployment.page.kind) {
    case 'nowhere':
      throw new Failure(
        'configuration',
        'The deployment serves the page nowhere.',
        `Write \`page: { port: 3001 }\` in ${options.deployment ?? deploymentBeside(folder) ?? 'deployment.yaml'}.`,
      );
    case 'with_agents':
      out(`http://${hostnameOf(deployment.listen)}:${chosen(deployment.listen.port)}/`);
      return err('Unless `concierge start` was given another port, by --port or PORT: then it is that one.');
    case 'apart':
      break;
  }
  const port = chosen(deployment.page.port);
  out(pageLink(`http://127.0.0.1:${port}`, await pageKey(deployment.store), clock.now()));
  err('Good once, for ten minutes, in a browser on the machine of the server.');
}

function chosen(port: number): number {
  if (port !== 0) return port;
  throw new Failure('configuration', 'The system chose the page’s port.', 'See what `concierge start` printed.');
}
