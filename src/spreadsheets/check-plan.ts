/** The workspace as a plan would leave it, checked as `concierge check` does, before anything is written. */
import type { Problem } from '../base/problem.ts';
import { checkWorkspace } from '../config/load-workspace.ts';
import { loadScenarios } from '../config/load-scenarios.ts';
import type { ImportPlan } from './plan-import.ts';
import { inSheet, namedPlaces } from './problem-places.ts';
import type { SheetsOfFile } from './problem-places.ts';
import type { SheetProblem } from './sheet-problem.ts';
import type { WorkspaceTables } from './workspace-tables.ts';

export type CheckedPlan = {
  /** With places in the sheets. */
  readonly inSheets: readonly SheetProblem[];
  /** Elsewhere in the workspace. */
  readonly others: readonly Problem[];
  /** Of the workspace's scenarios, which expect something of rows; they keep nothing from being written. */
  readonly scenarios: readonly Problem[];
};

/** What is wrong with it that wasn't before. */
export function checkPlan({ workspace, tables, reasons, texts }: WorkspaceTables, plan: ImportPlan): CheckedPlan {
  const { folder } = workspace;
  const after = checkWorkspace(folder, plan.texts);
  const [isKnown, isKnownScenario] = [checkWorkspace(folder), loadScenarios(workspace)].map(({ problems }) =>
    knownProblems(problems, texts, plan.texts),
  );
  const fresh = after.problems.filter((problem) => isKnown?.(problem) !== true || problem.severity === 'error');
  const scenarios = after.workspace === null ? [] : loadScenarios(after.workspace).problems;
  const fileOf = new Map(tables.map(({ table, file }) => [table as string, file]));
  const files = [...plan.texts].map(([file, text]): SheetsOfFile => {
    const here = plan.sheets.filter(({ sheet }) =>
      sheet === 'reasons'
        ? reasons.some(({ document }) => document.file === file) || file === fileOf.get('escalation')
        : fileOf.get(sheet) === file,
    );
    return { file, text, sheets: here };
  });
  const placed = fresh.map((problem) => ({ problem, cell: inSheet(problem, files) }));
  return {
    inSheets: placed.flatMap(({ cell }) => cell ?? []),
    others: placed.flatMap(({ problem, cell }) => (cell === null ? [problem] : [])),
    scenarios: scenarios.filter((problem) => isKnownScenario?.(problem) !== true),
  };
}

type Texts = ReadonlyMap<string, string>;

/** Whether a problem stood there before, as often as it is asked: the same words in another row are another problem. */
function knownProblems(problems: readonly Problem[], before: Texts, after: Texts): (problem: Problem) => boolean {
  const files = [...after.keys()];
  const [keyBefore, keyAfter] = [problemKeys(files, before), problemKeys(files, after)];
  const known = problems.map(keyBefore);
  return (problem) => {
    const at = known.indexOf(keyAfter(problem));
    if (at !== -1) known.splice(at, 1);
    return at !== -1;
  };
}

/** By its words and its place: in files that change by row and column, since lines move. */
function problemKeys(files: readonly string[], texts: Texts): (problem: Problem) => string {
  const names = new Map(files.map((file) => [file, namedPlaces(texts.get(file) ?? '')]));
  return ({ message, place }) => {
    const name = names.get(place.file);
    return JSON.stringify([message, place.file, name === undefined ? [place.line, place.column] : name(place)]);
  };
}
