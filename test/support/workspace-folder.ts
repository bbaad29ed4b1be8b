/** A workspace folder to break: the starter's files with some of their text replaced. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { problemText } from '../../src/base/problem.ts';
import { checkWorkspace } from '../../src/config/load-workspace.ts';
import { STARTER_FILES } from '../../src/config/starter.ts';

/** `old` must stand in the file exactly once, so that a test can't pass by changing nothing. */
export type Edit = { readonly file: string; readonly old: string; readonly now: string };

/** The starter after the edits, and `files` beside or in place of its own (`null` deletes); removed with the test. */
export function workspaceFolder(
  edits: readonly Edit[] = [],
  files: Readonly<Record<string, string | null>> = {},
): string {
  const folder = temporaryFolder();
  writeWorkspace(folder, edits, files);
  return folder;
}

/** The same into a folder that somebody else removes. */
export function writeWorkspace(
  folder: string,
  edits: readonly Edit[],
  files: Readonly<Record<string, string | null>>,
): void {
  const texts: Record<string, string | null> = { ...STARTER_FILES, ...files };
  for (const { file, old, now } of edits) {
    const text = texts[file] ?? '';
    if (text.split(old).length !== 2) throw new Error(`"${old}" doesn't stand once in ${file}`);
    texts[file] = text.replace(old, () => now);
  }
  written(folder, texts);
}

/** The same for all tests of a file: removed when they are over. */
export function keptFolder(files: Readonly<Record<string, string | null>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'concierge-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return written(folder, { ...STARTER_FILES, ...files });
}

function written(folder: string, texts: Readonly<Record<string, string | null>>): string {
  for (const [file, text] of Object.entries(texts)) if (text !== null) writeInto(folder, file, text);
  return folder;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'concierge-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function writeInto(folder: string, file: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** What `check` would say, a line for each problem, with paths relative to the folder. */
export function problemsOf(folder: string): readonly string[] {
  return checkWorkspace(folder).problems.map(({ place, ...rest }) =>
    problemText({ ...rest, place: { ...place, file: relative(folder, place.file) } }),
  );
}

/** The failure that `action` throws. */
export function failureOf(action: () => unknown): Failure {
  try {
    action();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}
