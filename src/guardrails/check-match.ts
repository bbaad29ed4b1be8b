/** What can be said of a row's `match` from the row and the facts alone. Who has a skill is for the sources to say. */
import type { ValuePath, ValueProblem } from '../base/problem.ts';
import { valueError, valueWarning } from '../base/problem.ts';
import type { FactFrame } from '../facts/frame.ts';
import type { FactType } from '../facts/types.ts';
import type { Match, Skill } from './skills.ts';
import { SKILL_FACTS } from './skills.ts';
import type { EscalationRule } from './table.ts';

/** `path`: that of the `match`. */
export function matchProblems(rule: EscalationRule, frame: FactFrame, path: ValuePath): ValueProblem[] {
  const { match } = rule;
  if (match === undefined) return [];
  const { require, prefer } = match;
  if (require.length + prefer.length === 0)
    return [valueError(path, 'Nothing is matched.', 'Write `require: [region]`, or `prefer: [language]`.')];
  return [
    ...[...require.entries()].flatMap(([index, skill]) => factProblem(skill, frame, [...path, 'require', index])),
    ...[...prefer.entries()].flatMap(([index, skill]) => factProblem(skill, frame, [...path, 'prefer', index])),
    ...repeated(match, path),
    ...idlePreference(rule, path),
  ];
}

const MATCHABLE: ReadonlySet<FactType['type']> = new Set(['enum', 'string']);

function factProblem(skill: Skill, frame: FactFrame, path: ValuePath): ValueProblem[] {
  const fact = SKILL_FACTS[skill];
  const declared = frame.facts[frame.slotOf.get(fact) ?? -1];
  if (declared === undefined) {
    const message = `\`${skill}\` is matched with the fact \`${fact}\`, and there is none.`;
    return [valueError(path, message, `Declare \`${fact}\` under \`facts\` of concierge.yaml, or delete this.`)];
  }
  if (MATCHABLE.has(declared.type.type)) return [];
  const message = `\`${skill}\` is matched with the fact \`${fact}\`, which is no word but a ${declared.type.type}.`;
  return [valueError(path, message, `Declare \`${fact}\` as \`enum\` or \`string\`.`)];
}

function repeated({ require, prefer }: Match, path: ValuePath): ValueProblem[] {
  const twice = (list: readonly Skill[], key: string, before: readonly Skill[]): ValueProblem[] =>
    list.flatMap((skill, index) =>
      before.includes(skill) || list.indexOf(skill) < index
        ? [valueError([...path, key, index], `\`${skill}\` is matched already.`, 'Say it once.')]
        : [],
    );
  return [...twice(require, 'require', []), ...twice(prefer, 'prefer', require)];
}

/** A preference ranks a team's members, and tells the reason; without either it is forgotten. */
function idlePreference({ id, route, reason, match }: EscalationRule, path: ValuePath): ValueProblem[] {
  if (match === undefined || match.prefer.length === 0 || route.some(({ kind }) => kind === 'team')) return [];
  if (typeof reason !== 'string' && reason.other_language !== undefined) return [];
  const message = `Row \`${id}\` asks no team, and a preference is for whom of a team to ask first.`;
  return [valueWarning([...path, 'prefer'], message, 'Write `require`, or add a `team:` to the route.')];
}
