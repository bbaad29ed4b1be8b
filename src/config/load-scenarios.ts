/** The scenarios of a checked workspace, or everything that is wrong with them at once. */
import type { Problem } from '../base/problem.ts';
import { factFrame } from '../facts/frame.ts';
import type { ScenarioFile } from '../scenarios/scenario.ts';
import { inOrder } from './load-workspace.ts';
import { assignedRoles } from './read/read-precedence.ts';
import { readScenarios } from './read/read-scenarios.ts';
import { findScenarioFiles } from './read/workspace-files.ts';
import type { Workspace } from './workspace.ts';

export type LoadedScenarios = {
  /** Only good where there is no problem. */
  readonly files: readonly ScenarioFile[];
  /** Errors, by file and line. */
  readonly problems: readonly Problem[];
};

export function loadScenarios(workspace: Workspace): LoadedScenarios {
  const found: Problem[] = [];
  const documents = findScenarioFiles(workspace.folder, found);
  const frame = factFrame(workspace.topics, workspace.facts);
  const files = readScenarios(documents, { workspace, frame, roles: rolesOf(workspace) });
  return { files, problems: inOrder(found) };
}

function rolesOf({ sources, escalation, service }: Workspace): readonly string[] {
  const routed = escalation.rules.flatMap(({ route }) =>
    route.flatMap((link) => {
      const named = link.kind === 'manager' ? link.of : link;
      return named?.kind === 'role' ? named.role : [];
    }),
  );
  return [...new Set([...assignedRoles(sources), ...routed, ...service.teamRoles])];
}
