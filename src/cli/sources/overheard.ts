/** What goes out to a system and what comes back, for whoever sets one up: without credentials, and no more than fits on a page. */
import type { Outbound, OutboundReply, OutboundRequest } from '../../outbound/outbound.ts';
import { laidOutJson } from '../../base/json.ts';
import type { AskSystem } from '../../services/ask-system.ts';

export type Overheard = {
  readonly title: string;
  readonly request: readonly string[];
  readonly reply: readonly string[];
};

/** Everything else may carry a key. */
const SHOWN_HEADERS = new Set(['accept', 'content-type', 'user-agent']);
const SHOWN_CHARACTERS = 4_000;

export function overhearing(outbound: Outbound): { readonly outbound: Outbound; readonly overheard: Overheard[] } {
  const overheard: Overheard[] = [];
  const send: Outbound['send'] = async (request) => {
    const title = `Request ${overheard.length + 1}`;
    try {
      const reply = await outbound.send(request);
      overheard.push({ title, request: requestLines(request), reply: replyLines(request, reply) });
      return reply;
    } catch (error) {
      overheard.push({ title, request: requestLines(request), reply: [error instanceof Error ? error.message : '?'] });
      throw error;
    }
  };
  return { outbound: { ...outbound, send }, overheard };
}

/** The question and its rows, where no request of HTTP tells them: of another MCP server, or a database. */
export function overhearingQuestions(ask: AskSystem, overheard: Overheard[]): AskSystem {
  return async (question) => {
    const before = overheard.length;
    const reply = await ask(question);
    if (overheard.length === before) {
      const { source, name, input } = question;
      const request = [`${source.name}: ${name}`, ...pretty(input)];
      const rows = reply.kind === 'failed' ? [`failed: ${reply.why}`] : pretty(reply.rows);
      overheard.push({ title: `Question ${before + 1}`, request, reply: rows });
    }
    return reply;
  };
}

function pretty(value: unknown): readonly string[] {
  return cut(JSON.stringify(value, null, 2)).split('\n');
}

/** Nothing that a terminal would obey: what can't be seen is written as JSON escapes it. */
export function seen(text: string): string {
  return text.replaceAll(UNSEEN, (unseen) =>
    Array.from({ length: unseen.length }, (_, at) => unseen.charCodeAt(at).toString(16).padStart(4, '0'))
      .map((unit) => `\\u${unit}`)
      .join(''),
  );
}

const UNSEEN = /[[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]--\n]/gv;

export function overheardLines({ request, reply }: Overheard): readonly string[] {
  return [...request, '', ...reply];
}

function requestLines({ method = 'GET', url, headers = {}, body }: OutboundRequest): readonly string[] {
  const told = Object.entries(headers).map(
    ([name, value]) => `${name}: ${SHOWN_HEADERS.has(name) ? value : '(hidden)'}`,
  );
  const sent = body === undefined ? [] : [isTokenRequest(headers) ? '(a request for a token: hidden)' : cut(body)];
  return [`${method} ${url}`, ...told, ...sent];
}

function replyLines(
  { headers = {} }: OutboundRequest,
  { status, headers: got, body }: OutboundReply,
): readonly string[] {
  const type = got['content-type'] ?? 'no content-type';
  if (isTokenRequest(headers)) return [`${status} ${type}`, '(a token: hidden)'];
  const text = body.toString('utf8');
  return [`${status} ${type}`, ...cut(laidOutJson(text) ?? text).split('\n')];
}

/** Tokens are asked for by forms, and nothing else is. */
function isTokenRequest(headers: Readonly<Record<string, string>>): boolean {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
}

function cut(text: string): string {
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}\n… (${text.length} characters)`;
}
