/** The pages as routes of the HTTP stack: exact paths, the gate before the API, and nothing of it kept by a browser. */
import { getRequestListener } from '@hono/node-server';
import { refusePlainly } from '../edge/http/reply.ts';
import type { Route } from '../edge/http/route.ts';
import type { PageDesk } from './endpoint.ts';
import type { Gate } from './gate.ts';
import { gateRefusal } from './gate.ts';
import type { PageOptions } from './page-app.ts';
import { ENDPOINTS, pageApp } from './page-app.ts';

export function pageRoutes(desk: PageDesk, options: PageOptions): ReadonlyMap<string, Route> {
  const app = pageApp(desk, options);
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const file: Route = {
    methods: ['GET', 'HEAD'],
    refuse: refusePlainly,
    unguarded: false,
    handle: async (request, response) => {
      await answer(request, response);
      return undefined;
    },
  };
  const paths = ['/', ...(options.files?.assets.keys() ?? [])];
  return new Map([
    ...paths.map((path) => [path, file] as const),
    ...ENDPOINTS.map(({ method, path }) => [path, gated(answer, method, options)] as const),
  ]);
}

type Answer = ReturnType<typeof getRequestListener>;

function gated(answer: Answer, method: string, gate: Gate): Route {
  return {
    methods: [method],
    refuse: refusePlainly,
    unguarded: false,
    handle: async (request, response) => {
      const refusal = gateRefusal(request.headers, gate);
      if (refusal !== undefined) return refusal;
      await answer(request, response);
      return undefined;
    },
  };
}
