/** What analysis found in a table, as warnings in a leader's words. Paths begin at the table. */
import type { ValuePath, ValueProblem } from '../../base/problem.ts';
import { valueWarning } from '../../base/problem.ts';
import type { FactFrame } from '../../facts/frame.ts';
import type { EscalationRule, HealthRule } from '../table.ts';
import { analyseTable } from './analyse-table.ts';
import type { Finding } from './findings.ts';
import type { Example, Row } from './space.ts';

export function escalationFindings(rules: readonly EscalationRule[], frame: FactFrame): readonly ValueProblem[] {
  return problemsIn(analyseTable(rules, frame, outcomeOf), rules, 'the fallback answers');
}

export function healthFindings(rules: readonly HealthRule[], frame: FactFrame): readonly ValueProblem[] {
  const findings = analyseTable(rules, frame, ({ status }) => status);
  return problemsIn(findings, rules, 'the health is Unknown');
}

function outcomeOf({ route, reason, hide, team, ifClosed, match }: EscalationRule): string {
  return JSON.stringify([route, reason, hide.toSorted(), team, ifClosed, match]);
}

/** `noRow`: what happens where no row fits. */
function problemsIn(findings: readonly Finding[], rules: readonly Row[], noRow: string): readonly ValueProblem[] {
  const idOf = (row: number): string => `\`${rules[row]?.id ?? ''}\``;
  return findings.map((finding) => problemOf(finding, { idOf, last: rules.length - 1, noRow }));
}

type Words = { readonly idOf: (row: number) => string; readonly last: number; readonly noRow: string };

function problemOf(finding: Finding, { idOf, last, noRow }: Words): ValueProblem {
  const says = (row: number, message: string, mend: string, ...part: ValuePath): ValueProblem =>
    valueWarning(['rules', row, ...part], message, mend);
  switch (finding.kind) {
    case 'empty_cell': {
      const { row, facts } = finding;
      const message = `Row ${idOf(row)} can never fire: no value of ${listed(facts.map(code), 'and')} fits it.`;
      return says(row, message, 'Mend the cell, or delete the row.', 'when', facts[0] ?? '');
    }
    case 'contradiction': {
      const { row, example } = finding;
      const message = `Row ${idOf(row)} can never fire: it can't be that ${exampleText(example)}.`;
      return says(row, message, 'Mend the cells, or delete the row.', 'when');
    }
    case 'never_fires': {
      const { row, by, taker, example } = finding;
      const which = by.length === 1 ? '' : `${idOf(taker)} `;
      const message =
        `Row ${idOf(row)} can never fire: whatever fits it fits ${listed(by.map(idOf), 'or')} above it, ` +
        `for example ${which}where ${exampleText(example)}.`;
      return says(row, message, `Move it above ${by.length === 1 ? idOf(taker) : 'them'}, or delete it.`);
    }
    case 'changes_nothing': {
      const { row, as } = finding;
      const message = `Row ${idOf(row)} changes nothing: without it, ${listed(as.map(idOf), 'or')} would decide the same.`;
      return says(row, message, 'Delete it, or let it decide otherwise.');
    }
    case 'no_row': {
      const message = `No row fits where ${exampleText(finding.example)}: then ${noRow}.`;
      return says(last, message, CATCH_ALL);
    }
    case 'perhaps_no_row': {
      const { row, fact, example } = finding;
      const message = `It is not proved that a row always fits: where ${exampleText(example)}, only the FEEL of ${code(fact)} in ${idOf(row)} decides, which is not analysed.`;
      return says(last, message, CATCH_ALL);
    }
    case 'not_analysed': {
      const { row, fact } = finding;
      const message = `This FEEL is not analysed: nothing is said of rows that ${idOf(row)} may cover, and of it only what its other cells tell.`;
      return says(row, message, ANALYSABLE, 'when', fact);
    }
    case 'rows_not_proved': {
      const [first = last] = finding.rows;
      const message = `It is not proved whether ${listed(finding.rows.map(idOf), 'and')} can fire: that takes more work than \`check\` does for one table.`;
      return says(first, message, SIMPLER);
    }
    case 'gaps_not_proved': {
      const message = `It is not proved that a row always fits: that takes more work than \`check\` does for one table.`;
      return says(last, message, CATCH_ALL);
    }
  }
}

const CATCH_ALL = 'Add a last row without `when`, so that it is you who decides.';
const ANALYSABLE = 'Where you can, write it with values, ranges, comparisons, `not(…)` and `null` alone.';
const SIMPLER = 'Write fewer rows, or rows with fewer cells.';

function exampleText(example: Example): string {
  const facts = example.map(({ fact, value }) => `${fact} is ${value === null ? 'missing' : code(String(value))}`);
  return facts.length === 0 ? 'anything is asked' : listed(facts, 'and');
}

const MAX_LISTED = 8;

function listed(words: readonly string[], conjunction: 'and' | 'or'): string {
  const more = words.length - MAX_LISTED;
  const shown = more > 0 ? [...words.slice(0, MAX_LISTED), `${more} more`] : words;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} ${conjunction} ${shown.at(-1) ?? ''}`;
}

function code(text: string): string {
  return `\`${text}\``;
}
