/** The workspace as a plan would leave it, checked as `concierge check` does, before anything is written. */
import type { Problem } from '../base/problem.ts';
import { checkWorkspace } from '../config/load-workspace.ts';
import { loadScenarios } from '../config/load-scenarios.ts';
import type { ImportPlan } from './plan-import.ts';
import { inSheet } from './problem-places.ts';
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
export function checkPlan({ workspace, tables, reasons }: WorkspaceTables, plan: ImportPlan): CheckedPlan {
  const { folder } = workspace;
  const before = new Set(checkWorkspace(folder).problems.map(({ message }) => message));
  const after = checkWorkspace(folder, plan.texts);
  const fresh = after.problems.filter(({ severity, message }) => severity === 'error' || !before.has(message));
  const scenariosBefore = new Set(loadScenarios(workspace).problems.map(({ message }) => message));
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
    scenarios: scenarios.filter(({ message }) => !scenariosBefore.has(message)),
  };
}
