/** What a simulation comes to, as data: what `concierge simulate --json` prints, key for key. Types only. */
import type { Instant } from '../base/clock.ts';
import type { ContentHash } from '../base/hash.ts';
import type { Band } from '../coverage/bands.ts';
import type { Outcome } from '../coverage/outcome.ts';
import type { Audience, Urgency } from '../facts/frame.ts';
import type { FactName } from '../facts/types.ts';
import type { AccountChange } from './account-change.ts';
import type { Load } from './part.ts';
import type { Counted } from './tally.ts';

/** `value`: the sum of the value fact; null where no such fact was chosen. */
export type Sum = { readonly accounts: number; readonly value: number | null };
export type Sums = Readonly<Record<Counted, Sum>>;

export type ContactLoad = Pick<Load, 'kind' | 'key' | 'name'> &
  Readonly<Record<'before' | 'after' | 'gained' | 'lost', Sum>>;

export type SimulationReport = {
  readonly at: Instant;
  readonly audience: Audience;
  readonly topic: string | null;
  readonly language: string | null;
  readonly urgency: Urgency;
  readonly live: ContentHash;
  readonly draft: ContentHash;
  /** The facts that it breaks down by and adds up, as the live release has them; null where none is. */
  readonly by: FactName | null;
  readonly value: FactName | null;
  readonly all: Sums;
  /** By the values of the fact, as declared; `null` last: it has none. */
  readonly groups: readonly { readonly group: string | null; readonly sums: Sums }[];
  /** By size, the largest first; `null` last: it has no value. */
  readonly bands: readonly { readonly band: Band | null; readonly sums: Sums }[];
  /** From row to row, also to the same one where accounts change in it; null: no row fits. As the tables have them. */
  readonly rows: readonly { readonly from: string | null; readonly to: string | null; readonly sums: Sums }[];
  readonly outcomes: readonly { readonly from: Outcome; readonly to: Outcome; readonly sums: Sums }[];
  /** People and teams whose accounts change; who gains or loses the most first. */
  readonly contacts: readonly ContactLoad[];
  /** Those worth the most, up to a hundred. */
  readonly newFallbacks: readonly AccountChange[];
  readonly largest: readonly AccountChange[];
};
