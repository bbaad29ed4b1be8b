import { describe, expect, it } from 'vitest';
import type { AssertionOutcome } from './assertion.ts';
import { bind } from './bind.ts';
import type { Binding } from './bind.ts';
import type { BindingMode } from './caller.ts';

const verified: AssertionOutcome = {
  kind: 'verified',
  subject: { type: 'email', value: 'ada@quill.example' },
  expiresAtMs: Date.parse('2026-11-23T08:15:00Z'),
};
const bound: Binding = { kind: 'bound', subject: { type: 'email', value: 'ada@quill.example' } };
const free: Binding = { kind: 'free' };
const spoiled = (trouble: 'expired' | 'invalid' | 'missing'): Binding => ({ kind: 'spoiled', trouble });

const cells: readonly (readonly [BindingMode, AssertionOutcome, Binding, string])[] = [
  ['off', { kind: 'absent' }, free, 'nothing binds this caller'],
  ['off', verified, free, 'a caller that was never registered for binding can’t be bound by accident'],
  ['optional', { kind: 'absent' }, free, 'a visitor who isn’t logged in may say who they are'],
  ['optional', verified, bound, 'a logged-in visitor is held to what the platform says'],
  ['optional', { kind: 'expired' }, spoiled('expired'), 'expired is never "unbound"'],
  ['optional', { kind: 'invalid', why: 'signature' }, spoiled('invalid'), 'forged is never "unbound"'],
  ['optional', { kind: 'duplicate' }, spoiled('invalid'), 'two statements: nobody can say which holds'],
  ['required', { kind: 'absent' }, spoiled('missing'), 'without a statement nothing is said of anybody'],
  ['required', verified, bound, 'the usual case'],
  ['required', { kind: 'expired' }, spoiled('expired'), 'the platform must mint a new one'],
  ['required', { kind: 'invalid', why: 'audience' }, spoiled('invalid'), 'meant for somebody else'],
  ['required', { kind: 'duplicate' }, spoiled('invalid'), 'two statements'],
];

describe('bind', () => {
  it.each(cells)('%s, assertion %o → %o: %s', (mode, assertion, expected) => {
    expect(bind(mode, assertion)).toEqual(expected);
  });
});
