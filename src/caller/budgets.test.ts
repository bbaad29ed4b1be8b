/** Each budget by itself, and that a caller's is its own. Rates go by the real clock: nothing here waits for it. */
import { describe, expect, it } from 'vitest';
import { budgetsInMemory, UNLIMITED } from './budgets.ts';
import type { Caller, CallerBudget } from './caller.ts';

const ANN = { type: 'account_id', value: 'ann' } as const;
const BOB = { type: 'account_id', value: 'bob' } as const;

function caller(budget: CallerBudget, id = 'chat'): Caller {
  return { id, budget } as Caller;
}

const at = { nowMs: 0 };
const budgets = () => budgetsInMemory(() => at.nowMs);

describe('what is used up is said by its name, with when to come back', () => {
  it('calls a second', async () => {
    const { enter } = budgets();
    const two = caller({ callsPerSecond: 2 });
    const overs = [await enter(two, null), await enter(two, ANN), await enter(two, BOB)].map(({ over }) => over);
    expect(overs).toEqual([null, null, { budget: 'calls_per_second', retryAfterS: 1 }]);
    expect((await enter(caller({ callsPerSecond: 2 }, 'other'), null)).over, 'another caller').toBeNull();
  });

  it('less than one call a second', async () => {
    const { enter } = budgets();
    const rare = caller({ callsPerSecond: 0.1 });
    expect((await enter(rare, null)).over).toBeNull();
    expect((await enter(rare, null)).over).toEqual({ budget: 'calls_per_second', retryAfterS: 10 });
  });

  it('calls at once, until one of them is answered', async () => {
    const { enter } = budgets();
    const one = caller({ concurrentCalls: 1 });
    const first = await enter(one, null);
    expect((await enter(one, null)).over).toEqual({ budget: 'concurrent_calls', retryAfterS: 1 });
    first.leave();
    expect((await enter(one, null)).over).toBeNull();
  });

  it('calls a minute of one customer, and not of another', async () => {
    const { enter } = budgets();
    const one = caller({ callsPerMinutePerCustomer: 1 });
    expect((await enter(one, ANN)).over).toBeNull();
    expect((await enter(one, ANN)).over).toMatchObject({ budget: 'calls_per_minute_per_customer' });
    expect([(await enter(one, BOB)).over, (await enter(one, null)).over]).toEqual([null, null]);
  });

  it('calls of one customer that are refused for it are not taken from the others', async () => {
    const { enter } = budgets();
    const both = caller({ callsPerMinutePerCustomer: 1, callsPerSecond: 2 });
    for (let call = 0; call < 9; call += 1) await enter(both, ANN);
    expect((await enter(both, BOB)).over).toBeNull();
  });

  it('different accounts an hour', () => {
    const { account, anotherAccount } = budgets();
    const two = caller({ distinctAccountsPerHour: 2 });
    expect(anotherAccount(two)).toBeNull();
    at.nowMs = 0;
    expect(['a', 'b', 'a', 'c'].map((one) => account(two, one))).toEqual([
      null,
      null,
      null,
      { budget: 'distinct_accounts_per_hour', retryAfterS: 3600 },
    ]);
    expect(anotherAccount(two), 'what is said of nobody').toEqual(account(two, 'c'));
    at.nowMs = 3_600_000;
    expect(account(two, 'c')).toBeNull();
  });
});

describe('the alarm', () => {
  it('is raised once an hour, by the call with which there were too many', () => {
    const { miss } = budgets();
    const three = caller({ unknownIdentitiesPerHour: 3 });
    at.nowMs = 0;
    expect([1, 2, 3, 4, 5].map(() => miss(three))).toEqual([false, false, true, false, false]);
    at.nowMs = 3_600_000;
    expect([1, 2, 3].map(() => miss(three))).toEqual([false, false, true]);
  });

  it('has a threshold where none was named', () => {
    const { miss } = budgets();
    expect(Array.from({ length: 200 }, () => miss(caller({}))).indexOf(true)).toBe(99);
  });
});

describe('a flood', () => {
  it.each([
    [5, 50, 'ten times the calls a second'],
    [0.1, 20, 'but never so few that a conversation can’t begin'],
  ])('of a caller with %d calls a second is more than %d: %s', async (callsPerSecond, most) => {
    const { flood } = budgets();
    const one = caller({ callsPerSecond });
    expect(await flood(one, most)).toBeNull();
    expect(await flood(one, 1)).toBe(1);
  });

  it('there is none where nothing is limited, and nothing is waited for', () => {
    expect(budgets().flood(caller({}), 1000)).toBeNull();
    expect(UNLIMITED.flood(caller({ callsPerSecond: 1 }), 1000)).toBeNull();
  });
});
