/** A budget that is used up: nothing is looked up, when to come back is said, and still there is somebody to talk to. */
import { describe, expect, it } from 'vitest';
import type { DecisionRecord } from '../audit/record.ts';
import { budgetsInMemory } from '../caller/budgets.ts';
import type { CallerBudget } from '../caller/caller.ts';
import { answer } from './answer.ts';
import type { Ask, Outcome } from './ask.ts';
import type { Desk } from './desk.ts';
import { ask, deskOf, FALLBACK_EMAIL, OWNER_EMAIL, verifiedAs } from './fixtures.ts';

const ESCALATION = 'get_escalation_contact';

function house() {
  const records: DecisionRecord[] = [];
  const looked: string[] = [];
  const plain = deskOf({ append: async (record) => void records.push(record) });
  const directory: Desk['directory'] = {
    ...plain.directory,
    accountsById: async (...call) => {
      looked.push(call[1]);
      return await plain.directory.accountsById(...call);
    },
  };
  const desk: Desk = { ...plain, directory, budgets: budgetsInMemory(plain.clock.now) };
  return { desk, records, looked };
}

function asking(budget: CallerBudget, tool: string, args: object, also: Parameters<typeof ask>[2] = {}): Ask {
  const asked = ask(tool, args, also);
  return { ...asked, caller: { ...asked.caller, budget } };
}

function emailOf(outcome: Outcome): string | undefined {
  const card =
    outcome.kind === 'answered' ? outcome.card : outcome.kind === 'mend' ? outcome.meanwhile?.card : undefined;
  return card !== undefined && 'contact' in card ? card.contact.email : undefined;
}

describe('calls a second', () => {
  const once: CallerBudget = { callsPerSecond: 1 };

  it('names the fallback meanwhile, on record, without a look-up', async () => {
    const { desk, records, looked } = house();
    expect(emailOf(await answer(asking(once, ESCALATION, { account_id: '1' }), desk))).toBe(OWNER_EMAIL);
    const second = await answer(asking(once, ESCALATION, { account_id: '1', language: 'de' }), desk);
    expect(second).toMatchObject({
      kind: 'mend',
      message: 'This agent has used up what it may ask: call again in a second.',
      meanwhile: { card: { reason: { message: 'Ihr Team' } } },
      retryAfterS: 1,
    });
    expect(emailOf(second)).toBe(FALLBACK_EMAIL);
    expect(looked).toEqual(['1']);
    const over = { budget: 'calls_per_second', retryAfterS: 1 };
    expect(records[1]).toMatchObject({ kind: 'over_budget', over, account: { kind: 'unknown' }, facts: null });
  });

  it.each(['get_account_team', 'get_account_health'])('%s says when to come back', async (tool) => {
    const { desk } = house();
    await answer(asking(once, tool, { account_id: '1' }), desk);
    expect(await answer(asking(once, tool, { account_id: '1' }), desk)).toMatchObject({
      kind: 'mend',
      meanwhile: null,
      retryAfterS: 1,
    });
  });
});

describe('different accounts an hour', () => {
  const one: CallerBudget = { distinctAccountsPerHour: 1 };

  it('counts what was typed, and tells nothing of one too many', async () => {
    const { desk } = house();
    expect(emailOf(await answer(asking(one, ESCALATION, { account_id: '1' }), desk))).toBe(OWNER_EMAIL);
    const other = await answer(asking(one, ESCALATION, { account_id: '2' }), desk);
    expect([emailOf(other), other]).toMatchObject([FALLBACK_EMAIL, { kind: 'mend', retryAfterS: 3600 }]);
    expect(emailOf(await answer(asking(one, ESCALATION, { account_id: '1' }), desk)), 'known already').toBe(
      OWNER_EMAIL,
    );
  });

  it('says the same of nobody, so that it tells of no customer', async () => {
    const { desk } = house();
    await answer(asking(one, ESCALATION, { account_id: '1' }), desk);
    const [known, unknown] = await Promise.all(
      ['2', 'nobody'].map(async (account_id) => await answer(asking(one, 'get_account_team', { account_id }), desk)),
    );
    expect(unknown).toEqual(known);
  });

  it('does not count what the platform states', async () => {
    const { desk } = house();
    const stated = { binding: 'required', assertion: verifiedAs({ type: 'account_id', value: '1' }) } as const;
    await answer(asking(one, ESCALATION, { account_id: '2' }), desk);
    expect(emailOf(await answer(asking(one, ESCALATION, {}, stated), desk))).toBe(OWNER_EMAIL);
  });
});

it('calls at once are counted until they are answered, however they end', async () => {
  const { desk } = house();
  const one: CallerBudget = { concurrentCalls: 1 };
  const boom: Desk = {
    ...desk,
    alarm: () => undefined,
    directory: { ...desk.directory, dossier: () => Promise.reject(new Error()) },
  };
  const both = await Promise.all(
    [1, 2].map(async () => await answer(asking(one, ESCALATION, { account_id: '1' }), boom)),
  );
  expect(both.filter(({ kind }) => kind === 'mend')).toHaveLength(1);
  expect(emailOf(await answer(asking(one, ESCALATION, { account_id: '1' }), desk))).toBe(OWNER_EMAIL);
});

describe('the alarm for guessing', () => {
  const two: CallerBudget = { unknownIdentitiesPerHour: 2 };

  it.each([
    ['unknown customers', { account_id: 'x' }, {}],
    [
      'customers of others',
      { account_id: '2' },
      { binding: 'required', assertion: verifiedAs({ type: 'account_id', value: '1' }) },
    ],
  ] as const)('is on the record of the call that raised it: %s', async (_what, args, also) => {
    const { desk, records } = house();
    const suspicious: boolean[] = [];
    const watched: Desk = { ...desk, onAnswer: (note) => suspicious.push(note.suspicious) };
    for (let call = 0; call < 3; call += 1) await answer(asking(two, ESCALATION, args, also), watched);
    expect(records.map(({ alarm }) => alarm)).toEqual([null, 'enumeration', null]);
    expect(suspicious).toEqual([false, true, false]);
  });

  it('is not raised by calls that name nobody', async () => {
    const { desk, records } = house();
    for (let call = 0; call < 5; call += 1) await answer(asking(two, ESCALATION, {}), desk);
    expect(records.map(({ alarm }) => alarm)).toEqual([null, null, null, null, null]);
  });
});
