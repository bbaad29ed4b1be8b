/**
 * The account's team: for each role, in the leader's order, its first holder who may be named. Who is away or off-hours
 * stays in the team; who may not be named gives way to the next holder of that role, and without one it is left out.
 */
import type { PersonKey, Role } from '../directory/records.ts';
import { ineligible } from './eligible.ts';
import { holdersOf } from './holders.ts';
import type { Situation } from './situation.ts';
import type { CandidateVerdict, Contact } from './reached.ts';

export type KeyRoles = {
  readonly holders: readonly Contact[];
  /** `link` is the index of the role. */
  readonly verdicts: readonly CandidateVerdict[];
  readonly consulted: readonly PersonKey[];
};

export function keyRoles(roles: readonly Role[], situation: Situation): KeyRoles {
  const holders: Contact[] = [];
  const verdicts: CandidateVerdict[] = [];
  for (const [link, role] of roles.entries()) {
    const holder = holderOf(link, role, situation, verdicts);
    if (holder !== null) holders.push(holder);
  }
  const consulted = new Set(
    verdicts.flatMap(({ person, verdict }) => (person === null || verdict === 'nobody' ? [] : [person])),
  );
  return { holders, verdicts, consulted: [...consulted] };
}

function holderOf(link: number, role: Role, situation: Situation, verdicts: CandidateVerdict[]): Contact | null {
  const { assignments, roster, house, hide } = situation;
  const held = holdersOf(role, assignments);
  if (held.length === 0) verdicts.push({ link, person: null, team: null, verdict: 'nobody' });
  for (const { person: key } of held) {
    const person = roster.people.get(key);
    const refused = person === undefined ? 'nobody' : ineligible(person, house.approver, hide);
    verdicts.push({ link, person: key, team: null, verdict: refused ?? 'chosen' });
    if (person !== undefined && refused === null) return { kind: 'person', person, role };
  }
  return null;
}
