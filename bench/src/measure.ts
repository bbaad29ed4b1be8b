/** The method of the hot-path benchmark: warm up each, then rounds in which each has its turn, first at full load. */
import { cpus } from 'node:os';
import type { Load } from './load.ts';
import type { Asked, LoadResult } from './load-process.ts';
import type { Latency, Taken, Turn } from './rows.ts';
import type { ServerProcess } from './server-process.ts';
import { median } from './statistics.ts';
import type { Contestant } from './subjects.ts';
import { labelOf } from './subjects.ts';
import type { Pass } from './ways.ts';

export type Plan = {
  readonly warmUpMs: number;
  readonly rounds: number;
  readonly roundMs: number;
  readonly latencyRounds: number;
  readonly latencyMs: number;
  readonly connections: number;
};

/** A subject as it takes part: its server, started and reachable, what it is asked, and the pass of its load. */
export type Entrant = {
  readonly subject: Contestant;
  readonly server: ServerProcess;
  readonly asked: Asked;
  /** Asked before each turn: what it holds is good for as long as a turn takes. */
  readonly pass: () => Promise<Pass>;
};

export type Bench = { readonly entrants: readonly Entrant[]; readonly load: Load };

type Tell = (line: string) => void;
type Taking = { readonly entrant: Entrant; readonly turns: Turn[]; readonly latencies: Latency[] };

export async function measure(bench: Bench, plan: Plan, tell: Tell): Promise<readonly Taken[]> {
  for (const entrant of bench.entrants) {
    tell(`warming up ${labelOf(entrant.subject)}`);
    await loaded(bench, entrant, plan.connections, plan.warmUpMs, null);
  }
  const all: Taking[] = bench.entrants.map((entrant) => ({ entrant, turns: [], latencies: [] }));
  for (let round = 1; round <= plan.rounds; round++) {
    tell(`full load, round ${round} of ${plan.rounds}`);
    for (const { entrant, turns } of all) turns.push(await takeTurn(bench, entrant, plan));
  }
  for (let round = 1; round <= plan.latencyRounds; round++) {
    tell(`half load, round ${round} of ${plan.latencyRounds}`);
    for (const { entrant, turns, latencies } of all) {
      const half = median(turns.map(({ requestsPerS }) => requestsPerS)) / 2;
      latencies.push(await loaded(bench, entrant, plan.connections, plan.latencyMs, half));
    }
  }
  return await Promise.all(all.map(takenOf));
}

async function takenOf({ entrant: { subject, server }, turns, latencies }: Taking): Promise<Taken> {
  return { subject, turns, latencies, rssBytes: (await server.usage()).rssBytes };
}

async function takeTurn(bench: Bench, entrant: Entrant, { connections, roundMs }: Plan): Promise<Turn> {
  const [busyBefore, before] = [machineBusyMs(), await entrant.server.usage()];
  const { requests, elapsedMs, cpuUs: loadUs } = await loaded(bench, entrant, connections, roundMs, null);
  const [after, busyAfter] = [await entrant.server.usage(), machineBusyMs()];
  const cpuUs = after.cpuUs - before.cpuUs;
  return {
    requests,
    cpuUs: cpuUs / requests,
    mainThreadUs: (after.mainThreadUs - before.mainThreadUs) / requests,
    requestsPerS: (requests / elapsedMs) * 1000,
    othersCores: Math.max(0, busyAfter - busyBefore - (cpuUs + loadUs) / 1000) / elapsedMs,
  };
}

/** Of all cores together, whoever used them. */
function machineBusyMs(): number {
  return cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0);
}

async function loaded(
  { load }: Bench,
  { subject, server, asked, pass }: Entrant,
  connections: number,
  forMs: number,
  ratePerS: number | null,
): Promise<LoadResult> {
  const { dialect } = subject;
  return await load.run({ url: server.url, dialect, asked, pass: await pass(), connections, forMs, ratePerS });
}
