/** `concierge page`: makes a link to the leader's page of a server that runs by the same deployment. */
import { resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { OpenOptions } from '../configured.ts';
import { deploymentBeside, readDeployment } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { pageKey } from '../page-key.ts';
import { pageLink } from '../page-link.ts';

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
      return out(`http://127.0.0.1:${deployment.listen.port}/`);
    case 'apart':
      break;
  }
  const { port } = deployment.page;
  if (port === 0)
    throw new Failure('configuration', 'The system chose the page’s port.', 'See what `concierge start` printed.');
  out(pageLink(`http://127.0.0.1:${port}`, await pageKey(deployment.store), clock.now()));
  err('Good once, for ten minutes, in a browser on the machine of the server.');
}
