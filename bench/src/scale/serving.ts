/** The product serving a large directory: the start, memory, latencies at a fixed rate, and the same during an import. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Expected } from '../calls.ts';
import { bodyStart, HEADERS } from '../calls.ts';
import { askOverStdio } from '../expected.ts';
import type { Load } from '../load.ts';
import { startLoad } from '../load.ts';
import type { ServerProcess } from '../server-process.ts';
import { startServer } from '../server-process.ts';
import { quantile } from '../statistics.ts';
import { PRODUCT } from '../subjects.ts';
import type { Company } from './company.ts';
import type { Imported } from './import.ts';
import { imported } from './import.ts';

type Quantiles = { readonly p50Ms: number; readonly p99Ms: number };

/** Of pieces of {@link PIECE_MS} each: the median piece, and the worst of each figure. */
export type Latency = {
  readonly typical: Quantiles;
  readonly worst: Quantiles;
  readonly pieces: number;
  readonly requests: number;
};

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
const ALONE_MS = 60_000;
const PIECE_MS = 1_000;

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
    const piece = { ...order(server, expected), forMs: PIECE_MS, ratePerS };
    const alone = await measuredUntil(pause(ALONE_MS), load, piece);
    touch();
    const importing = imported(company.folder);
    const duringImport = await measuredUntil(importing, load, piece);
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
  return { url, dialect: 'modern', asked: { asks: 'contact', expected }, connections: CONNECTIONS } as const;
}

/** Piece after piece until that is done: alone and beside an import in the same way, so that the two can be compared. */
async function measuredUntil(done: Promise<unknown>, load: Load, piece: Order): Promise<Latency> {
  const pieces: (Quantiles & { readonly requests: number })[] = [];
  const ended = new AbortController();
  void Promise.allSettled([done]).then(() => ended.abort());
  while (!ended.signal.aborted) pieces.push(await load.run(piece));
  const of = (share: number): Quantiles => ({
    p50Ms: quantile(
      pieces.map(({ p50Ms }) => p50Ms),
      share,
    ),
    p99Ms: quantile(
      pieces.map(({ p99Ms }) => p99Ms),
      share,
    ),
  });
  const requests = pieces.reduce((sum, each) => sum + each.requests, 0);
  return { typical: of(0.5), worst: of(1), pieces: pieces.length, requests };
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
