/**
 * A model provider for tests, over HTTP on loopback, in three dialects: chat completions (Ollama and whatever is compatible
 * with OpenAI), OpenAI's responses and Anthropic's messages. Its model calls the first tool it is offered, then repeats
 * the card's name and link. Not for what a real model would say, nor for all that these interfaces hold.
 */
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export type Received = { readonly path: string; readonly key: string | undefined; readonly body: string };

export type StandInProvider = {
  readonly origin: string;
  readonly received: Received[];
  readonly close: () => Promise<void>;
};

type Said =
  | { readonly kind: 'call'; readonly tool: string; readonly input: object }
  | { readonly kind: 'words'; readonly text: string };

/** `refuse`: every request is answered with this status, as to a wrong key. */
export async function standInProvider({ refuse }: { readonly refuse?: number } = {}): Promise<StandInProvider> {
  const received: Received[] = [];
  const http = createServer((request, response) => {
    void answerTo(request, received, refuse).then(({ status, body }) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    );
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    received,
    close: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

async function answerTo(request: IncomingMessage, received: Received[], refuse: number | undefined) {
  const path = request.url ?? '';
  const asked = (await json(request)) as { readonly model: string; readonly tools?: readonly unknown[] };
  const body = JSON.stringify(asked);
  received.push({ path, key: request.headers.authorization ?? request.headers['x-api-key']?.toString(), body });
  if (refuse !== undefined) return { status: refuse, body: { error: { message: 'Incorrect API key provided.' } } };
  const dialect = DIALECTS[path];
  if (dialect === undefined) return { status: 404, body: { error: { message: `no ${path} here` } } };
  return { status: 200, body: dialect(asked.model, said(body)) };
}

/** The card travels as JSON within a JSON string, once or twice by dialect: its quotes are escaped. */
function said(body: string): Said {
  const name = /\\+"name\\+":\\+"([^"\\]+)\\+"/.exec(body)?.[1];
  const link = /\\+"booking_link\\+":\\+"([^"\\]+)\\+"/.exec(body)?.[1];
  if (name !== undefined) return { kind: 'words', text: `Please meet ${name}: ${link}` };
  const tool = /"tools":\[\{.*?"name":"([^"]+)"/.exec(body)?.[1] ?? 'no_tool_was_offered';
  const email = /customer_email: (\S+?@[^\s\\"]+)/.exec(body)?.[1];
  return { kind: 'call', tool, input: { customer_email: email } };
}

const DIALECTS: Readonly<Record<string, (model: string, said: Said) => object>> = {
  '/v1/chat/completions': (model, what) => ({
    id: 'chat-1',
    object: 'chat.completion',
    created: 0,
    model,
    choices: [
      {
        index: 0,
        finish_reason: what.kind === 'call' ? 'tool_calls' : 'stop',
        message:
          what.kind === 'words'
            ? { role: 'assistant', content: what.text }
            : {
                role: 'assistant',
                content: null,
                tool_calls: [
                  {
                    id: 'call-1',
                    type: 'function',
                    function: { name: what.tool, arguments: JSON.stringify(what.input) },
                  },
                ],
              },
      },
    ],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  }),

  '/v1/responses': (model, what) => ({
    id: 'resp_1',
    created_at: 0,
    model,
    output: [
      what.kind === 'words'
        ? {
            type: 'message',
            role: 'assistant',
            id: 'msg_1',
            content: [{ type: 'output_text', text: what.text, annotations: [] }],
          }
        : {
            type: 'function_call',
            id: 'fc_1',
            call_id: 'call_1',
            name: what.tool,
            arguments: JSON.stringify(what.input),
          },
    ],
    usage: { input_tokens: 1, output_tokens: 1 },
  }),

  '/v1/messages': (model, what) => ({
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content: [
      what.kind === 'words'
        ? { type: 'text', text: what.text }
        : { type: 'tool_use', id: 'toolu_1', name: what.tool, input: what.input },
    ],
    stop_reason: what.kind === 'call' ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 1, output_tokens: 1 },
  }),
};
