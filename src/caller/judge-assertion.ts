/**
 * What the assertion of a call comes to. One carrier counts for a caller; an assertion that came another way, or twice, is
 * invalid rather than overlooked: who sends one means to be bound. Verified ones are kept until they expire.
 */
import { LRUCache } from 'lru-cache';
import type { Clock, EpochMs } from '../base/clock.ts';
import { textHash } from '../base/hash.ts';
import type { AssertionOutcome, InvalidAssertion } from './assertion.ts';
import { MAX_ASSERTION_LENGTH } from './assertion.ts';
import type { AssertionCarrier, Caller } from './caller.ts';
import type { VerifyAssertion } from './verify-assertion.ts';
import { assertionVerifier } from './verify-assertion.ts';

/** What each carrier held, as it came; left out or undefined where it held nothing. */
export type Carried = Readonly<Partial<Record<AssertionCarrier, unknown>>>;

export type JudgeAssertion = (caller: Caller, carried: Carried) => AssertionOutcome | Promise<AssertionOutcome>;

export type JudgeOptions = {
  /** The URLs of the service. */
  readonly audiences: readonly string[];
  readonly clock: Clock;
  readonly onInvalid?: (caller: string, why: InvalidAssertion) => void;
};

const ABSENT: AssertionOutcome = { kind: 'absent' };
const DUPLICATE: AssertionOutcome = { kind: 'duplicate' };

/** Nobody states who the customer is, and nothing is looked at: for whoever asks without an edge. */
export const noAssertions: JudgeAssertion = () => ABSENT;

export function assertionJudge({ audiences, clock, onInvalid }: JudgeOptions): JudgeAssertion {
  const issuers = new Map<Caller['id'], Issuer>();
  const issuerOf = ({ id, assertions }: Caller): Issuer | null => {
    if (assertions === null) return null;
    const issuer = issuers.get(id) ?? new Issuer(assertionVerifier({ id }, assertions, audiences, clock.now));
    issuers.set(id, issuer);
    return issuer;
  };
  const told = (caller: Caller, outcome: AssertionOutcome): AssertionOutcome => {
    if (outcome.kind === 'invalid') onInvalid?.(caller.id, outcome.why);
    if (outcome.kind === 'duplicate') onInvalid?.(caller.id, 'twice');
    return outcome;
  };
  return (caller, carried) => {
    if (caller.binding === 'off') return ABSENT;
    const found = tokenIn(carried, caller.carrier);
    if (typeof found !== 'string') return told(caller, found);
    const issuer = issuerOf(caller);
    if (issuer === null) return told(caller, invalid('no_issuer'));
    return issuer.known(found, clock.now()) ?? issuer.verify(found).then((outcome) => told(caller, outcome));
  };
}

/** The one token that counts, or what there is instead. */
function tokenIn(carried: Carried, own: AssertionCarrier): string | AssertionOutcome {
  const found = Object.entries(carried).filter(([, value]) => value !== undefined);
  const [first, ...others] = found;
  if (first === undefined) return ABSENT;
  const [carrier, value] = first;
  // HTTP joins a header that comes twice with a comma, which no JWT has.
  if (others.length > 0 || (typeof value === 'string' && value.includes(','))) return DUPLICATE;
  if (carrier !== own) return invalid('carrier');
  return typeof value === 'string' && value.length <= MAX_ASSERTION_LENGTH ? value : invalid('malformed');
}

function invalid(why: InvalidAssertion): AssertionOutcome {
  return { kind: 'invalid', why };
}

const MAX_KEPT = 10_000;

type Verified = Extract<AssertionOutcome, { readonly kind: 'verified' }>;

/** One caller's issuer, and what it stated lately. */
class Issuer {
  readonly #kept = new LRUCache<string, Verified>({ max: MAX_KEPT });
  readonly #verify: VerifyAssertion;

  constructor(verify: VerifyAssertion) {
    this.#verify = verify;
  }

  /** What was verified before; expired the moment that it is. */
  known(token: string, nowMs: EpochMs): AssertionOutcome | undefined {
    const kept = this.#kept.get(textHash(token));
    return kept !== undefined && nowMs >= kept.expiresAtMs ? { kind: 'expired' } : kept;
  }

  async verify(token: string): Promise<AssertionOutcome> {
    const outcome = await this.#verify(token);
    if (outcome.kind === 'verified') this.#kept.set(textHash(token), outcome);
    return outcome;
  }
}
