/** Which facts a coverage report breaks down by and adds up: those asked for, else the tier and the revenue where they are declared. */
import { Failure } from '../base/failure.ts';
import { nearestName } from '../base/nearest.ts';
import type { FactFrame } from '../facts/frame.ts';
import type { FactDeclaration, FactName } from '../facts/types.ts';

const TIER: FactName = 'account.tier';
const REVENUE: FactName = 'account.arr_usd';

export type ChosenFacts = {
  /** `values`: in the order in which the report tells them. */
  readonly by: { readonly name: FactName; readonly slot: number; readonly values: readonly string[] } | null;
  readonly value: { readonly name: FactName; readonly slot: number } | null;
};

export type WantedFacts = { readonly by?: FactName | undefined; readonly value?: FactName | undefined };

/** @throws Failure `usage` for a wanted fact that isn't declared or can't be used so */
export function chosenFacts({ by, value }: WantedFacts, frame: FactFrame): ChosenFacts {
  const group = factFor('--by', by, TIER, isGrouping, 'an enum or a boolean', frame);
  const sum = factFor('--value', value, REVENUE, isNumber, 'a number', frame);
  return {
    by: group && { name: group.name, slot: slotOf(group, frame), values: valuesOf(group) },
    value: sum && { name: sum.name, slot: slotOf(sum, frame) },
  };
}

function factFor(
  option: string,
  wanted: FactName | undefined,
  usual: FactName,
  fits: (fact: FactDeclaration) => boolean,
  what: string,
  { facts }: FactFrame,
): FactDeclaration | null {
  // What a call asks is the same for every account.
  const declared = facts.filter(({ origin }) => origin !== 'asked');
  const fitting = declared.filter(fits);
  if (wanted === undefined) return fitting.find(({ name }) => name === usual) ?? null;
  const found = declared.find(({ name }) => name === wanted);
  if (found === undefined) throw new Failure('usage', `There is no fact ${wanted}.`, nearOf(wanted, option, fitting));
  if (fits(found)) return found;
  throw new Failure('usage', `${option} takes ${what}, and ${wanted} is of type ${found.type.type}.`, listOf(fitting));
}

function nearOf(wanted: FactName, option: string, fitting: readonly FactDeclaration[]): string {
  const near = nearestName(
    wanted,
    fitting.map(({ name }) => name),
  );
  return near === undefined ? listOf(fitting) : `Did you mean ${option} ${near}?`;
}

function listOf(fitting: readonly FactDeclaration[]): string {
  if (fitting.length === 0) return 'The workspace declares none: see `facts` in concierge.yaml.';
  return `Choose one of ${fitting.map(({ name }) => name).join(', ')}.`;
}

function isGrouping({ type: { type } }: FactDeclaration): boolean {
  return type === 'enum' || type === 'boolean';
}

function isNumber({ type: { type } }: FactDeclaration): boolean {
  return type === 'number' || type === 'integer';
}

function valuesOf({ type }: FactDeclaration): readonly string[] {
  return 'values' in type ? type.values : ['true', 'false'];
}

function slotOf({ name }: FactDeclaration, { slotOf: slots }: FactFrame): number {
  return slots.get(name) ?? -1;
}
