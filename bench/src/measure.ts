/** The method of the hot-path benchmark: warm up each, then rounds in which each has its turn, then latency. */
import type { Expected } from './calls.ts';
import type { Load } from './load.ts';
import type { LoadResult } from './load-process.ts';
import type { ServerProcess } from './server-process.ts';
import { median } from './statistics.ts';
import type { Subject } from './subjects.ts';
import { labelOf, limitOf } from './subjects.ts';

export type Plan = {
  readonly warmUpMs: number;
  readonly rounds: number;
  readonly roundMs: number;
  readonly latencyMs: number;
  readonly connections: number;
};

export type Entrant = { readonly subject: Subject; readonly server: ServerProcess };
export type Bench = { readonly entrants: Entrant[]; readonly load: Load; readonly expected: readonly Expected[] };

/** One subject in one round: CPU µs of the server a request. */
type Turn = { readonly cpuUs: number; readonly mainThreadUs: number; readonly requestsPerS: number };

export type Row = {
  readonly subject: string;
  readonly requests: number;
  /** Medians over the rounds. */
  readonly cpuUs: number;
  readonly mainThreadUs: number;
  readonly requestsPerS: number;
  /** The raw limit's CPU time over this one's, round by round: their median, lowest and highest. */
  readonly ofRaw: { readonly median: number; readonly lowest: number; readonly highest: number };
  /** At half of the subject's own peak load, arriving at random. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly rssBytes: number;
};

type Tell = (line: string) => void;

export async function measure(bench: Bench, plan: Plan, tell: Tell): Promise<readonly Row[]> {
  for (const entrant of bench.entrants) {
    tell(`warming up ${labelOf(entrant.subject)}`);
    await loaded(bench, entrant, plan.connections, plan.warmUpMs, null);
  }
  const turns = await rounds(bench, plan, tell);
  const rows: Row[] = [];
  for (const { entrant, taken, requests } of turns) {
    const requestsPerS = median(taken.map((turn) => turn.requestsPerS));
    tell(`latency of ${labelOf(entrant.subject)} at ${Math.round(requestsPerS / 2)} requests/s`);
    const { p50Ms, p99Ms } = await loaded(bench, entrant, plan.connections, plan.latencyMs, requestsPerS / 2);
    const limit = turns.find((other) => labelOf(other.entrant.subject) === labelOf(limitOf(entrant.subject)));
    rows.push({
      subject: labelOf(entrant.subject),
      requests,
      cpuUs: median(taken.map((turn) => turn.cpuUs)),
      mainThreadUs: median(taken.map((turn) => turn.mainThreadUs)),
      requestsPerS,
      ofRaw: ratios(limit?.taken ?? [], taken),
      p50Ms,
      p99Ms,
      rssBytes: (await entrant.server.usage()).rssBytes,
    });
  }
  return rows;
}

type Turns = { readonly entrant: Entrant; readonly taken: Turn[]; requests: number };

async function rounds(bench: Bench, plan: Plan, tell: Tell): Promise<readonly Turns[]> {
  const all: Turns[] = bench.entrants.map((entrant) => ({ entrant, taken: [], requests: 0 }));
  for (let round = 1; round <= plan.rounds; round++) {
    tell(`round ${round} of ${plan.rounds}`);
    for (const turns of all) {
      const before = await turns.entrant.server.usage();
      const { requests, elapsedMs } = await loaded(bench, turns.entrant, plan.connections, plan.roundMs, null);
      const after = await turns.entrant.server.usage();
      turns.requests += requests;
      turns.taken.push({
        cpuUs: (after.cpuUs - before.cpuUs) / requests,
        mainThreadUs: (after.mainThreadUs - before.mainThreadUs) / requests,
        requestsPerS: (requests / elapsedMs) * 1000,
      });
    }
  }
  return all;
}

function loaded(
  { load, expected }: Bench,
  { subject, server }: Entrant,
  connections: number,
  forMs: number,
  ratePerS: number | null,
): Promise<LoadResult> {
  return load.run({ url: server.url, dialect: subject.dialect, expected, connections, forMs, ratePerS });
}

function ratios(limit: readonly Turn[], taken: readonly Turn[]): Row['ofRaw'] {
  const each = taken.map(({ cpuUs }, round) => (limit[round]?.cpuUs ?? Number.NaN) / cpuUs);
  return { median: median(each), lowest: Math.min(...each), highest: Math.max(...each) };
}
