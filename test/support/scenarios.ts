/** The starter company with scenarios of a test's own, ready to be tried. */
import type { PreparedRelease } from '../../src/answer/prepared-release.ts';
import { prepareRelease } from '../../src/answer/prepared-release.ts';
import { problemText } from '../../src/base/problem.ts';
import { loadScenarios } from '../../src/config/load-scenarios.ts';
import { requireWorkspace } from '../../src/config/load-workspace.ts';
import type { Ground } from '../../src/scenarios/ask.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import type { Edit } from './workspace-folder.ts';
import { workspaceFolder } from './workspace-folder.ts';

/** Monday, eleven in Berlin. Ann is on leave, Bob is her deputy, Max left, Ace is a bot. */
const GIVEN = `given:
  at: 2026-11-23T11:00:00+01:00
  people:
    ann@yourcompany.example: { away: { to: 2026-11-27 }, deputy: bob@yourcompany.example }
    bob@yourcompany.example: { title: Success Manager, booking_link: "https://calendly.com/yourcompany-bob" }
    max@yourcompany.example: { left: yes, manager: mia@yourcompany.example }
    ace@yourcompany.example: { is: bot }
scenarios:
`;

export type Staged = { readonly scenarios: readonly Scenario[]; readonly ground: Ground };

/** `text`: the entries of `scenarios:`. Throws for one with a problem. */
export function staged(text: string, edits: readonly Edit[] = []): Staged {
  const folder = workspaceFolder(edits, { 'scenarios/first.yaml': GIVEN + text });
  const workspace = requireWorkspace(folder);
  const { files, problems } = loadScenarios(workspace);
  if (problems.length > 0) throw new Error(problems.map(problemText).join('\n'));
  const release: PreparedRelease = prepareRelease(workspace, 'r1', '2026-11-23T10:00:00Z');
  return { scenarios: files.flatMap((file) => file.scenarios), ground: { release, directory: null } };
}
