/** A clean stop: no new connection, requests under way finish, and after the grace whatever is left is cut. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Connections whose last request has just been answered. */
const LOOK_FOR_IDLE_MS = 20;

/** `letGo` ends streams that would never end by themselves. */
export async function stop(server: Server, letGo: () => Promise<unknown>, graceMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close').then(() => 'closed' as const);
  server.close();
  const sweeping = setInterval(() => server.closeIdleConnections(), LOOK_FOR_IDLE_MS);
  const grace = new AbortController();
  const ended = await Promise.race([
    closed,
    sleep(graceMs, 'late' as const, { signal: grace.signal }).catch(() => 'late'),
  ]);
  grace.abort();
  await letGo();
  if (ended === 'late') server.closeAllConnections();
  await closed;
  clearInterval(sweeping);
}
