/** The product serving a large directory: the start, memory, latencies at a fixed rate, and the same during an import. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Expected } from '../calls.ts';
import { bodyStart, HEADERS } from '../calls.ts';
import { askOverStdio } from '../expected.ts';
import type { Load } from '../load.ts';
import { startLoad } from '../load.ts';
import type { ServerProcess } from '../server-process.ts';
import { startServer } from '../server-process.ts';
import { PRODUCT } from '../subjects.ts';
import type { Company } from './company.ts';
import type { Imported } from './import.ts';
import { imported } from './import.ts';

export type Latency = { readonly p50Ms: number; readonly p99Ms: number; readonly requests: number };

export type Served = {
  /** From starting the process until the first right answer has arrived. */
  readonly startToFirstAnswerMs: readonly number[];
  readonly rssIdleBytes: number;
  readonly rssLoadedBytes: number;
  readonly ratePerS: number;
  readonly alone: Latency;
  readonly duringImport: Latency;
  readonly import: Imported;
  readonly importAlone: Imported;
};

const STARTS = 3;
const CONNECTIONS = 32;
const WARM_UP_MS = 9_000;
const ALONE_MS = 20_000;
/** An import is measured in pieces of this length until it is done; latencies are of all of them. */
const PIECE_MS = 5_000;

export async function served(company: Company, ratePerS: number, touch: () => void): Promise<Served> {
  const fromLastImport = ['--from-last-import'];
  const cards = await askOverStdio(company.folder, company.ids, fromLastImport);
  const expected = [...cards].map(([accountId, { contact }]) => ({ accountId, ...contact }));
  const command = [PRODUCT, 'start', company.folder, '--port', '0', ...fromLastImport];
  const startToFirstAnswerMs: number[] = [];
  for (let start = 1; start < STARTS; start += 1) {
    const { ms, server } = await started(command, expected);
    startToFirstAnswerMs.push(ms);
    await server.stop();
  }
  const { ms, server } = await started(command, expected);
  const load = startLoad();
  try {
    await pause(1_000);
    const rssIdleBytes = (await server.usage()).rssBytes;
    await load.run({ ...order(server, expected), forMs: WARM_UP_MS, ratePerS: null });
    const alone = await load.run({ ...order(server, expected), forMs: ALONE_MS, ratePerS });
    touch();
    const importing = imported(company.folder);
    const duringImport = await measuredUntil(importing, load, {
      ...order(server, expected),
      forMs: PIECE_MS,
      ratePerS,
    });
    const rssLoadedBytes = (await server.usage()).rssBytes;
    const during = await importing;
    touch();
    const importAlone = await imported(company.folder);
    const memory = { rssIdleBytes, rssLoadedBytes };
    const starts = { startToFirstAnswerMs: [...startToFirstAnswerMs, ms] };
    return { ...starts, ...memory, ratePerS, alone, duringImport, import: during, importAlone };
  } finally {
    load.stop();
    await server.stop();
  }
}

type Order = Parameters<Load['run']>[0];

function order({ url }: ServerProcess, expected: readonly Expected[]) {
  return { url, dialect: 'modern', expected, connections: CONNECTIONS } as const;
}

/** The worst piece's quantiles: an import that stalls answers once has stalled them. */
async function measuredUntil(done: Promise<unknown>, load: Load, piece: Order): Promise<Latency> {
  const pieces: Latency[] = [];
  const ended = new AbortController();
  void Promise.allSettled([done]).then(() => ended.abort());
  while (!ended.signal.aborted) pieces.push(await load.run(piece));
  return {
    p50Ms: Math.max(...pieces.map(({ p50Ms }) => p50Ms)),
    p99Ms: Math.max(...pieces.map(({ p99Ms }) => p99Ms)),
    requests: pieces.reduce((sum, { requests }) => sum + requests, 0),
  };
}

async function started(command: readonly string[], [first]: readonly Expected[]) {
  if (first === undefined) throw new Error('There is no account to ask for.');
  const began = performance.now();
  const server = await startServer(command);
  const body = `${bodyStart(first.accountId, 'modern')}1}`;
  const reply = await (await fetch(server.url, { method: 'POST', headers: HEADERS.modern, body })).text();
  if (!reply.includes(first.email)) throw new Error(`The first answer doesn't name ${first.email}: ${reply}`);
  return { ms: performance.now() - began, server };
}
