/** Who holds a role of an account. */
import type { Assignment, Role } from '../directory/records.ts';

/** The primary first, then the oldest assignment, then the id. Assignments without a day are the youngest. */
export function holdersOf(role: Role, assignments: readonly Assignment[]): readonly Assignment[] {
  const held = assignments.filter((assignment) => assignment.role === role);
  return held.length < 2 ? held : held.toSorted(byRank);
}

function byRank(one: Assignment, other: Assignment): number {
  if (one.primary !== other.primary) return one.primary ? -1 : 1;
  return byText(one.since ?? LAST_DAY, other.since ?? LAST_DAY) || byText(one.person, other.person);
}

const LAST_DAY = '9999-12-31';

function byText(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
