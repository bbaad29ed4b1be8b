/**
 * The fast lane: an accepted `tools/call` goes straight to its answer, and leaves as the same bytes that the SDK would
 * have sent. Text around text: nothing is built for a request.
 */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { SERVER_INFO_META_KEY } from '@modelcontextprotocol/server';
import type { Admitted, FastLane, ResultText } from '../endpoint.ts';
import { InternalError } from '../internal-error.ts';
import type { AcceptedCall } from './accept.ts';
import { accept } from './accept.ts';

/** Whether it answered; if not, nothing was written and the request is the SDK's. */
export async function answerInFastLane(
  lane: FastLane,
  by: Admitted,
  headers: IncomingHttpHeaders,
  body: unknown,
  response: ServerResponse,
): Promise<boolean> {
  const call = accept(headers, body, (tool) => lane.hasTool(by.caller, tool));
  const message = call && (await messageFor(call, lane, by));
  if (message === undefined) return false;
  if (call?.era === 'modern') send(response, MODERN_HEADERS, message);
  else send(response, LEGACY_HEADERS, `event: message\ndata: ${message}\n\n`);
  return true;
}

async function messageFor(call: AcceptedCall, lane: FastLane, by: Admitted): Promise<string | undefined> {
  const id = JSON.stringify(call.id);
  try {
    const result = await lane.callTool(by, call);
    return result && `{"result":{${resultMembers(call, result, lane.serverInfo)}},"jsonrpc":"2.0","id":${id}}`;
  } catch (error) {
    if (!(error instanceof InternalError)) throw error;
    const data = `{"correlation_id":"${error.correlationId}"}`;
    return `{"jsonrpc":"2.0","id":${id},"error":{"code":-32603,"message":"${error.message}","data":${data}}}`;
  }
}

/** The SDK keeps a result's own `_meta` in front, and appends what the 2026 revision adds. */
function resultMembers({ era }: AcceptedCall, { meta, members }: ResultText, serverInfo: string): string {
  if (era === 'legacy') return meta === '' ? members : `"_meta":{${meta}},${members}`;
  const info = `"${SERVER_INFO_META_KEY}":${serverInfo}`;
  return meta === ''
    ? `${members},"resultType":"complete","_meta":{${info}}`
    : `"_meta":{${meta},${info}},${members},"resultType":"complete"`;
}

const MODERN_HEADERS = ['content-type', 'application/json'];
const LEGACY_HEADERS = [
  'content-type',
  'text/event-stream',
  'cache-control',
  'no-cache, no-transform',
  'x-accel-buffering',
  'no',
];

function send(response: ServerResponse, headers: readonly string[], text: string): void {
  response.writeHead(200, [...headers, 'content-length', String(Buffer.byteLength(text))]);
  response.end(text);
}
