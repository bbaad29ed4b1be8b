/** What the drivers share: a way to open a session, and an end to whatever takes too long. */
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { OutboundFailure } from '../outbound.ts';
import type { DatabasePlace, DatabaseSession, SessionBounds } from './database.ts';
import { DatabaseFailure } from './database.ts';
import type { Way } from './dial.ts';

export type OpenSession = (place: DatabasePlace, way: Way, bounds: SessionBounds) => Promise<DatabaseSession>;

/** The database gives up a little before we do: then it says so itself, and frees what it holds. */
export function statementMs(deadlineMs: number): number {
  return Math.max(1, Math.min(Math.floor(deadlineMs * 0.95), MOST_TIMER_MS));
}

/** What a timer can count to. */
const MOST_TIMER_MS = 2 ** 31 - 1;

export type Bounded = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * Runs work on a connection. Where the time is up, or the signal says so, `cut` ends the connection, so that nothing waits on.
 * `failureOf` tells what a driver's error is.
 */
export function boundedBy(
  cut: () => unknown,
  host: string,
  { deadlineMs, signal }: SessionBounds,
  failureOf: (error: unknown) => DatabaseFailure,
): Bounded {
  return async (work) => {
    signal?.throwIfAborted();
    let isLate = false;
    const timer = setTimeout(
      () => {
        isLate = true;
        cut();
      },
      Math.min(deadlineMs, MOST_TIMER_MS),
    );
    signal?.addEventListener('abort', cut, { once: true });
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      if (isLate) throw new DatabaseFailure('timeout', `${host} did not answer in time.`, { cause: error });
      throw error instanceof DatabaseFailure ? error : (refusal(error) ?? failureOf(error));
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cut);
    }
  };
}

function refusal(error: unknown): DatabaseFailure | null {
  if (!(error instanceof OutboundFailure)) return null;
  const isRefused = error.code === 'refused_address' || error.code === 'refused_url';
  return new DatabaseFailure(isRefused ? 'refused_address' : 'unreachable', error.message, { cause: error });
}

/** Takes leave, so that the database doesn't log a client that vanished; not for long, and not where the connection is cut. */
export async function ended(socket: Socket, leave: () => Promise<void>): Promise<void> {
  if (!socket.destroyed) await Promise.race([leave().catch(() => {}), pause(LEAVE_MS, undefined, { ref: false })]);
  socket.destroy();
}

const LEAVE_MS = 1_000;

/** Of an error that Node.js or a driver made; null where it has none. */
export function codeOf(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}

/** A certificate that can't be trusted: nothing that a second try would mend. */
export function isDistrusted(code: string | null): boolean {
  return code !== null && /^(?:ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH)/.test(code);
}
