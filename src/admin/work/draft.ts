/** The draft: the workspace's folder as it stands on disk at this moment, edited and not yet served. */
import { relative } from 'node:path';
import type { PreparedRelease } from '../../answer/prepared-release.ts';
import { prepareRelease } from '../../answer/prepared-release.ts';
import type { EpochMs } from '../../base/clock.ts';
import { instantOf } from '../../base/clock.ts';
import type { Problem } from '../../base/problem.ts';
import { loadWorkspace } from '../../config/load-workspace.ts';
import { releaseOf } from '../../config/release.ts';
import type { DraftProblem } from '../contract.ts';

export type Draft =
  | { readonly kind: 'loaded'; readonly release: PreparedRelease }
  | { readonly kind: 'broken'; readonly problems: readonly DraftProblem[] };

/** @throws Failure `missing_file` for a folder that is no workspace any more */
export function loadDraft(folder: string, atMs: EpochMs): Draft {
  const { workspace, problems } = loadWorkspace(folder);
  if (workspace === null) return { kind: 'broken', problems: problems.map((problem) => draftProblem(problem, folder)) };
  return { kind: 'loaded', release: prepareRelease(workspace, releaseOf(workspace).id, instantOf(atMs)) };
}

function draftProblem({ severity, place, message, mend }: Problem, folder: string): DraftProblem {
  return { severity, file: relative(folder, place.file), line: place.line, column: place.column, message, mend };
}
