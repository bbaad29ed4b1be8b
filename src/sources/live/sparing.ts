/**
 * What live look-ups take of a system, so that its syncs, and whoever works in it, go on: a tenth of the pace that a sync keeps to,
 * and nothing of the last fifth of what the system allows.
 */
import type { SourceClient } from '../kit/http/client.ts';
import type { Connector } from '../kit/http/connector.ts';
import type { Quota } from '../kit/http/limit-headers.ts';
import type { PaceLimits } from '../kit/http/pace.ts';
import { SourceFailure } from '../kit/http/source-failure.ts';

const SHARE = 0.1;
const LEFT_TO_OTHERS = 0.2;
/** Where a system doesn't say when there is more again. */
const UNSAID_MS = 60_000;

/** The same system, asked more slowly. */
export function sparing(connector: Connector): Connector {
  const { default: usual, ...others } = connector.paces;
  const paces = Object.fromEntries(Object.entries(others).map(([name, pace]) => [name, spared(pace)]));
  return { ...connector, paces: { default: spared(usual), ...paces } };
}

function spared({ concurrency, rate }: PaceLimits): PaceLimits {
  const requests = rate === null ? 0 : Math.max(1, Math.floor(rate.requests * SHARE));
  return { concurrency: Math.max(1, Math.floor(concurrency / 2)), rate: rate && { ...rate, requests } };
}

/** Asks no more once little is left, until there is more again. */
export function sparingClient(
  client: SourceClient,
  { keep = 0 }: { readonly keep?: number | undefined },
  now: () => number,
): Pick<SourceClient, 'ask'> {
  let restsUntil = 0;
  const note = (quota: Quota | null): void => {
    if (quota === null || quota.remaining > Math.max(2 * keep, (quota.of ?? 0) * LEFT_TO_OTHERS)) return;
    restsUntil = now() + (quota.resetMs ?? UNSAID_MS);
  };
  return {
    ask: async (operation, input, bounds) => {
      if (restsUntil > now())
        throw new SourceFailure('limit', 'Little is left of what the system allows; that is for its syncs.', {
          retryAfterMs: restsUntil - now(),
        });
      try {
        return await client.ask(operation, input, bounds);
      } finally {
        note(client.quota());
      }
    },
  };
}
