/**
 * Sends the load, in a process of its own so that the server's CPU time is the server's. One `undici` client a
 * connection, one request at a time on each. Every reply is read and judged by its content.
 */
import { Client } from 'undici';
import type { Dialect, Expected } from './calls.ts';
import { bodyStart, faultOf, HEADERS } from './calls.ts';
import type { ExpectedTicket } from './proxy/ticket-calls.ts';
import { ticketBodyStart, ticketFault, ticketHeaders } from './proxy/ticket-calls.ts';
import { quantile } from './statistics.ts';
import type { Headers, Pass } from './ways.ts';
import { headersFor, OPEN } from './ways.ts';

/** Which tool is asked, for what in turn, and what a right reply to each says. */
export type Asked =
  | { readonly asks: 'contact'; readonly expected: readonly Expected[] }
  | { readonly asks: 'ticket'; readonly expected: readonly ExpectedTicket[] };

export type LoadOrder = {
  readonly url: string;
  readonly dialect: Dialect;
  readonly asked: Asked;
  /** None when left out. */
  readonly pass?: Pass;
  readonly connections: number;
  readonly forMs: number;
  /** Requests a second, at random intervals; `null`: each connection sends as soon as it has its answer. */
  readonly ratePerS: number | null;
};

export type LoadResult = {
  readonly requests: number;
  readonly elapsedMs: number;
  /** CPU time of the load process itself. */
  readonly cpuUs: number;
  /** From the moment that a request was due, whether or not a connection was free, to the end of its reply. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly wrong: number;
  /** The first few wrong replies, with what is wrong. */
  readonly faults: readonly string[];
};

/** Sends one request that was due at a moment, and notes how long it took and whether the reply is right. */
type Call = (client: Client, dueMs: number) => Promise<void>;
type Tally = { readonly latenciesMs: number[]; readonly faults: string[] };

const FAULTS_TOLD = 3;
const FAULT_LENGTH = 500;

async function run(order: LoadOrder): Promise<LoadResult> {
  const { origin } = new URL(order.url);
  const clients = Array.from({ length: order.connections }, () => new Client(origin, { pipelining: 1 }));
  const tally: Tally = { latenciesMs: [], faults: [] };
  const call = caller(order, tally);
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  try {
    const ends = began + order.forMs;
    if (order.ratePerS === null) await asFastAsAnswered(clients, call, ends);
    else await atRandomMoments(clients, call, ends, 1000 / order.ratePerS);
    const { user, system } = process.cpuUsage(cpuBefore);
    return resultOf(tally, performance.now() - began, user + system);
  } finally {
    await Promise.all(clients.map((client) => client.destroy()));
  }
}

function resultOf({ latenciesMs, faults }: Tally, elapsedMs: number, cpuUs: number): LoadResult {
  return {
    requests: latenciesMs.length,
    elapsedMs,
    cpuUs,
    p50Ms: quantile(latenciesMs, 0.5),
    p99Ms: quantile(latenciesMs, 0.99),
    wrong: faults.length,
    faults: faults.slice(0, FAULTS_TOLD).map((fault) => fault.slice(0, FAULT_LENGTH)),
  };
}

async function asFastAsAnswered(clients: readonly Client[], call: Call, ends: number): Promise<void> {
  const lane = async (client: Client): Promise<void> => {
    for (let now = performance.now(); now < ends; now = performance.now()) await call(client, now);
  };
  await Promise.all(clients.map(lane));
}

/** What is due while all connections are busy waits for one, and its waiting counts. */
async function atRandomMoments(clients: readonly Client[], call: Call, ends: number, meanGapMs: number): Promise<void> {
  const idle = [...clients];
  const late: number[] = [];
  const lane = async (client: Client, dueMs: number): Promise<void> => {
    for (let due: number | undefined = dueMs; due !== undefined; due = late.shift()) await call(client, due);
    idle.push(client);
  };
  const lanes: Promise<void>[] = [];
  for (let due = performance.now(); due < ends; due -= Math.log(1 - Math.random()) * meanGapMs) {
    // Asks the clock again and again: a timer would be up to a millisecond late, and that would count as latency.
    while (performance.now() < due) await new Promise(setImmediate);
    const client = idle.pop();
    if (client === undefined) late.push(due);
    else lanes.push(lane(client, due));
  }
  await Promise.all(lanes);
}

/** A request that lacks its id, and how its reply is judged. */
type Prepared = {
  readonly headers: () => Headers;
  readonly start: string;
  readonly fault: (status: number, text: string, id: number) => string | null;
};

function preparedFor({ asked, dialect, pass = OPEN }: LoadOrder): readonly Prepared[] {
  if (asked.asks === 'ticket')
    return asked.expected.map((ticket) => ({
      headers: headersFor({ accountId: ticket.number }, ticketHeaders(dialect), pass),
      start: ticketBodyStart(ticket, dialect),
      fault: (status, text, id) => ticketFault(status, text, id, ticket),
    }));
  return asked.expected.map((account) => ({
    headers: headersFor(account, HEADERS[dialect], pass),
    start: bodyStart(pass.statements === null ? account.accountId : null, dialect),
    fault: (status, text, id) => faultOf(status, text, id, account),
  }));
}

function caller(order: LoadOrder, { latenciesMs, faults }: Tally): Call {
  const { pathname: path } = new URL(order.url);
  const requests = inTurn(preparedFor(order));
  let ids = 0;
  return async (client, dueMs) => {
    const { headers, start, fault: faultIn } = requests();
    const id = ++ids;
    const { status, text } = await post(client, path, headers(), `${start}${id}}`);
    latenciesMs.push(performance.now() - dueMs);
    const fault = faultIn(status, text, id);
    if (fault !== null) faults.push(fault);
  };
}

/** A fixed sequence that hops over the list and reaches all of it, so that all programs get the same requests. */
function inTurn<Value>(all: readonly Value[]): () => Value {
  let at = 0;
  const step = all.length % 37 === 0 ? 1 : 37;
  return () => {
    const value = all[at];
    if (value === undefined) throw new RangeError('There is nothing to ask for.');
    at = (at + step) % all.length;
    return value;
  };
}

type Answer = { readonly status: number; readonly text: string };

function post(client: Client, path: string, headers: Headers, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let status = 0;
    const chunks: Buffer[] = [];
    const options = { path, method: 'POST', headers, body } as const;
    client.dispatch(options, {
      onRequestStart: () => {},
      onResponseStart: (_controller, statusCode) => {
        status = statusCode;
      },
      onResponseData: (_controller, chunk) => {
        chunks.push(chunk);
      },
      onResponseEnd: () => resolve({ status, text: Buffer.concat(chunks).toString() }),
      onResponseError: (_controller, error) => reject(error),
    });
  });
}

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit());
