/** What can come of answering a recorded call again. */
import type { Considered } from './considered.ts';
import type { RecordedAnswer } from './recorded-answer.ts';
import type { Impossible } from './reread.ts';

export type Replay =
  /** `considered` is null for the call of a system, where nothing is decided. */
  | { readonly kind: 'same'; readonly considered: Considered | null }
  /** `considered` is null where the release or the facts are others than the record's, so that nothing was decided. */
  | {
      readonly kind: 'differs';
      readonly differences: readonly Difference[];
      readonly considered: Considered | null;
    }
  | { readonly kind: 'impossible'; readonly why: Impossible };

/** `release`, `snapshot`: content that isn't what its name says; both sides are hashes then. */
export type Difference = {
  readonly what: keyof RecordedAnswer | 'release' | 'snapshot';
  readonly recorded: unknown;
  readonly replayed: unknown;
};
