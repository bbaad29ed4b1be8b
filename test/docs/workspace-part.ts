/**
 * A YAML block as a part of the sample's file that its first line names: maps are joined, rows of a table go on top (in
 * place of rows with their id), records of a source go to the end, everything else takes the place of what was there.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { YAMLMap, YAMLSeq } from 'yaml';
import { isMap, isSeq, parseDocument } from 'yaml';
import { problemText } from '../../src/base/problem.ts';
import { loadDeployment } from '../../src/config/load-deployment.ts';
import { loadScenarios } from '../../src/config/load-scenarios.ts';
import { checkWorkspace, requireWorkspace } from '../../src/config/load-workspace.ts';
import { importDirectory } from '../../src/directory/import-directory.ts';
import { isFileSource } from '../../src/sources/declaration.ts';
import { CLOCK } from './stage.ts';

/** The path in the workspace that the first line names, like `# guardrails/escalation.yaml`. Throws where none does. */
export function fileNamed(text: string, place: string): string {
  const file = /^# ([\w./-]+\.yaml)$/m.exec(text.split('\n')[0] ?? '')?.[1];
  if (file === undefined) throw new Error(`${place}: begin the block with its file, like "# concierge.yaml".`);
  return file;
}

export function writePart(workspace: string, file: string, text: string): void {
  const path = join(workspace, file);
  if (!existsSync(path)) throw new Error(`The sample has no ${file}: say \`whole\` for a file of its own.`);
  const [into, part] = [parseDocument(readFileSync(path, 'utf8')), parseDocument(text)];
  if (part.errors.length > 0 || !isMap(into.contents) || !isMap(part.contents))
    throw new Error(`A part of ${file} is a map: ${part.errors.join(' ')}`);
  joinMaps(into.contents, part.contents);
  writeFileSync(path, into.toString());
}

export function writeWhole(workspace: string, file: string, text: string): void {
  const path = join(workspace, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${text}\n`);
}

/** What the product's own loaders say of the configuration, warnings too. */
export function problemsIn(workspace: string): readonly string[] {
  const deployment = join(workspace, 'deployment.yaml');
  loadDeployment({ file: existsSync(deployment) ? deployment : null, workspace });
  const { workspace: loaded, problems } = checkWorkspace(workspace);
  return [...problems, ...(loaded === null ? [] : loadScenarios(loaded).problems)].map(problemText);
}

/** Reads the sources that are files through their mappings. Throws where a file, sheet or column isn't there. */
export async function readSources(workspace: string): Promise<void> {
  const loaded = requireWorkspace(workspace);
  const { close } = await importDirectory({ ...loaded, sources: loaded.sources.filter(isFileSource) }, CLOCK.now());
  close();
}

/** Of their kinds a file has one. */
const EXCLUSIVE: ReadonlySet<string> = new Set(['auth', 'store']);

function joinMaps(into: YAMLMap, part: YAMLMap): void {
  for (const { key, value } of part.items) {
    const name = String(key);
    const before = into.get(name, true);
    if (isMap(before) && isMap(value) && !EXCLUSIVE.has(name)) joinMaps(before, value);
    else if (name === 'rules' && isSeq(before) && isSeq(value)) putOnTop(before, value);
    else if (name === 'records' && isSeq(before) && isSeq(value)) before.items.push(...value.items);
    else into.set(name, value);
  }
}

function putOnTop(rows: YAMLSeq, added: YAMLSeq): void {
  const ids = new Set(added.items.map(idOf));
  rows.items = [...added.items, ...rows.items.filter((row) => !ids.has(idOf(row)))];
}

function idOf(row: unknown): unknown {
  return isMap(row) ? row.get('id') : undefined;
}
