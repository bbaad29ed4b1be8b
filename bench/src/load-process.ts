/**
 * Sends the load, in a process of its own so that the server's CPU time is the server's. One `undici` client a
 * connection, one request at a time on each. Every reply is read and judged by its content.
 */
import { Client } from 'undici';
import type { Dispatcher } from 'undici';
import type { Dialect, Expected } from './calls.ts';
import { bodyStart, faultOf, HEADERS } from './calls.ts';
import { quantile } from './statistics.ts';

export type LoadOrder = {
  readonly url: string;
  readonly dialect: Dialect;
  readonly expected: readonly Expected[];
  readonly connections: number;
  readonly forMs: number;
  /** Requests a second, at random intervals; `null`: each connection sends as soon as it has its answer. */
  readonly ratePerS: number | null;
};

export type LoadResult = {
  readonly requests: number;
  readonly elapsedMs: number;
  /** From the moment that a request was due, whether or not a connection was free, to the end of its reply. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly wrong: number;
  /** The first few wrong replies, with what is wrong. */
  readonly faults: readonly string[];
};

const FAULTS_KEPT = 3;

/** Which account is next. A fixed sequence that hops over the list, so that all programs get the same requests. */
function* accountsInTurn(count: number): Generator<number, never> {
  for (let at = 0; ; at = (at + 37) % count) yield at;
}

function run(order: LoadOrder): Promise<LoadResult> {
  const { promise, resolve, reject } = Promise.withResolvers<LoadResult>();
  const { origin, pathname } = new URL(order.url);
  const starts = order.expected.map(({ accountId }) => bodyStart(accountId, order.dialect));
  const headers = HEADERS[order.dialect];
  const turn = accountsInTurn(starts.length);
  const latencies: number[] = [];
  const faults: string[] = [];
  const clients = Array.from({ length: order.connections }, () => new Client(origin, { pipelining: 1 }));
  const idle = [...clients];
  const due: number[] = [];
  let [id, wrong, underWay] = [0, 0, 0];
  const began = performance.now();
  const ends = began + order.forMs;

  const finish = (): void => {
    const elapsedMs = performance.now() - began;
    for (const client of clients) void client.destroy();
    const [p50Ms, p99Ms] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
    resolve({ requests: latencies.length, elapsedMs, p50Ms, p99Ms, wrong, faults });
  };

  const settle = (
    client: Client,
    status: number,
    text: string,
    at: { readonly id: number; readonly index: number; readonly dueMs: number },
  ): void => {
    const now = performance.now();
    latencies.push(now - at.dueMs);
    const fault = faultOf(status, text, at.id, order.expected[at.index] ?? { accountId: '', name: '', email: '' });
    if (fault !== null && wrong++ < FAULTS_KEPT) faults.push(fault.slice(0, 500));
    underWay--;
    if (order.ratePerS === null && now < ends) send(client, now);
    else if (due.length > 0) send(client, due.shift() ?? now);
    else idle.push(client);
    if (underWay === 0 && due.length === 0 && performance.now() >= ends) finish();
  };

  const send = (client: Client, dueMs: number): void => {
    const at = { id: ++id, index: turn.next().value, dueMs };
    underWay++;
    const chunks: Buffer[] = [];
    let status = 0;
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: () => {},
      onResponseStart: (_controller, statusCode) => void (status = statusCode),
      onResponseData: (_controller, chunk) => void chunks.push(chunk),
      onResponseEnd: () =>
        settle(client, status, chunks.length === 1 ? String(chunks[0]) : Buffer.concat(chunks).toString(), at),
      onResponseError: (_controller, error) => reject(error),
    };
    client.dispatch({ path: pathname, method: 'POST', headers, body: `${starts[at.index]}${at.id}}` }, handler);
  };

  const pace = (meanGapMs: number, next: number): void => {
    const now = performance.now();
    let at = next;
    for (; at <= now && at < ends; at -= Math.log(1 - Math.random()) * meanGapMs) {
      const client = idle.pop();
      if (client === undefined) due.push(at);
      else send(client, at);
    }
    // Asks the clock again and again: a timer would be up to a millisecond late, and that would count as latency.
    if (now < ends) setImmediate(pace, meanGapMs, at);
    else if (underWay === 0) finish();
  };

  if (order.ratePerS === null) for (const client of idle.splice(0)) send(client, performance.now());
  else pace(1000 / order.ratePerS, began);
  return promise;
}

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit());
