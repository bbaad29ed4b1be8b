/** What is wrong in a sheet: a problem like any other, but for its place, which a spreadsheet counts in columns and rows. */
import type { Problem } from '../base/problem.ts';

export type SheetProblem = Omit<Problem, 'place'> & {
  /** `guardrails.xlsx, sheet escalation, D7` */
  readonly place: string;
};

export function sheetError(place: string, message: string, mend: string): SheetProblem {
  return { severity: 'error', place, message, mend };
}

export function sheetProblemText({ place, severity, message, mend }: SheetProblem): string {
  return `${place}: ${severity}: ${message} ${mend}`.trimEnd();
}
