/** A file of a workspace that is written for somebody: where there is none, and gone again where the workspace would have errors with it. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { Problem } from '../../base/problem.ts';
import { loadWorkspace, withoutErrors } from '../../config/load-workspace.ts';

/** Warnings about the new file. @throws Failure `usage` where it can't be written, or ConfigurationFailure, and the file is gone */
export function writtenAndChecked(path: string, folder: string, text: string): readonly Problem[] {
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (cause) {
    throw new Failure(
      'usage',
      `The file ${path} can’t be written.`,
      'Look at the rights of the folder, and whether the file is there already.',
      { cause },
    );
  }
  try {
    const loaded = loadWorkspace(folder);
    withoutErrors(loaded);
    return loaded.problems.filter(({ place }) => place.file === path);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}
