/** An MCP endpoint over HTTP: identify the caller → read the body → the fast lane, or else the SDK. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { NodeIncomingMessageLike } from '@modelcontextprotocol/node';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { isJsonContentType } from '@modelcontextprotocol/server';
import type { Admitted, Endpoint } from '../endpoint.ts';
import type { ReportDefect } from '../internal-error.ts';
import { internalError } from '../internal-error.ts';
import { answerInFastLane } from '../mcp/fast-lane.ts';
import { authInfoOf } from '../mcp/sdk-caller.ts';
import { readJsonBody } from './read-body.ts';
import type { Refusal } from './reply.ts';
import { refuseRpc, RPC } from './reply.ts';
import type { Route } from './route.ts';
import { traceIdOf } from './trace-id.ts';

export function mcpRoute(endpoint: Endpoint, bodyBytes: number, report: ReportDefect): Route {
  const askSdk = sdkHandler(endpoint, report);
  const handle: Route['handle'] = async (request, response) => {
    if (!isJsonContentType(request.headers['content-type'] ?? null)) return WRONG_TYPE;
    const identifying = endpoint.identify(request.headers);
    const identified = identifying instanceof Promise ? await identifying : identifying;
    if (identified.kind === 'refused') return { ...identified, code: RPC.transport };
    const body = await readJsonBody(request, bodyBytes);
    if (body.kind === 'gone') return undefined;
    if (body.kind === 'refused') return body;
    const permitted = endpoint.permit?.(identified, body.value);
    const lacking = permitted instanceof Promise ? await permitted : permitted;
    if (lacking !== undefined) return { ...lacking, code: RPC.transport };
    const by = traced(identified, request.headers);
    const { fastLane } = endpoint;
    if (fastLane && (await answerInFastLane(fastLane, by, request.headers, body.value, response))) return undefined;
    await askSdk(by, request, response, body.value);
    return undefined;
  };
  return { methods: ['POST'], refuse: refuseRpc, unguarded: false, handle };
}

function traced(by: Admitted, headers: IncomingHttpHeaders): Admitted {
  const traceId = traceIdOf(headers['traceparent']);
  return traceId === undefined ? by : { ...by, traceId };
}

type AskSdk = (by: Admitted, request: IncomingMessage, response: ServerResponse, body: unknown) => Promise<void>;

function sdkHandler({ sdk }: Endpoint, report: ReportDefect): AskSdk {
  const handler = toNodeHandler(withoutConnection(sdk), { onerror: (cause) => void internalError(cause, report) });
  return async (by, request, response, body) => {
    // Node types absent members as `undefined`, which the SDK's stricter type has no word for.
    const identified = Object.assign(request, { auth: authInfoOf(by) }) as NodeIncomingMessageLike;
    await handler(identified, response, body);
  };
}

/** Whether a connection is kept is the server's business: the SDK's streams would keep it while the server stops. */
function withoutConnection({ fetch }: Endpoint['sdk']): Pick<Endpoint['sdk'], 'fetch'> {
  return {
    fetch: async (...request) => {
      const response = await fetch(...request);
      response.headers.delete('connection');
      return response;
    },
  };
}

const WRONG_TYPE: Refusal = {
  reason: 'wrong_type',
  status: 415,
  code: RPC.transport,
  message: 'Unsupported Media Type: Content-Type must be application/json',
};
