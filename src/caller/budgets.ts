/**
 * What callers have used of their budgets, in this process: calls a second, calls at once, calls of one stated customer a
 * minute, distinct accounts an hour; and whether one seems to be guessing identities. Counts, and decides nothing else.
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { EpochMs } from '../base/clock.ts';
import { textHash } from '../base/hash.ts';
import type { AccountKey } from '../directory/records.ts';
import type { AssertedSubject } from './assertion.ts';
import type { Caller } from './caller.ts';
import { DistinctWindow } from './distinct-window.ts';

/** The names that stand in `budget:` of a caller. */
export const BUDGETS = [
  'calls_per_second',
  'concurrent_calls',
  'calls_per_minute_per_customer',
  'distinct_accounts_per_hour',
] as const;
export type BudgetName = (typeof BUDGETS)[number];

/** A budget that is used up, and in how many whole seconds it pays to come back. */
export type OverBudget = { readonly budget: BudgetName; readonly retryAfterS: number };

export type Entry = {
  readonly over: OverBudget | null;
  /** Once, when the call has its answer. */
  readonly leave: () => void;
};

export type Budgets = {
  /**
   * Seconds to wait for a caller that sends so many more calls than its budget that answering each with a contact would
   * cost others theirs; null where there is no flood.
   */
  readonly flood: (caller: Caller, calls: number) => Promise<number | null> | null;
  /** Before anything is looked up; `customer`: whom the platform states, where it does. */
  readonly enter: (caller: Caller, customer: AssertedSubject | null) => Promise<Entry>;
  /** An account that a caller named without a statement of the platform. */
  readonly account: (caller: Caller, account: AccountKey) => OverBudget | null;
  /** What `account` would say of one that wasn't named lately: for an identity that came to nobody. */
  readonly anotherAccount: (caller: Caller) => OverBudget | null;
  /** An identity that came to nobody, or was not the bound customer's. Says whether this one raises the alarm. */
  readonly miss: (caller: Caller) => boolean;
};

/** Nothing is counted. */
export const FREE: Entry = { over: null, leave: () => undefined };

/** For whoever asks about their own company: nothing is counted. */
export const UNLIMITED: Budgets = {
  flood: () => null,
  enter: () => Promise.resolve(FREE),
  account: () => null,
  anotherAccount: () => null,
  miss: () => false,
};

/** Calls a second that are a flood, in budgets of calls a second; and never fewer than these. */
const FLOOD_FACTOR = 10;
const LEAST_FLOOD = 20;

const HOUR_MS = 3_600_000;
/** A person mistypes; who misses so often within an hour may be trying identities out. */
const SUSPICIOUS_MISSES = 100;

export function budgetsInMemory(now: () => EpochMs): Budgets {
  const books = new Map<string, CallerBook>();
  const bookOf = (caller: Caller): CallerBook => {
    const known = books.get(caller.id) ?? new CallerBook(caller, now);
    books.set(caller.id, known);
    return known;
  };
  return {
    flood: (caller, calls) => (caller.budget.callsPerSecond === undefined ? null : bookOf(caller).flood(calls)),
    enter: (caller, customer) => bookOf(caller).enter(customer),
    account: (caller, account) => bookOf(caller).account(account),
    anotherAccount: (caller) => bookOf(caller).anotherAccount(),
    miss: (caller) => bookOf(caller).miss(),
  };
}

class CallerBook {
  readonly #now: () => EpochMs;
  readonly #flood: RateLimiterMemory | null;
  readonly #perSecond: RateLimiterMemory | null;
  readonly #perCustomer: RateLimiterMemory | null;
  readonly #most: number;
  readonly #suspicious: number;
  readonly #accounts: DistinctWindow;
  readonly #misses = { since: Number.NEGATIVE_INFINITY, count: 0 };
  #under = 0;

  constructor({ budget }: Caller, now: () => EpochMs) {
    const { callsPerSecond, callsPerMinutePerCustomer } = budget;
    this.#now = now;
    this.#flood = callsPerSecond === undefined ? null : perSecond(Math.max(callsPerSecond * FLOOD_FACTOR, LEAST_FLOOD));
    this.#perSecond = callsPerSecond === undefined ? null : perSecond(callsPerSecond);
    this.#perCustomer =
      callsPerMinutePerCustomer === undefined
        ? null
        : new RateLimiterMemory({ points: callsPerMinutePerCustomer, duration: 60 });
    this.#most = budget.concurrentCalls ?? Number.POSITIVE_INFINITY;
    this.#suspicious = budget.unknownIdentitiesPerHour ?? SUSPICIOUS_MISSES;
    this.#accounts = new DistinctWindow(budget.distinctAccountsPerHour ?? Number.POSITIVE_INFINITY, HOUR_MS);
  }

  async flood(calls: number): Promise<number | null> {
    const over = this.#flood && (await taken(this.#flood, 'caller', 'calls_per_second', calls));
    return over?.retryAfterS ?? null;
  }

  async enter(customer: AssertedSubject | null): Promise<Entry> {
    const isCounted = this.#perSecond !== null || (customer !== null && this.#perCustomer !== null);
    const over = (isCounted ? await this.#rate(customer) : null) ?? this.#concurrency();
    if (over !== null) return { over, leave: FREE.leave };
    this.#under += 1;
    return { over: null, leave: () => (this.#under -= 1) };
  }

  /** The customer's own budget first: what one conversation may not do is not taken from the others. */
  async #rate(customer: AssertedSubject | null): Promise<OverBudget | null> {
    const over =
      customer !== null && this.#perCustomer !== null
        ? await taken(
            this.#perCustomer,
            textHash(`${customer.type} ${customer.value}`),
            'calls_per_minute_per_customer',
          )
        : null;
    if (over !== null || this.#perSecond === null) return over;
    return await taken(this.#perSecond, 'caller', 'calls_per_second');
  }

  #concurrency(): OverBudget | null {
    return this.#under < this.#most ? null : { budget: 'concurrent_calls', retryAfterS: 1 };
  }

  account(account: AccountKey): OverBudget | null {
    return overAccounts(this.#accounts.add(account, this.#now()));
  }

  anotherAccount(): OverBudget | null {
    return overAccounts(this.#accounts.waitMs(this.#now()));
  }

  miss(): boolean {
    const now = this.#now();
    if (now - this.#misses.since >= HOUR_MS) Object.assign(this.#misses, { since: now, count: 0 });
    this.#misses.count += 1;
    return this.#misses.count === this.#suspicious;
  }
}

function overAccounts(waitMs: number): OverBudget | null {
  return waitMs === 0 ? null : { budget: 'distinct_accounts_per_hour', retryAfterS: Math.ceil(waitMs / 1000) };
}

/** Half a call a second is one in two. */
function perSecond(calls: number): RateLimiterMemory {
  return calls >= 1
    ? new RateLimiterMemory({ points: Math.floor(calls), duration: 1 })
    : new RateLimiterMemory({ points: 1, duration: Math.ceil(1 / calls) });
}

async function taken(
  limiter: RateLimiterMemory,
  key: string,
  budget: BudgetName,
  calls = 1,
): Promise<OverBudget | null> {
  try {
    await limiter.consume(key, calls);
    return null;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return { budget, retryAfterS: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) };
  }
}
