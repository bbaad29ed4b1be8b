/**
 * The raw limit: `node:http` that parses the JSON-RPC body and answers a ready-made result of the same size, in the
 * frame of the request's revision. It checks nothing. No MCP server on `node:http` can cost less.
 */
import { createServer } from 'node:http';
import { readReadyMade, replyFor } from './ready-made.ts';
import { serve } from './serve.ts';

type ToolsCall = {
  readonly id: number;
  readonly params: { readonly arguments: { readonly account_id: string }; readonly _meta?: object };
};

const MODERN_TAIL =
  ',"resultType":"complete","_meta":{"io.modelcontextprotocol/serverInfo":{"name":"cx_concierge","version":"0.1.0","title":"Concierge"}}';
const MODERN_TYPE = 'application/json';
const LEGACY_TYPE = 'text/event-stream';

const ready = readReadyMade();
const members = new Map([...ready].map(([account, json]) => [account, resultMembers(json)]));

serve(
  createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { id, params } = JSON.parse(Buffer.concat(chunks).toString()) as ToolsCall;
      const modern = '_meta' in params;
      const result = replyFor(members, params.arguments.account_id);
      const message = `{"result":{${result}${modern ? MODERN_TAIL : ''}},"jsonrpc":"2.0","id":${id}}`;
      const text = modern ? message : `event: message\ndata: ${message}\n\n`;
      const type = modern ? MODERN_TYPE : LEGACY_TYPE;
      response.writeHead(200, ['content-type', type, 'content-length', String(Buffer.byteLength(text))]);
      response.end(text);
    });
  }),
);

function resultMembers(json: string): string {
  return `"content":[{"type":"text","text":${JSON.stringify(json)}}],"structuredContent":${json}`;
}
