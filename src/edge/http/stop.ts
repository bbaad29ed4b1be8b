/** A clean stop: no new connection, requests under way finish, and after the grace whatever is left is cut. */
import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Server as NetServer } from 'node:net';
import { endsWithin } from '../grace.ts';

/** A client that is at work asks again sooner, and learns from its answer to leave. */
const QUIET_MS = 100;

/** `letGo` ends streams that would never end by themselves. */
export async function stop(server: Server, letGo: () => Promise<unknown>, graceMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  // Not HTTP's own `close`: it cuts connections between two requests at once, and the second may be on its way.
  NetServer.prototype.close.call(server);
  const sweeping = setInterval(() => server.closeIdleConnections(), QUIET_MS);
  const inTime = await endsWithin(closed, graceMs);
  await letGo();
  if (!inTime) server.closeAllConnections();
  await closed;
  clearInterval(sweeping);
}

/** Makes the newest answer of each connection its last one, once the server is to stop. */
export class LastAnswers {
  readonly #newest = new Map<Socket, ServerResponse>();
  #leaving = false;

  add(response: ServerResponse): void {
    const { socket } = response;
    if (socket === null) return;
    if (!this.#newest.has(socket)) socket.once('close', () => this.#newest.delete(socket));
    this.#newest.set(socket, response);
    if (this.#leaving) sendAway(response);
  }

  leave(): void {
    this.#leaving = true;
    for (const response of this.#newest.values()) sendAway(response);
  }
}

function sendAway(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}
