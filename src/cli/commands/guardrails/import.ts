/**
 * `concierge guardrails import`: what a workbook or CSV changes of the guardrails, row by row, and then those changes in the files of
 * the workspace. All or nothing: everything is checked first, and where a file can't be written the others are as they were.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import { problemText } from '../../../base/problem.ts';
import { checkPlan } from '../../../spreadsheets/check-plan.ts';
import type { CheckedPlan } from '../../../spreadsheets/check-plan.ts';
import { lostComments } from '../../../spreadsheets/not-carried.ts';
import { planImport } from '../../../spreadsheets/plan-import.ts';
import type { ImportPlan } from '../../../spreadsheets/plan-import.ts';
import { readGrids } from '../../../spreadsheets/read-grids.ts';
import type { SheetName } from '../../../spreadsheets/sheet-names.ts';
import { sheetProblemText } from '../../../spreadsheets/sheet-problem.ts';
import type { WorkspaceTables } from '../../../spreadsheets/workspace-tables.ts';
import { workspaceTables } from '../../../spreadsheets/workspace-tables.ts';
import type { CommandContext } from '../../context.ts';
import { emphasis } from '../../terminal/emphasis.ts';
import { fromHere, pathFrom } from '../../terminal/from-here.ts';
import { changesText, nextSteps } from '../../releases/guardrails-text.ts';
import { replaceFile } from '../../files/replace-file.ts';

export type GuardrailsImportOptions = {
  readonly file: string;
  readonly dir: string | undefined;
  readonly table?: SheetName;
  readonly dryRun?: boolean;
};

export async function importGuardrails(options: GuardrailsImportOptions, context: CommandContext): Promise<void> {
  const tables = workspaceTables(resolve(context.cwd, options.dir ?? '.'));
  const plan = planImport(tables, await readGrids(resolve(context.cwd, options.file)), options.table ?? null);
  for (const note of plan.notes) context.err(note);
  if (plan.problems.length > 0) throw refused(plan.problems.map(sheetProblemText));
  if (plan.sheets.every(({ changes }) => changes.length === 0)) {
    context.out('Nothing changes.');
    return;
  }
  for (const line of changesText(plan.sheets, emphasis(context))) context.out(line);
  const checked = checkPlan(tables, plan);
  const errors = errorsIn(checked, context);
  if (errors.length > 0) throw refused(errors);
  tell(tables, plan, checked, context);
  if (options.dryRun === true) {
    context.err('Nothing was written: this was a dry run.');
    return;
  }
  writeAll(tables, plan);
  for (const file of plan.texts.keys()) context.err(`Wrote ${pathFrom(context.cwd, file)}`);
  for (const line of nextSteps(options.dir ?? '.')) context.err(line);
}

function errorsIn({ inSheets, others }: CheckedPlan, { cwd }: CommandContext): readonly string[] {
  const isError = ({ severity }: { readonly severity: string }): boolean => severity === 'error';
  return [
    ...inSheets.filter(isError).map(sheetProblemText),
    ...others.filter(isError).map((problem) => problemText(fromHere(problem, cwd))),
  ];
}

function refused(lines: readonly string[]): Failure {
  return new Failure('configuration', `${lines.join('\n')}\nNothing was written.`);
}

function tell(
  { texts }: WorkspaceTables,
  plan: ImportPlan,
  { inSheets, others, scenarios }: CheckedPlan,
  { err, cwd }: CommandContext,
): void {
  for (const problem of inSheets) err(sheetProblemText(problem));
  for (const problem of others) err(problemText(fromHere(problem, cwd)));
  const changes = plan.sheets.flatMap((sheet) => sheet.changes);
  for (const [file, text] of plan.texts)
    for (const comment of lostComments(texts.get(file) ?? '', text, changes))
      err(`${pathFrom(cwd, file)}: the comment ${comment} goes with what it belonged to.`);
  if (scenarios.length > 0) err('Scenarios that no longer fit, to mend next:');
  for (const problem of scenarios) err(`  ${problemText(fromHere(problem, cwd))}`);
}

/** @throws Failure where a file changed meanwhile, or can't be written; then all are as they were */
function writeAll({ texts: before }: WorkspaceTables, { texts }: ImportPlan): void {
  for (const file of texts.keys())
    if (readFileSync(file, 'utf8') !== before.get(file))
      throw new Failure('configuration', `${file} was changed meanwhile; nothing was written.`, 'Import it again.');
  const written: string[] = [];
  try {
    for (const [file, text] of texts) {
      replaceFile(file, text);
      written.push(file);
    }
  } catch (error) {
    for (const file of written) replaceFile(file, before.get(file) ?? '');
    throw error;
  }
}
