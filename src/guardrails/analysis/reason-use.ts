/** Which reasons the rows tell, and in which languages their words are missing. */
import type { ValueProblem } from '../../base/problem.ts';
import { valueWarning } from '../../base/problem.ts';
import type { ReasonWording } from '../../card/contract.ts';
import type { Audience } from '../../facts/frame.ts';
import { AUDIENCES } from '../../facts/frame.ts';
import { compileTest } from '../compile.ts';
import { hasWording } from '../reason.ts';
import type { EscalationRule } from '../table.ts';

export function usedReasons(rules: readonly EscalationRule[]): ReadonlySet<string> {
  return new Set(rules.flatMap(({ reason }) => (typeof reason === 'string' ? [reason] : Object.values(reason))));
}

/** The rows that may fire for an agent of this audience. */
export function rulesFor(rules: readonly EscalationRule[], audience: Audience): readonly EscalationRule[] {
  const type = { type: 'enum', values: AUDIENCES } as const;
  return rules.filter(({ when }) =>
    when.every(({ fact, test }) => fact !== 'audience' || compileTest(test, type)(audience)),
  );
}

/** Reasons for a kind of link that the row's route hasn't. Paths begin at the table. */
export function untoldReasons(rules: readonly EscalationRule[]): readonly ValueProblem[] {
  return rules.flatMap((rule, row) => {
    const { id, route, reason } = rule;
    if (typeof reason === 'string') return [];
    const kinds: readonly string[] = ['default', 'other_language', ...route.map(({ kind }) => kind)];
    const untold = Object.entries(reason).filter(([kind]) => !kinds.includes(kind));
    return [
      ...untold.map(([kind, code]) =>
        valueWarning(
          ['rules', row, 'reason', kind],
          `Row \`${id}\` routes to no \`${kind}\`, so nobody reads \`${code}\` here.`,
          `Delete it, or add a \`${kind}\` to the route.`,
        ),
      ),
      ...untoldLanguage(rule, ['rules', row, 'reason', 'other_language']),
    ];
  });
}

/** It is for who answers without the language that was preferred: where none is, nobody can. */
function untoldLanguage({ id, reason, match }: EscalationRule, path: ValueProblem['path']): readonly ValueProblem[] {
  if (typeof reason === 'string' || reason.other_language === undefined) return [];
  if (match?.prefer.includes('language') === true) return [];
  const message = `Row \`${id}\` prefers no language, so nobody reads \`${reason.other_language}\` here.`;
  return [valueWarning(path, message, 'Add `match: { prefer: [language] }` to the row, or delete it.')];
}

/** A language that some reasons have, and those without it. */
export type LanguageGap = {
  readonly language: string;
  readonly having: readonly string[];
  readonly lacking: readonly string[];
};

/** As customers are answered: who asks in `de-AT` reads `de`. The default language is what every reason has. */
export function languageGaps(
  reasons: readonly (readonly [string, ReasonWording])[],
  defaultLanguage: string,
): readonly LanguageGap[] {
  const languages = new Set(reasons.flatMap(([, wording]) => Object.keys(wording)));
  languages.delete(defaultLanguage);
  return [...languages].flatMap((language) => {
    const codes = (has: boolean): readonly string[] =>
      reasons.flatMap(([code, wording]) => (hasWording(wording, language) === has ? [code] : []));
    const lacking = codes(false);
    return lacking.length === 0 ? [] : [{ language, having: codes(true), lacking }];
  });
}
