import { describe, expect, it } from 'vitest';
import { Failure } from '../base/failure.ts';
import { factFrame } from '../facts/frame.ts';
import type { FactDeclaration } from '../facts/types.ts';
import type { WantedFacts } from './chosen-facts.ts';
import { chosenFacts } from './chosen-facts.ts';
import { ARR, TIER } from './fixtures.ts';

const HOLD: FactDeclaration = { name: 'account.legal_hold', type: { type: 'boolean' }, origin: 'directory' };
const SEATS: FactDeclaration = { name: 'account.seats', type: { type: 'integer' }, origin: 'directory' };
const CITY: FactDeclaration = { name: 'account.city', type: { type: 'string' }, origin: 'directory' };
const ALL = [TIER, ARR, HOLD, SEATS, CITY];

const chosen = (wanted: WantedFacts, declared = ALL): readonly (string | undefined)[] => {
  const { by, value } = chosenFacts(wanted, factFrame(['billing'], declared));
  return [by?.name, value?.name];
};

describe('the facts of a coverage report', () => {
  it.each<
    [why: string, wanted: WantedFacts, declared: FactDeclaration[], by: string | undefined, value: string | undefined]
  >([
    ['tier and revenue', {}, ALL, 'account.tier', 'account.arr_usd'],
    [
      'those asked for',
      { by: 'account.legal_hold', value: 'account.seats' },
      ALL,
      'account.legal_hold',
      'account.seats',
    ],
    ['none where none is declared', {}, [SEATS, HOLD], undefined, undefined],
    ['no tier that is free text', {}, [{ ...CITY, name: 'account.tier' }], undefined, undefined],
    ['no revenue that is free text', {}, [{ ...CITY, name: 'account.arr_usd' }], undefined, undefined],
  ])('are %s', (_why, wanted, declared, by, value) => {
    expect(chosen(wanted, declared)).toEqual([by, value]);
  });

  it.each<[wanted: WantedFacts, message: string, mend: string]>([
    [{ by: 'account.teir' }, 'There is no fact account.teir.', 'Did you mean --by account.tier?'],
    [{ value: 'account.arr' }, 'There is no fact account.arr.', 'Choose one of account.arr_usd, account.seats.'],
    [{ value: 'account.arr_eur' }, 'There is no fact account.arr_eur.', 'Did you mean --value account.arr_usd?'],
    [{ by: 'topic' }, 'There is no fact topic.', 'Choose one of account.tier, account.legal_hold.'],
    [
      { by: 'account.city' },
      '--by takes an enum or a boolean, and account.city is of type string.',
      'Choose one of account.tier, account.legal_hold.',
    ],
    [
      { value: 'account.tier' },
      '--value takes a number, and account.tier is of type enum.',
      'Choose one of account.arr_usd, account.seats.',
    ],
  ])('refuse %j', (wanted, message, mend) => {
    const failure = failed(() => chosen(wanted));
    expect([failure.code, failure.message, failure.mend]).toEqual(['usage', message, mend]);
  });

  it('refuse any where the workspace has none that fits', () => {
    const { mend } = failed(() => chosen({ value: 'account.arr_usd' }, [TIER]));
    expect(mend).toBe('The workspace declares none: see `facts` in concierge.yaml.');
  });
});

function failed(action: () => unknown): Failure {
  try {
    action();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}
