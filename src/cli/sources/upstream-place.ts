/** Where an upstream is and how it is reached: by the one way out with the source's own credentials, or as a process of the deployment's. */
import { Failure } from '../../base/failure.ts';
import type { Deployment } from '../../config/deployment.ts';
import { secretValue } from '../../config/secret-value.ts';
import type { Outbound } from '../../outbound/outbound.ts';
import { mcp } from '../../sources/connectors/mcp.ts';
import type { SystemSource } from '../../sources/declaration.ts';
import { credentialsOf } from '../../sources/kit/http/credentials.ts';
import { authOf } from '../../sources/kit/http/open-source.ts';
import type { TokenContext } from '../../sources/kit/http/token.ts';
import type { Command } from '../../upstreams/process-transport.ts';
import type { SessionPlace } from '../../upstreams/session.ts';

type Places = Pick<Deployment, 'upstreamCommands' | 'secrets' | 'secretsFolder'>;
type Around = TokenContext & { readonly outbound: Pick<Outbound, 'open' | 'send'> };

/** @throws Failure `configuration` for a command that the deployment doesn't allow, or a secret without a value */
export function upstreamPlace(
  { name, upstream, access }: SystemSource,
  deployment: Places,
  around: Around,
  environment: Readonly<Record<string, string | undefined>>,
): SessionPlace {
  if (upstream === undefined) throw new RangeError(`${name} is no upstream.`);
  if ('command' in upstream.at) return commandOf(upstream.at.command, deployment, environment);
  const url = new URL(upstream.at.url);
  const auth = authOf(mcp, access, {}, url);
  return { url: url.href, outbound: around.outbound, credentials: credentialsOf(auth, url.hostname, around) };
}

function commandOf(
  name: string,
  deployment: Places,
  environment: Readonly<Record<string, string | undefined>>,
): Command {
  const { upstreamCommands: commands } = deployment;
  const declared = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (declared === undefined)
    throw new Failure(
      'configuration',
      `The deployment allows no command \`${name}\`.`,
      `Say under \`upstream_commands\` of the deployment what it runs.`,
    );
  const [command, ...args] = declared.command;
  const env = Object.entries(declared.env).map(([variable, value]): readonly [string, string] => [
    variable,
    typeof value === 'string' ? value : secretValue(deployment, value.secret, 'here', environment),
  ]);
  return { command, args, env: Object.fromEntries<string>(env), folder: declared.folder };
}
