/** What a simulation hands to its threads, and gets back: plain data. A job is the same for all; tasks are its stretches. */
import type { Instant } from '../../base/clock.ts';
import type { ContentHash } from '../../base/hash.ts';
import type { FailureCode } from '../../base/failure.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { StoreChoice } from '../../config/deployment.ts';
import type { Question } from '../../answer/question.ts';
import type { WantedFacts } from '../../coverage/chosen-facts.ts';
import type { AccountsPart } from '../../simulation/part.ts';
import type { PastPart } from '../../simulation/past-part.ts';
import type { Between, Stretch } from '../../store/store.ts';

/** A release as its canonical JSON, made ready again by each thread. */
export type PortableRelease = { readonly id: ContentHash; readonly at: Instant; readonly json: string };

/** As which each change is also to be written out; null: not at all. */
export type ListFormat = 'csv' | 'json' | null;

export type SimulationJob = {
  readonly tenant: Tenant;
  readonly store: StoreChoice;
  readonly live: PortableRelease;
  readonly draft: PortableRelease;
  readonly question: Question;
  readonly wanted: WantedFacts;
  readonly list: ListFormat;
};

export type SimulationTask =
  | { readonly kind: 'accounts'; readonly stretch: Stretch }
  | { readonly kind: 'records'; readonly between: Required<Between> };

/** `list`: the changes of the stretch, written out; empty where there are none. */
export type SimulationResult =
  | { readonly kind: 'accounts'; readonly part: AccountsPart; readonly list: string }
  | { readonly kind: 'records'; readonly part: PastPart; readonly list: string };

export type FromSimulation =
  | SimulationResult
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly message: string; readonly mend: string };

export type SimulationWatch = {
  readonly threads: number;
  readonly signal: AbortSignal;
  /** Told of each task in the order of tasks, whichever was done first. */
  readonly onResult: (result: SimulationResult) => void;
};

export type RunSimulation = (
  job: SimulationJob,
  tasks: AsyncIterable<SimulationTask>,
  watch: SimulationWatch,
) => Promise<void>;
