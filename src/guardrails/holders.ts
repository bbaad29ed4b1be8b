/** Who holds a role of an account, in the order in which they are asked. */
import type { Holding, Role } from '../directory/records.ts';
import { compareHolders } from '../directory/records.ts';

export function holdersOf(role: Role, assignments: readonly Holding[]): readonly Holding[] {
  const held = assignments.filter((assignment) => assignment.role === role);
  return held.length < 2 ? held : held.toSorted(compareHolders);
}
