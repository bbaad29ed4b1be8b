/** A clean stop: no new connection, requests under way finish, and after the grace whatever is left is cut. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { endsWithin } from '../grace.ts';

/** Connections whose last request has just been answered. */
const LOOK_FOR_IDLE_MS = 20;

/** `letGo` ends streams that would never end by themselves. */
export async function stop(server: Server, letGo: () => Promise<unknown>, graceMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  const sweeping = setInterval(() => server.closeIdleConnections(), LOOK_FOR_IDLE_MS);
  const inTime = await endsWithin(closed, graceMs);
  await letGo();
  if (!inTime) server.closeAllConnections();
  await closed;
  clearInterval(sweeping);
}
