/**
 * For load balancers, which call by address: `/healthz` says that the process runs, `/readyz` that it can answer.
 * Says in single words what isn't ready, and nothing else.
 */
import type { ServerResponse } from 'node:http';
import { refusePlainly, sendJson } from './reply.ts';
import type { Route } from './route.ts';

/** What isn't ready, each in one word; empty when everything is. */
export type NotReady = () => readonly string[] | Promise<readonly string[]>;

export function healthRoutes(notReady: NotReady): ReadonlyMap<string, Route> {
  return new Map([
    ['/healthz', healthRoute((response) => send(response, 200, { status: 'ok' }))],
    ['/readyz', healthRoute(async (response) => sendReadiness(response, await notReady()))],
  ]);
}

function healthRoute(answer: (response: ServerResponse) => Promise<void> | void): Route {
  const handle: Route['handle'] = async (_request, response) => {
    await answer(response);
    return undefined;
  };
  return { methods: ['GET', 'HEAD'], refuse: refusePlainly, unguarded: true, handle };
}

function sendReadiness(response: ServerResponse, waitingFor: readonly string[]): void {
  if (waitingFor.length === 0) send(response, 200, { status: 'ready' });
  else send(response, 503, { status: 'not_ready', not_ready: waitingFor });
}

function send(response: ServerResponse, status: number, value: unknown): void {
  sendJson(response, status, value, { 'cache-control': 'no-store' });
}
