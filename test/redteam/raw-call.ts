/** One call of a bound agent as bytes, with whatever is to be odd about it, and what is said to it in a few words. */
import type { RawReply } from '../support/raw-http.ts';
import { exchange, repliesIn } from '../support/raw-http.ts';
import type { GuardedAcme } from '../support/guarded-acme.ts';
import { OWN, TOOLS, verdictOf } from './asking.ts';

export const BODY = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"${TOOLS[0]}","arguments":{}}}`;

export function chunked(text: string, extension = ''): string {
  return `${text.length.toString(16)}${extension}\r\n${text}\r\n0\r\n\r\n`;
}

/** A request's head, by name; a line for each value. */
export type Head = Readonly<Record<string, string | readonly string[]>>;

export type Raw = {
  readonly line?: string;
  /** In place of the usual; an empty list leaves one out. */
  readonly head?: Head;
  readonly body?: string | Uint8Array;
};

export const NONE: readonly string[] = [];

export function inChunks(coding: string | readonly string[], body = chunked(BODY)): Raw {
  return { head: { 'Content-Length': NONE, 'Transfer-Encoding': coding }, body };
}

export type BoundAgent = {
  readonly port: number;
  readonly authorization: string;
  readonly customer: string;
};

export async function boundAgent(acme: GuardedAcme): Promise<BoundAgent> {
  const { token } = await acme.apiKey('bound-desk');
  const customer = acme.mint('bound-desk', { claims: { sub: OWN.id, sub_type: 'account_id' } });
  return { port: acme.port, authorization: `Bearer ${token}`, customer };
}

function usualHead({ authorization, customer }: BoundAgent): Head {
  return {
    Host: 'localhost',
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    Authorization: authorization,
    'Concierge-Customer': customer,
    'Content-Length': String(BODY.length),
    Connection: 'close',
  };
}

export function bytesOf(agent: BoundAgent, { line = 'POST /mcp HTTP/1.1', head = {}, body = BODY }: Raw): Buffer {
  const lines = Object.entries({ ...usualHead(agent), ...head }).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}: ${value}`),
  );
  return Buffer.concat([Buffer.from(`${[line, ...lines].join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)]);
}

/** Of each answer in order; empty where the connection was closed without one. */
export async function rawVerdict(agent: BoundAgent, raw: Raw): Promise<string> {
  const replies = repliesIn(await exchange(agent.port, bytesOf(agent, raw)));
  return replies.map(said).join(', ');
}

function said({ status, body }: RawReply): string {
  return status === 200 && body.startsWith('event') ? verdictOf({ status, headers: {}, body }) : String(status);
}

/** What is sent, what comes of it, and why. */
export type WireCell = readonly [what: string, raw: () => Raw, verdict: string, why: string];

export function namedCells(cells: readonly WireCell[]) {
  return cells.map(([what, raw, expected, why]) => ({ what, raw, expected, why }));
}
