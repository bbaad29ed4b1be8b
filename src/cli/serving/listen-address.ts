/** Where to listen: `--port`, else `PORT`, else the deployment. */
import { Failure } from '../../base/failure.ts';
import type { Deployment, Listener } from '../../config/deployment.ts';

const MAX_PORT = 65_535;

export function listenAddress(
  { listen }: Pick<Deployment, 'listen'>,
  port: number | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Listener {
  return { host: listen.host, port: port ?? environmentPort(env['PORT']) ?? listen.port };
}

/** 0 lets the system choose. */
export function isPort(number: number): boolean {
  return Number.isInteger(number) && number >= 0 && number <= MAX_PORT;
}

function environmentPort(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const port = Number(text);
  if (isPort(port)) return port;
  throw new Failure(
    'usage',
    `The environment variable PORT is ${JSON.stringify(text)}.`,
    'Set it to a whole number from 0 to 65535.',
  );
}
