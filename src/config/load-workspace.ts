/**
 * A workspace folder → a checked workspace, or everything that is wrong with it at once.
 * Reads the configuration only: no source is opened, and nothing is asked of the network.
 */
import { ConfigurationFailure } from '../base/failure.ts';
import type { Problem } from '../base/problem.ts';
import { sourceFileSchema } from './source-schema.ts';
import { findTables } from './tables.ts';
import { findFiles } from './workspace-files.ts';
import { readWorkspace } from './read-workspace.ts';
import type { Workspace } from './workspace.ts';

export type LoadedWorkspace = {
  /** `null` when there is an error. */
  readonly workspace: Workspace | null;
  /** Errors and warnings, by file and line. */
  readonly problems: readonly Problem[];
};

/** Throws `Failure('missing_file')` for a folder that is not there or has no `concierge.yaml`. */
export function loadWorkspace(folder: string): LoadedWorkspace {
  const found: Problem[] = [];
  const files = findFiles(folder, found);
  const tables = findTables(folder, files.guardrails, found);
  if (files.company === null) for (const { document } of files.sources) document?.check(sourceFileSchema);
  const workspace = files.company === null ? null : readWorkspace(folder, { ...files, company: files.company }, tables);
  const problems = inOrder(found);
  return { workspace: problems.some(({ severity }) => severity === 'error') ? null : workspace, problems };
}

/** The same, where an error ends the command. Throws `ConfigurationFailure` with every error. */
export function requireWorkspace(folder: string): Workspace {
  const { workspace, problems } = loadWorkspace(folder);
  if (workspace === null) throw new ConfigurationFailure(problems.filter(({ severity }) => severity === 'error'));
  return workspace;
}

/** By file as read, then by place; two readers that meet the same fault say it once. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const files = [...new Set(problems.map(({ place }) => place.file))];
  const order = (one: Problem, other: Problem): number =>
    files.indexOf(one.place.file) - files.indexOf(other.place.file) ||
    one.place.line - other.place.line ||
    one.place.column - other.place.column;
  const same = (one: Problem) => (other: Problem) =>
    one.message === other.message && JSON.stringify(one.place) === JSON.stringify(other.place);
  return problems.filter((problem, index) => problems.findIndex(same(problem)) === index).toSorted(order);
}
