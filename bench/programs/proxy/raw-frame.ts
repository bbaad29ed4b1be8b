/**
 * The raw limit of a proxy: `node:http` that parses the JSON-RPC body, asks the system once, picks the approved fields of its reply and
 * frames them as the revision has it. It checks nothing, cleans nothing and keeps nothing. How the system is asked is its caller's.
 */
import type { Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Ticket } from '../../src/proxy/tickets.ts';
import { approvedOf } from '../../src/proxy/tickets.ts';

type ToolsCall = {
  readonly id: number;
  readonly params: { readonly arguments: { readonly number: string }; readonly _meta?: object };
};

const MODERN_TAIL =
  ',"resultType":"complete","_meta":{"io.modelcontextprotocol/serverInfo":{"name":"tickets","version":"0.1.0","title":"Tickets"}}';

/** The text of the reply to a GET of this path. */
type Get = (path: string) => Promise<string>;

export function rawProxy(get: Get): Server {
  return createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void answer(JSON.parse(Buffer.concat(chunks).toString()) as ToolsCall, response, get));
  });
}

async function answer({ id, params }: ToolsCall, response: ServerResponse, get: Get): Promise<void> {
  const reply = await get(`/tickets/${encodeURIComponent(params.arguments.number)}`);
  const record = approvedOf(JSON.parse(reply) as Ticket);
  const json = JSON.stringify({ found: true, record, as_of: new Date().toISOString() });
  const result = `"content":[{"type":"text","text":${JSON.stringify(json)}}],"structuredContent":${json}`;
  const modern = '_meta' in params;
  const message = `{"result":{${result}${modern ? MODERN_TAIL : ''}},"jsonrpc":"2.0","id":${id}}`;
  const text = modern ? message : `event: message\ndata: ${message}\n\n`;
  const type = modern ? 'application/json' : 'text/event-stream';
  response.writeHead(200, ['content-type', type, 'content-length', String(Buffer.byteLength(text))]);
  response.end(text);
}
