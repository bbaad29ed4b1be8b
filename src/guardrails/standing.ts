/** How the members of a team stand at a moment, whoever the account is: asked once, for whoever walks for many. Pure. */
import { ask } from './asked.ts';
import type { PoolMember } from './pool.ts';
import { foremost } from './pool.ts';
import { lineUp } from './rendezvous.ts';
import type { Remembered, Situation, Standing } from './situation.ts';
import type { PoolStrategy } from './teams.ts';

export function standingOf(
  situation: Situation,
  { standings }: Remembered,
  group: readonly PoolMember[],
  strategy: PoolStrategy,
): Standing {
  const before = standings.get(group);
  if (before !== undefined) return before;
  const made = standing(situation, group, strategy);
  standings.set(group, made);
  return made;
}

function standing(situation: Situation, group: readonly PoolMember[], strategy: PoolStrategy): Standing {
  const asked = group.map((member) => ({ member, ...ask(situation, member.person, false) }));
  const there = asked.filter(({ verdict }) => verdict === null);
  const soonest = asked.reduce((first, { opensMs }) => Math.min(first, opensMs ?? Infinity), Infinity);
  const some = there.length > 0 ? there : asked.filter(({ opensMs }) => opensMs === soonest);
  const members = foremost(
    some.map(({ member }) => member),
    strategy,
  );
  return {
    people: members.map(({ person }) => person),
    lineup: lineUp(members.map(({ hash, person: { weight } }) => ({ hash, weight }))),
  };
}
