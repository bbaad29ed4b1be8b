/** Problems with their files as a person would type them from where they are. */
import { relative } from 'node:path';
import type { Problem } from '../../base/problem.ts';

export function fromHere(problem: Problem, cwd: string): Problem {
  return { ...problem, place: { ...problem.place, file: pathFrom(cwd, problem.place.file) } };
}

/** What lies outside keeps its whole path. */
export function pathFrom(cwd: string, path: string): string {
  const file = relative(cwd, path);
  return file.startsWith('..') ? path : file;
}
