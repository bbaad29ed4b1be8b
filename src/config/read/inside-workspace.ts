/** Paths that a source's file names: they stay inside the workspace, so that a release reads the same on every machine. */
import { realpathSync } from 'node:fs';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import type { ValuePath } from '../../base/problem.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import type { SourceContext } from './source-context.ts';

/** The path relative to the workspace folder, with forward slashes; refuses to leave it, by `..` or a link. */
export function insideWorkspace(
  document: ConfigDocument,
  at: ValuePath,
  written: string,
  context: SourceContext,
): string | null {
  const target = resolve(dirname(context.path), written);
  if (isInside(context.folder, target) && isInside(realPath(context.folder), realPath(target))) {
    return relative(context.folder, target).split(sep).join('/');
  }
  document.error(
    at,
    `\`${written}\` lies outside the workspace folder.`,
    'Copy the file into the workspace; a source reads nothing else.',
  );
  return null;
}

function isInside(folder: string, target: string): boolean {
  const way = relative(folder, target);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === target;
}

/** With links resolved as far as the path exists. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : resolve(realPath(parent), basename(path));
  }
}
