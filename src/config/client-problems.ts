/**
 * Whether the callers that a deployment gives its OAuth clients are declared by a workspace. Apart from reading it: a
 * deployment is read before anybody knows which workspaces it serves.
 */
import type { Problem, ValuePath } from '../base/problem.ts';
import { configDocument } from './yaml/document.ts';
import { meant } from './yaml/words.ts';
import { readYamlFile } from './yaml/yaml-file.ts';

const CLIENTS: ValuePath = ['auth', 'oauth', 'clients'];

/** `file`: a deployment without errors. `callers`: those of all its workspaces. */
export function clientProblems(file: string, callers: readonly string[]): readonly Problem[] {
  const { yaml } = readYamlFile(file, file);
  if (yaml === null) return [];
  const problems: Problem[] = [];
  const document = configDocument(yaml, problems);
  for (const client of document.keys(CLIENTS)) {
    const at = [...CLIENTS, client];
    const caller = String(document.valueAt(at));
    if (callers.includes(caller)) continue;
    document.error(at, `There is no caller \`${caller}\` in the workspace.`, meant(caller, callers, 'caller'));
  }
  return problems;
}
