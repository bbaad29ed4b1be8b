/**
 * A workspace folder → a checked workspace, or everything that is wrong with it at once.
 * Reads the configuration only: no source is opened, and nothing is asked of the network.
 */
import { compareText } from '../base/compare-text.ts';
import { ConfigurationFailure } from '../base/failure.ts';
import type { Problem } from '../base/problem.ts';
import { sourceSchemaFor } from './schema/source-schema.ts';
import { findTables } from './read/tables.ts';
import { findFiles } from './read/workspace-files.ts';
import type { DraftTexts, FoundFile, WorkspaceFiles } from './read/workspace-files.ts';
import { isPlainObject } from '../base/json.ts';
import type { Documents } from './read/check-workspace.ts';
import { checkAcrossFiles } from './read/check-workspace.ts';
import { checkTables } from './read/check-tables.ts';
import { workspaceFileSchema } from './schema/workspace-schema.ts';
import { findService } from './read/read-service.ts';
import { readWorkspace } from './read/read-workspace.ts';
import type { Workspace } from './workspace.ts';

export type LoadedWorkspace = {
  /** `null` when there is an error. */
  readonly workspace: Workspace | null;
  /** Errors and warnings, by file and line. */
  readonly problems: readonly Problem[];
};

/** @throws Failure `missing_file` for a folder that is not there or has no `concierge.yaml` */
export function loadWorkspace(folder: string): LoadedWorkspace {
  return load(folder, () => {});
}

/**
 * The same, with what analysis finds in the tables: seconds of work where these are large. Of `drafts` as they would be.
 * @throws Failure `missing_file` for a folder that is not there or has no `concierge.yaml`
 */
export function checkWorkspace(folder: string, drafts?: DraftTexts): LoadedWorkspace {
  return load(folder, checkTables, drafts);
}

/** What else is looked for in a workspace without errors. */
type Look = (documents: Documents, workspace: Workspace) => void;

function load(folder: string, look: Look, drafts?: DraftTexts): LoadedWorkspace {
  const found: Problem[] = [];
  const files = findFiles(folder, found, drafts);
  const tables = findTables(folder, files.guardrails, found);
  const service = findService(files.services);
  const services = files.services.flatMap(({ document }) => document ?? []);
  const documents = files.company && { company: files.company, tables, service, services };
  const workspace = documents && checkedWorkspace(folder, files, documents, found);
  if (workspace !== null && documents !== null) look(documents, workspace);
  if (files.company === null) checkStructure(files.sources);
  return { workspace, problems: inOrder(found) };
}

function checkedWorkspace(
  folder: string,
  files: WorkspaceFiles,
  documents: Documents,
  found: readonly Problem[],
): Workspace | null {
  documents.company.check(workspaceFileSchema);
  if (!isPlainObject(documents.company.value)) return null;
  const workspace = readWorkspace(folder, files, documents);
  if (workspace === null || hasError(found)) return null;
  checkAcrossFiles(documents, workspace);
  return hasError(found) ? null : workspace;
}

/**
 * The same, where an error ends the command.
 * @throws Failure `missing_file`, or ConfigurationFailure with every error
 */
export function requireWorkspace(folder: string): Workspace {
  return withoutErrors(loadWorkspace(folder));
}

/** @throws ConfigurationFailure with every error */
export function withoutErrors({ workspace, problems }: LoadedWorkspace): Workspace {
  if (workspace === null) throw new ConfigurationFailure(problems.filter(({ severity }) => severity === 'error'));
  return workspace;
}

/** By file and place; two readers that meet the same fault say it once. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const order = ({ place: one }: Problem, { place: other }: Problem): number =>
    compareText(one.file, other.file) || one.line - other.line || one.column - other.column;
  const same = (one: Problem) => (other: Problem) =>
    one.message === other.message && JSON.stringify(one.place) === JSON.stringify(other.place);
  return problems.filter((problem, index) => problems.findIndex(same(problem)) === index).toSorted(order);
}

/** Names can't be checked without the company's file; the structure of the others can. */
function checkStructure(sources: readonly FoundFile[]): void {
  for (const { document } of sources) document?.check(sourceSchemaFor(document.valueAt(['connector'])));
}

function hasError(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}
