/**
 * The facts of a release in a fixed order, so that a row of facts is an array and a rule's cell reads one slot.
 * Built-in facts come first and are the same in every release.
 */
import type { FactDeclaration, FactName, FactType } from './types.ts';

export type FactFrame = {
  readonly facts: readonly FactDeclaration[];
  readonly slotOf: ReadonlyMap<FactName, number>;
};

export const AUDIENCES = ['customers', 'teams', 'partners'] as const;
/** For whom an agent speaks. A caller has one. */
export type Audience = (typeof AUDIENCES)[number];

export const URGENCIES = ['normal', 'urgent'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** Facts that every workspace has: what the call asked, when, for whom, and how the account was matched. */
function builtInFacts(topics: readonly string[]): readonly FactDeclaration[] {
  const asked = (name: FactName, type: FactType): FactDeclaration => ({ name, type, origin: 'asked' });
  return [
    asked('topic', { type: 'enum', values: topics }),
    asked('language', { type: 'string' }),
    asked('urgency', { type: 'enum', values: URGENCIES }),
    asked('audience', { type: 'enum', values: AUDIENCES }),
    asked('match.by', { type: 'enum', values: ['account_id', 'email'] }),
    asked('match.verified', { type: 'boolean' }),
    asked('asked.at', { type: 'datetime' }),
    asked('asked.date', { type: 'date' }),
  ];
}

/** Those of the built-in facts that no call leaves open: never missing. */
export const ALWAYS_KNOWN: ReadonlySet<FactName> = new Set([
  'urgency',
  'audience',
  'match.by',
  'match.verified',
  'asked.at',
  'asked.date',
]);

export function factFrame(topics: readonly string[], declared: readonly FactDeclaration[]): FactFrame {
  const facts = [...builtInFacts(topics), ...declared];
  return { facts, slotOf: new Map(facts.map(({ name }, slot) => [name, slot])) };
}
