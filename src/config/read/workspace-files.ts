/** The files of a workspace folder, each parsed and sorted by kind. A folder without `concierge.yaml` is no workspace. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { Problem } from '../../base/problem.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { configDocument } from '../yaml/document.ts';
import { readYamlFile } from '../yaml/yaml-file.ts';

export type WorkspaceFiles = {
  /** `null` where it is no YAML; that was reported. */
  readonly company: ConfigDocument | null;
  readonly guardrails: readonly FoundFile[];
  readonly sources: readonly FoundFile[];
  readonly services: readonly FoundFile[];
};

/** `document` is `null` where the file is no YAML; that was reported. */
export type FoundFile = { readonly path: string; readonly document: ConfigDocument | null };

const COMPANY_FILE = 'concierge.yaml';

/** Texts to read in place of files that are there, by path: to look at a change before it is made. */
export type DraftTexts = ReadonlyMap<string, string>;

/** @throws Failure `missing_file` for a folder that is not there or is no workspace */
export function findFiles(folder: string, sink: Problem[], drafts: DraftTexts = new Map()): WorkspaceFiles {
  if (!isFolder(folder))
    throw new Failure(
      'missing_file',
      `There is no folder ${folder}.`,
      'Name a workspace folder, or make one with `concierge init`.',
    );
  const company = join(folder, COMPANY_FILE);
  if (!existsSync(company)) {
    throw new Failure(
      'missing_file',
      `The folder ${folder} has no ${COMPANY_FILE}.`,
      'Name a workspace folder, or make one with `concierge init`.',
    );
  }
  const found = (kind: string): readonly FoundFile[] =>
    yamlFiles(join(folder, kind), sink).map((path) => ({ path, document: open(path, sink, drafts) }));
  return {
    company: open(company, sink, drafts),
    guardrails: found('guardrails'),
    sources: found('sources'),
    services: found('services'),
  };
}

/** Scenarios decide nothing, so whoever serves doesn't read them. */
export function findScenarioFiles(folder: string, sink: Problem[]): readonly ConfigDocument[] {
  const paths = yamlFiles(join(folder, 'scenarios'), sink);
  return paths.map((path) => open(path, sink)).filter((document) => document !== null);
}

function open(path: string, sink: Problem[], drafts?: DraftTexts): ConfigDocument | null {
  const { yaml, problems } = readYamlFile(path, path, drafts?.get(path));
  sink.push(...problems);
  return yaml === null ? null : configDocument(yaml, sink);
}

function yamlFiles(folder: string, sink: Problem[]): readonly string[] {
  if (!isFolder(folder)) return [];
  const names = readdirSync(folder).toSorted();
  for (const name of names.filter((each) => each.endsWith('.yml'))) {
    const place = { file: join(folder, name), line: 1, column: 1 };
    sink.push({
      severity: 'error',
      place,
      message: 'Files end with `.yaml` here.',
      mend: `Rename it to \`${name.slice(0, -4)}.yaml\`.`,
    });
  }
  return names.filter((name) => name.endsWith('.yaml')).map((name) => join(folder, name));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
