/**
 * Structural checks of a typed table: names that it uses exist, and every row can have its turn. Paths begin at the
 * table: `['rules', 3, 'route', 1]`. Not for what rows mean together (gaps, overlaps), nor for who holds a role.
 */
import { nearestName } from '../base/nearest.ts';
import type { ValuePath, ValueProblem } from '../base/problem.ts';
import { valueError, valueWarning } from '../base/problem.ts';
import type { Approver } from '../card/approve.ts';
import type { FactFrame } from '../facts/frame.ts';
import { unknownFact } from './parse-when.ts';
import { matchProblems } from './check-match.ts';
import type { Cell, DecisionTable, EscalationRule, HealthRule, ReasonChoice } from './table.ts';

/** What a table may name. */
export type KnownNames = {
  readonly frame: FactFrame;
  readonly teams: Iterable<string>;
  /** Reason codes that have a wording. */
  readonly reasons: Iterable<string>;
  readonly approver: Pick<Approver, 'email'>;
};

type AnyRule = EscalationRule | HealthRule;

export function checkTable(table: DecisionTable<AnyRule>, known: KnownNames): readonly ValueProblem[] {
  const perRule = table.rules.flatMap((rule, index) => [
    ...factProblems(rule.when, known.frame, ['rules', index, 'when']),
    ...('route' in rule ? escalationProblems(rule, known, ['rules', index]) : []),
  ]);
  return [...repeatedIds(table.rules), ...deadRows(table.rules), ...perRule];
}

function repeatedIds(rules: readonly AnyRule[]): ValueProblem[] {
  const first = new Map<string, number>();
  return rules.flatMap(({ id }, index) => {
    const before = first.get(id);
    if (before === undefined) first.set(id, index);
    const message = `Row ${(before ?? 0) + 1} is called \`${id}\` too.`;
    return before === undefined ? [] : [valueError(['rules', index, 'id'], message, 'Give each row its own id.')];
  });
}

/** The simple case: a row without conditions always fires, so no later row has a turn. */
function deadRows(rules: readonly AnyRule[]): ValueProblem[] {
  const always = rules.findIndex(({ when }) => when.length === 0);
  if (always === -1) return [];
  const { id } = rules[always] ?? { id: '' };
  return rules.slice(always + 1).map((rule, offset) => {
    const message = `Row \`${rule.id}\` can never fire: \`${id}\` above it has no conditions and always does.`;
    return valueError(
      ['rules', always + 1 + offset],
      message,
      `Move it above \`${id}\`, or give \`${id}\` a condition.`,
    );
  });
}

function factProblems(when: readonly Cell[], frame: FactFrame, path: ValuePath): ValueProblem[] {
  const unknown = when.filter(({ fact }) => !frame.slotOf.has(fact));
  return unknown.map(({ fact }) => unknownFact(fact, frame, [...path, fact]));
}

function escalationProblems(rule: EscalationRule, known: KnownNames, path: ValuePath): ValueProblem[] {
  return [
    ...routeProblems(rule, known, path),
    ...reasonProblems(rule.reason, known, path),
    ...hideProblems(rule, path),
    ...matchProblems(rule, known.frame, [...path, 'match']),
  ];
}

function routeProblems({ route }: EscalationRule, { teams, approver }: KnownNames, path: ValuePath): ValueProblem[] {
  const names = [...teams];
  return route.flatMap((link, index) => {
    const at = [...path, 'route', index];
    if (link.kind === 'team' && !names.includes(link.team)) return [unknownName(at, 'team', link.team, names)];
    if (link.kind !== 'person' || approver.email(link.email) !== undefined) return [];
    const mend = 'Add its domain to `approved.email_domains`, or name somebody else.';
    return [valueError(at, `\`${link.email}\` is not in an approved domain: nobody is routed there.`, mend)];
  });
}

function reasonProblems(reason: ReasonChoice, { reasons }: KnownNames, path: ValuePath): ValueProblem[] {
  const codes = [...reasons];
  const chosen =
    typeof reason === 'string'
      ? [[[], reason] as const]
      : Object.entries(reason).map(([key, code]) => [[key], code] as const);
  return chosen.flatMap(([key, code]) =>
    codes.includes(code) ? [] : [unknownName([...path, 'reason', ...key], 'reason', code, codes)],
  );
}

function unknownName(path: ValuePath, kind: 'team' | 'reason', name: string, names: readonly string[]): ValueProblem {
  const near = nearestName(name, names);
  const mend =
    near === undefined ? `Add it under \`${kind}s:\`. There are: ${names.join(', ')}.` : `Did you mean \`${near}\`?`;
  return valueError(path, `There is no ${kind} \`${name}\`.`, mend);
}

function hideProblems({ hide }: EscalationRule, path: ValuePath): ValueProblem[] {
  if (!hide.includes('email') || !hide.includes('booking_link')) return [];
  const message =
    'Hiding `email` and `booking_link` leaves no way to reach a person: this row always ends at the fallback.';
  return [valueWarning([...path, 'hide'], message, 'Keep one of the two.')];
}
