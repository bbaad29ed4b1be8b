/** `scenarios/*.yaml` → scenarios. A scenario with a problem may be missing: they are only good when nothing was reported. */
import type { ValuePath } from '../../base/problem.ts';
import type { Scenario, ScenarioFile } from '../../scenarios/scenario.ts';
import { scenariosFileSchema } from '../schema/scenarios-schema.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { meant } from '../yaml/words.ts';
import { readExpect, toolFor } from './read-expect.ts';
import { readGiven } from './read-given.ts';
import type { ScenarioContext } from './scenario-context.ts';

export function readScenarios(documents: readonly ConfigDocument[], context: ScenarioContext): readonly ScenarioFile[] {
  const names = new Map<string, ValuePath>();
  for (const document of documents) {
    document.check(scenariosFileSchema);
    for (const at of document.indexes(['scenarios'])) takeName(document, [...at, 'name'], names);
  }
  for (const document of documents) checkReferences(document, names);
  return documents.map((document) => ({
    file: document.file,
    scenarios: document.indexes(['scenarios']).flatMap((at) => readScenario(document, at, context) ?? []),
  }));
}

function takeName(document: ConfigDocument, at: ValuePath, names: Map<string, ValuePath>): void {
  const name = document.textAt(at)?.text;
  if (name === undefined) return;
  if (names.has(name)) document.error(at, 'Another scenario has this name.', 'Say what is different here.');
  names.set(name, at);
}

function checkReferences(document: ConfigDocument, names: ReadonlyMap<string, ValuePath>): void {
  for (const scenario of document.indexes(['scenarios'])) {
    const at = [...scenario, 'expect', 'same_contact_as'];
    const other = document.textAt(at)?.text;
    if (other === undefined) continue;
    if (!names.has(other))
      document.error(at, `There is no scenario \`${other}\`.`, meant(other, names.keys(), 'scenario'));
    else if (other === document.textAt([...scenario, 'name'])?.text)
      document.error(at, 'A scenario is always the same as itself.', 'Name another one.');
  }
}

function readScenario(document: ConfigDocument, at: ValuePath, context: ScenarioContext): Scenario | null {
  const name = document.textAt([...at, 'name'])?.text;
  const tool = toolFor(document, at);
  const given = readGiven(document, at, tool, context);
  const expected = readExpect(document, at, tool, context.workspace);
  if (name === undefined || given === null || expected === null) return null;
  return { name, place: document.placeOf(at), given, expected };
}
