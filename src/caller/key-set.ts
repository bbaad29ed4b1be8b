/**
 * An authorization server's keys as they are at hand: loaded when first needed, refreshed in the background while the old
 * ones go on being used, looked for again when a token names one that isn't there. While the server is down the last keys
 * stay good for a day. Not for judging tokens.
 */
import type { JWK, LocalJWKSet } from 'jose';
import { createLocalJWKSet } from 'jose';
import type { EpochMs } from '../base/clock.ts';
import { canonicalJson } from '../base/json.ts';
import type { KeySource } from './fetch-keys.ts';
import { fetchKeys } from './fetch-keys.ts';

export type Keys = {
  /** Another one whenever the keys are others. */
  readonly version: number;
  /** @throws JWKSNoMatchingKey, or JWKSMultipleMatchingKeys, of `jose` */
  readonly find: LocalJWKSet;
};

export type KeySet = {
  /** At once; null where there are none, or only ones that are too old. Has them refreshed when they are due. */
  readonly current: () => Keys | null;
  /** Waits for the first ones; null where they can't be had. Never rejects. */
  readonly load: () => Promise<Keys | null>;
  /** For a token whose key isn't among them: looked up once more, but not for each such token. Null: can't be had. */
  readonly newer: () => Promise<Keys | null>;
};

export type KeySetOptions = KeySource & {
  readonly now: () => EpochMs;
  /** Told once an outage: a KeysFailure or an OutboundFailure. */
  readonly onTrouble: (cause: unknown) => void;
};

const FRESH_MS = 10 * 60_000;
/** How long the last keys are good without the server. */
const KEPT_MS = 24 * 60 * 60_000;
/** Made-up names of keys cost the server no more than this. */
const LOOK_AGAIN_MS = 30_000;
const RETRY_MS = 30_000;
/** Nobody gets in meanwhile. */
const RETRY_WITHOUT_KEYS_MS = 5_000;

export function keySet(options: KeySetOptions): KeySet {
  const kept = new KeptKeys(options);
  return { current: () => kept.current(), load: () => kept.load(), newer: () => kept.newer() };
}

type Held = { readonly keys: Keys; readonly text: string; readonly at: EpochMs };

class KeptKeys implements KeySet {
  readonly #options: KeySetOptions;
  #held: Held | null = null;
  #underWay: Promise<void> | null = null;
  /** Null: the server answered when it was last asked. */
  #failedAt: EpochMs | null = null;
  #lookedAgainAt: EpochMs | null = null;

  constructor(options: KeySetOptions) {
    this.#options = options;
  }

  current(): Keys | null {
    const at = this.#options.now();
    if (this.#held === null || at - this.#held.at > KEPT_MS) return null;
    if (at - this.#held.at >= FRESH_MS && this.#mayAsk(at, RETRY_MS)) void this.#refresh();
    return this.#held.keys;
  }

  async load(): Promise<Keys | null> {
    const keys = this.current();
    if (keys !== null) return keys;
    if (this.#mayAsk(this.#options.now(), RETRY_WITHOUT_KEYS_MS)) await this.#refresh();
    return this.current();
  }

  async newer(): Promise<Keys | null> {
    const at = this.#options.now();
    const isTooSoon = this.#lookedAgainAt !== null && at - this.#lookedAgainAt < LOOK_AGAIN_MS;
    if (this.#underWay !== null) await this.#underWay;
    else if (!isTooSoon) {
      this.#lookedAgainAt = at;
      await this.#refresh();
    }
    return this.#failedAt === null ? this.current() : null;
  }

  #mayAsk(at: EpochMs, afterMs: number): boolean {
    return this.#underWay !== null || this.#failedAt === null || at - this.#failedAt >= afterMs;
  }

  /** One at a time; whoever comes meanwhile waits for the same. */
  #refresh(): Promise<void> {
    this.#underWay ??= this.#ask().finally(() => (this.#underWay = null));
    return this.#underWay;
  }

  async #ask(): Promise<void> {
    try {
      this.#hold(await fetchKeys(this.#options));
      this.#failedAt = null;
    } catch (cause) {
      const isNew = this.#failedAt === null;
      this.#failedAt = this.#options.now();
      if (isNew) this.#options.onTrouble(cause);
    }
  }

  #hold(found: readonly JWK[]): void {
    // Some servers list them in another order each time.
    const text = found
      .map((key) => canonicalJson(key))
      .toSorted()
      .join('\n');
    const at = this.#options.now();
    const { keys: last = null, text: lastText = '' } = this.#held ?? {};
    const keys =
      last !== null && text === lastText
        ? last
        : { version: (last?.version ?? 0) + 1, find: createLocalJWKSet({ keys: [...found] }) };
    this.#held = { keys, text, at };
  }
}
