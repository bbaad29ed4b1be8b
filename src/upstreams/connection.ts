/**
 * The one connection to an upstream at a time: made when it is first needed, kept, made anew where it has ended, and not tried at once
 * again where it can't be made. With it goes what the upstream lists, asked for anew where that may have changed.
 */
import { circuitBreaker, ConsecutiveBreaker, ExponentialBackoff, handleAll } from 'cockatiel';
import { LIST_AGAIN_MS } from './bounds.ts';
import type { Offered } from './offered.ts';
import { offeredIn } from './offered.ts';
import type { Session } from './session.ts';

/** `onListChanged`: what it listed before counts no more. */
export type OpenSession = (onListChanged: () => void) => Promise<Session>;

export type Connection = Pick<Session, 'call' | 'isOpen' | 'close'> & {
  readonly offered: (timeoutMs: number) => Promise<Offered>;
};

export type Connections = {
  /** Whether there is one, or one is being made. */
  readonly isThere: () => boolean;
  /** @throws what opening throws; BrokenCircuitError where that failed too often just before */
  readonly get: () => Promise<Connection>;
  readonly close: () => Promise<void>;
};

const FAILURES_TO_WAIT = 2;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;

export function connectionsBy(open: OpenSession, now: () => number): Connections {
  const tries = circuitBreaker(handleAll, {
    halfOpenAfter: new ExponentialBackoff({ initialDelay: FIRST_WAIT_MS, maxDelay: LONGEST_WAIT_MS }),
    breaker: new ConsecutiveBreaker(FAILURES_TO_WAIT),
  });
  let current: Promise<Connection> | null = null;
  const forget = (gone: Promise<Connection>): void => {
    if (current === gone) current = null;
  };
  const made = (): Promise<Connection> => {
    const making = tries.execute(() => connectionOf(open, now));
    making.catch(() => forget(making));
    return making;
  };
  return {
    isThere: () => current !== null,
    get: async () => {
      const held = current;
      if (held !== null && !(await held).isOpen()) forget(held);
      current ??= made();
      return await current;
    },
    close: async () => {
      const held = current;
      current = null;
      await (await held?.catch(() => null))?.close();
    },
  };
}

type Listed = { readonly offered: Promise<Offered>; readonly atMs: number };

async function connectionOf(open: OpenSession, now: () => number): Promise<Connection> {
  let listed: Listed | null = null;
  const forget = (): void => void (listed = null);
  const session = await open(forget);
  const ask = (timeoutMs: number): Listed => {
    const offered = session.list(timeoutMs).then(offeredIn);
    offered.catch(forget);
    return { offered, atMs: now() };
  };
  return {
    ...session,
    offered: async (timeoutMs) => {
      if (listed === null || now() - listed.atMs > LIST_AGAIN_MS) listed = ask(timeoutMs);
      return await listed.offered;
    },
  };
}
