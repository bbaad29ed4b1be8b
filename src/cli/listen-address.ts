/** Where to listen: `--port`, else `PORT`, else the deployment. */
import { Failure } from '../base/failure.ts';
import type { Deployment, Listener } from '../config/deployment.ts';

const MAX_PORT = 65_535;

export function listenAddress(
  { listen }: Pick<Deployment, 'listen'>,
  port: number | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Listener {
  return { host: listen.host, port: port ?? environmentPort(env['PORT']) ?? listen.port };
}

function environmentPort(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= MAX_PORT) return port;
  throw new Failure(
    'usage',
    `The environment variable PORT is ${JSON.stringify(text)}.`,
    'Set it to a whole number from 0 to 65535.',
  );
}
