/** Which webhooks a serving process takes: those of the live release's sources, signed with the deployment's secrets. */
import { Failure } from '../../base/failure.ts';
import { secretValue } from '../../config/secret-value.ts';
import type { HookRefusal, HookRoutes } from '../../edge/http/hook-route.ts';
import { hookRoutes } from '../../edge/http/hook-route.ts';
import { CONNECTORS } from '../../sources/connectors.ts';
import type { Concierge } from '../concierge.ts';
import type { CommandContext } from '../context.ts';
import type { Keeper } from './keep-synced.ts';
import type { Log } from '../log/log-writer.ts';
import type { Metrics } from './metrics.ts';

export type HookPlace = Pick<CommandContext, 'clock' | 'env'> & {
  readonly concierge: Concierge;
  readonly publicUrl: string;
};

export function hooksOf(
  { concierge, publicUrl, clock, env }: HookPlace,
  keeper: Pick<Keeper, 'nudge'>,
  { tell }: Log,
  metrics: Metrics | null,
): HookRoutes {
  return hookRoutes({
    publicUrl,
    now: clock.now,
    of: (name) => {
      const source = concierge.release().workspace.sources.find((each) => each.name === name);
      const webhook = source !== undefined && 'webhook' in source ? source.webhook : undefined;
      const signing = webhook === undefined ? undefined : CONNECTORS.get(source?.connector ?? '')?.webhook;
      if (webhook === undefined || signing === undefined) return null;
      return { signing, secret: () => secretValue(concierge.deployment, webhook.secret, 'here', env) };
    },
    onTaken: (source) => {
      keeper.nudge(source);
      tell('hook_taken', { source });
      metrics?.onHook(source, 'taken');
    },
    onRefused: (source: string, reason: HookRefusal) => {
      tell('hook_refused', { source, reason });
      metrics?.onHook(source, reason);
    },
  });
}

/** What whoever starts it must know: webhooks that can't be checked, or that can't reach it. */
export function hookWorries(concierge: Concierge, env: CommandContext['env']): readonly string[] {
  const { deployment } = concierge;
  const taking = concierge
    .release()
    .workspace.sources.flatMap((source) =>
      'webhook' in source && source.webhook !== undefined ? [{ name: source.name, ...source.webhook }] : [],
    );
  if (taking.length === 0) return [];
  const unreached =
    deployment.publicUrl === null || deployment.auth.kind === 'open'
      ? [
          'Webhooks reach this server only where the deployment has a `public_url`, and asks callers for a key or token.',
        ]
      : [];
  return [...unreached, ...taking.flatMap(({ name, secret }) => secretWorry(name, secret, deployment, env))];
}

function secretWorry(
  source: string,
  secret: string,
  deployment: Concierge['deployment'],
  env: CommandContext['env'],
): readonly string[] {
  try {
    secretValue(deployment, secret, 'here', env);
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [`No webhook of \`${source}\` counts: ${error.message} ${error.mend}`];
  }
}
