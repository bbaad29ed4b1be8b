/** From what was measured to what is reported: medians, and ratios taken round by round. Pure. */
import { median } from './statistics.ts';
import type { Contestant } from './subjects.ts';
import { labelOf } from './subjects.ts';

/** One subject in one round at full load. CPU times are µs of the server a request. */
export type Turn = {
  readonly requests: number;
  readonly cpuUs: number;
  readonly mainThreadUs: number;
  readonly requestsPerS: number;
  /** Cores that neither the server nor the load kept busy meanwhile: who else was at work on the machine. */
  readonly othersCores: number;
};

/** One subject in one round at half of its full load. */
export type Latency = { readonly p50Ms: number; readonly p99Ms: number };

export type Taken = {
  readonly subject: Contestant;
  readonly turns: readonly Turn[];
  readonly latencies: readonly Latency[];
  readonly rssBytes: number;
};

/** Medians over the rounds, where nothing else is said. */
export type Row = Omit<Turn, 'requests'> &
  Latency & {
    readonly subject: string;
    /** Of all rounds together. */
    readonly requests: number;
    /** The lowest of all rounds: the machine was least disturbed. */
    readonly bestCpuUs: number;
    /** The raw limit's CPU time over this one's. `atBest`: the best round of the one over the best of the other. */
    readonly ofRaw: {
      readonly median: number;
      readonly lowest: number;
      readonly highest: number;
      readonly atBest: number;
    };
    /** CPU time as a multiple of concierge's in the same revision and round, the open one's where there is one; NaN where it had no turn. */
    readonly timesConcierge: number;
    readonly rssBytes: number;
  };

export function rowOf(taken: Taken, all: readonly Taken[]): Row {
  const { subject, turns, latencies, rssBytes } = taken;
  const middle = (value: (turn: Turn) => number): number => median(turns.map(value));
  const [raw, concierge] = [alike('raw', subject, all), alike('concierge', subject, all)];
  return {
    subject: labelOf(subject),
    requests: turns.reduce((sum, { requests }) => sum + requests, 0),
    cpuUs: middle(({ cpuUs }) => cpuUs),
    mainThreadUs: middle(({ mainThreadUs }) => mainThreadUs),
    requestsPerS: middle(({ requestsPerS }) => requestsPerS),
    othersCores: middle(({ othersCores }) => othersCores),
    bestCpuUs: bestOf(turns),
    ofRaw: ofRaw(raw, turns),
    timesConcierge: median(overEach(turns, concierge)),
    p50Ms: median(latencies.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(latencies.map(({ p99Ms }) => p99Ms)),
    rssBytes,
  };
}

/** The turns of another program without a token, in the same revision; the older ones are framed alike. Without one that has none: its first. */
function alike(program: string, { dialect }: Contestant, all: readonly Taken[]): readonly Turn[] {
  const revision = dialect === 'modern' ? 'modern' : 'legacy';
  const meant = all.filter(({ subject }) => subject.program === program && subject.dialect === revision);
  return (meant.find(({ subject }) => subject.way === 'open') ?? meant[0])?.turns ?? [];
}

function ofRaw(raw: readonly Turn[], turns: readonly Turn[]): Row['ofRaw'] {
  const each = overEach(raw, turns);
  return {
    median: median(each),
    lowest: Math.min(...each),
    highest: Math.max(...each),
    atBest: bestOf(raw) / bestOf(turns),
  };
}

/** CPU times of the one over those of the other, round by round. */
function overEach(one: readonly Turn[], other: readonly Turn[]): readonly number[] {
  return one.map(({ cpuUs }, round) => cpuUs / (other[round]?.cpuUs ?? Number.NaN));
}

function bestOf(turns: readonly Turn[]): number {
  return Math.min(...turns.map(({ cpuUs }) => cpuUs));
}
