/** Scenarios tried on a release, each question asked once however many scenarios refer to it. */
import type { Considered } from '../answer/considered.ts';
import type { Ground } from './ask.ts';
import { askScenario } from './ask.ts';
import type { Mismatch } from './judge.ts';
import { mismatches } from './judge.ts';
import type { Scenario } from './scenario.ts';

export type Tried = {
  readonly scenario: Scenario;
  readonly considered: Considered;
  /** Empty: it passed. */
  readonly mismatches: readonly Mismatch[];
};

/** `all`: those that may be referred to by name. */
export function suite(all: readonly Scenario[], ground: Ground): (scenario: Scenario) => Promise<Tried> {
  const byName = new Map(all.map((scenario) => [scenario.name, scenario]));
  const asked = new Map<string, Promise<Considered>>();
  const ask = (scenario: Scenario): Promise<Considered> => {
    const before = asked.get(scenario.name);
    if (before !== undefined) return before;
    const now = askScenario(scenario, ground);
    asked.set(scenario.name, now);
    return now;
  };
  return async (scenario) => {
    const considered = await ask(scenario);
    const other = byName.get(scenario.expected.sameContactAs ?? '');
    const found = mismatches(scenario.expected, considered, other === undefined ? null : await ask(other));
    return { scenario, considered, mismatches: found };
  };
}

/** Those to be tried, and those that they refer to. */
export function withReferred(chosen: readonly Scenario[], all: readonly Scenario[]): readonly Scenario[] {
  const referred = new Set(chosen.map(({ expected }) => expected.sameContactAs));
  return [...new Set([...chosen, ...all.filter(({ name }) => referred.has(name))])];
}
