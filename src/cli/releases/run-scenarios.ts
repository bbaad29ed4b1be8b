/** Trying a workspace's scenarios, for whoever wants to know: told of how far it is, and ended when somebody stops it. */
import { setImmediate } from 'node:timers/promises';
import { ConfigurationFailure, Failure } from '../../base/failure.ts';
import { loadScenarios } from '../../config/load-scenarios.ts';
import type { Workspace } from '../../config/workspace.ts';
import type { Ground } from '../../scenarios/ask.ts';
import type { ScenarioFile } from '../../scenarios/scenario.ts';
import { suite } from '../../scenarios/suite.ts';
import type { Tried } from '../../scenarios/suite.ts';
import type { CommandContext } from '../context.ts';
import { fromHere, pathFrom } from '../terminal/from-here.ts';
import type { TriedFile } from './scenarios-text.ts';

/** @throws ConfigurationFailure with everything that is wrong in them */
export function scenariosOf(workspace: Workspace, cwd: string): readonly ScenarioFile[] {
  const { files, problems } = loadScenarios(workspace);
  if (problems.length > 0) throw new ConfigurationFailure(problems.map((problem) => fromHere(problem, cwd)));
  return files.map(({ file, scenarios }) => ({ file: pathFrom(cwd, file), scenarios }));
}

export async function triedOn(
  ground: Ground,
  chosen: readonly ScenarioFile[],
  all: ReturnType<typeof flat>,
  context: CommandContext,
): Promise<readonly TriedFile[]> {
  const attempt = suite(all, ground);
  const step = stepper('Trying scenarios', flat(chosen).length, context);
  const files: TriedFile[] = [];
  for (const { file, scenarios } of chosen.filter((each) => each.scenarios.length > 0)) {
    const tried: Tried[] = [];
    for (const scenario of scenarios) {
      tried.push(await attempt(scenario));
      await step();
    }
    files.push({ file, tried });
  }
  return files;
}

/** Says how far it is, lets signals through, and ends when somebody stops the command. */
export function stepper(doing: string, of: number, { progress, interrupted }: CommandContext): () => Promise<void> {
  let stopped = false;
  void interrupted.then(() => (stopped = true));
  let done = 0;
  return async () => {
    done += 1;
    progress(`${doing}: ${done} of ${of}`);
    await setImmediate();
    if (stopped) throw new Failure('interrupted', `Stopped after ${done} of ${of}.`);
  };
}

export function isPassed({ mismatches }: Tried): boolean {
  return mismatches.length === 0;
}

export function flat(files: readonly ScenarioFile[]): readonly ScenarioFile['scenarios'][number][] {
  return files.flatMap(({ scenarios }) => scenarios);
}
