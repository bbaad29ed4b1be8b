/** `concierge init`: writes the starter workspace and its JSON Schemas into a folder. Overwrites nothing. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../base/failure.ts';
import { emitSchemas } from './json-schemas.ts';
import { STARTER_FILES } from './starter.ts';

/**
 * The paths of the files that were written.
 * @throws Failure `usage`, and writes nothing, where one of them is there
 */
export function initWorkspace(folder: string): readonly string[] {
  const files = Object.entries(STARTER_FILES).map(([name, text]) => ({ path: join(folder, name), text }));
  const there = files.filter(({ path }) => existsSync(path)).map(({ path }) => path);
  if (there.length > 0) {
    const verb = there.length === 1 ? 'is there already' : 'are there already';
    throw new Failure('usage', `Nothing was written: ${there.join(', ')} ${verb}.`, 'Name a new folder.');
  }
  for (const { path, text } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: 'wx' });
  }
  return [...files.map(({ path }) => path), ...emitSchemas(folder)];
}
