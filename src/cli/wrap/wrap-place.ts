/** Where what is wrapped lies in a workspace: the source, the service, and what was written, for the next time. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { nameSchema } from '../../config/schema/names.ts';
import { CONCIERGE } from '../../config/workspace.ts';
import type { Kept } from '../../wrapping/kept.ts';
import { readKept } from '../../wrapping/kept.ts';
import type { Files } from '../../wrapping/rewrap.ts';
import { writeWhole } from '../files/write-whole.ts';

export type WrapPlace = {
  readonly folder: string;
  readonly name: string;
  readonly paths: Readonly<Record<'source' | 'service' | 'kept', string>>;
  /** What is there; null where nothing is. */
  readonly there: { readonly files: Files; readonly kept: Kept } | null;
};

/** @throws Failure `missing_file`, `usage` where the name is taken by something that wasn't wrapped */
export function wrapPlace(name: string, dir: string | undefined, cwd: string): WrapPlace {
  const folder = resolve(cwd, dir ?? '.');
  if (!nameSchema.safeParse(name).success || name === CONCIERGE)
    throw new Failure('usage', `\`${name}\` is no name for a source.`, 'Use lower-case letters, digits, `-` and `_`.');
  if (!existsSync(join(folder, 'concierge.yaml')))
    throw new Failure(
      'missing_file',
      `${dir ?? 'This folder'} has no concierge.yaml.`,
      'Name a workspace by --workspace, or make one by `concierge init`.',
    );
  const paths = {
    source: join(folder, 'sources', `${name}.yaml`),
    service: join(folder, 'services', `${name}.yaml`),
    kept: join(folder, '.wrapped', `${name}.json`),
  };
  return { folder, name, paths, there: whatIsThere(paths) };
}

function whatIsThere(paths: WrapPlace['paths']): WrapPlace['there'] {
  const found = Object.values(paths).filter((path) => existsSync(path));
  if (found.length === 0) return null;
  if (found.length === 3)
    return {
      files: { source: readFileSync(paths.source, 'utf8'), service: readFileSync(paths.service, 'utf8') },
      kept: readKept(readFileSync(paths.kept, 'utf8'), paths.kept),
    };
  const what = existsSync(paths.kept) ? 'isn’t whole any more' : 'was written by somebody';
  throw new Failure(
    'usage',
    `Nothing was written: ${found[0] ?? ''} is there, and ${what}.`,
    'Choose another --name, or move that file away.',
  );
}

export function writeWrapped({ paths }: WrapPlace, { source, service }: Files, kept: Kept): void {
  writeWhole(paths.source, source);
  writeWhole(paths.service, service);
  writeWhole(paths.kept, `${JSON.stringify(kept, null, 1)}\n`);
}
