/** What a tool says of itself now and what it said when it was approved, member by member: for a person who is to approve it anew. Pure. */
import { canonicalJson, isPlainObject } from '../base/json.ts';
import type { Definition } from './definition.ts';

/** `before` or `now` is null where there was or is nothing. JSON of what stands there. */
export type Difference = { readonly at: string; readonly before: string | null; readonly now: string | null };

export function differencesOf(before: Definition, now: Definition): readonly Difference[] {
  const [old, young] = [leavesOf(before), leavesOf(now)];
  return [...new Set([...old.keys(), ...young.keys()])]
    .filter((at) => old.get(at) !== young.get(at))
    .map((at) => ({ at, before: old.get(at) ?? null, now: young.get(at) ?? null }));
}

function leavesOf(value: unknown): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  const walk = (each: unknown, at: string): void => {
    const members = isPlainObject(each) ? Object.entries(each) : Array.isArray(each) ? [...each.entries()] : [];
    if (members.length === 0) leaves.set(at, canonicalJson(each));
    for (const [key, member] of members) walk(member, at === '' ? String(key) : `${at}.${key}`);
  };
  walk(value, '');
  return leaves;
}
