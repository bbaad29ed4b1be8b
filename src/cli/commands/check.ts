/** `concierge check`: every problem of a workspace, of its scenarios and of the deployment beside it, at once. Exit code 3 when there is an error; warnings pass. */
import { resolve } from 'node:path';
import { ConfigurationFailure, EXIT_CODES } from '../../base/failure.ts';
import type { Problem } from '../../base/problem.ts';
import { problemText } from '../../base/problem.ts';
import { clientProblems } from '../../config/client-problems.ts';
import { loadDeployment } from '../../config/load-deployment.ts';
import { loadScenarios } from '../../config/load-scenarios.ts';
import { checkWorkspace } from '../../config/load-workspace.ts';
import type { Workspace } from '../../config/workspace.ts';
import { deploymentBeside } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { fromHere } from '../terminal/from-here.ts';

export type CheckOptions = { readonly dir: string | undefined; readonly json?: boolean };

export function check({ dir, json = false }: CheckOptions, context: CommandContext): number {
  const folder = resolve(context.cwd, dir ?? '.');
  const { workspace, problems: ofWorkspace } = checkWorkspace(folder);
  const ofScenarios = workspace === null ? [] : loadScenarios(workspace).problems;
  const problems = [...ofWorkspace, ...ofScenarios, ...deploymentProblems(folder, workspace)];
  const shown = problems.map((problem) => fromHere(problem, context.cwd));
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (json) context.out(JSON.stringify({ ok: errors === 0, problems: shown }, null, 2));
  else for (const problem of shown) context.out(problemText(problem));
  context.err(summary(errors, problems.length - errors));
  return errors === 0 ? 0 : EXIT_CODES.configuration;
}

function deploymentProblems(folder: string, workspace: Workspace | null): readonly Problem[] {
  const file = deploymentBeside(folder);
  try {
    loadDeployment({ file, workspace: folder });
    if (file === null || workspace === null) return [];
    return clientProblems(
      file,
      workspace.callers.map(({ id }) => id),
    );
  } catch (error) {
    if (error instanceof ConfigurationFailure) return error.problems;
    throw error;
  }
}

function summary(errors: number, warnings: number): string {
  if (errors + warnings === 0) return 'No problems.';
  return `${count(errors, 'error')}, ${count(warnings, 'warning')}.`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
