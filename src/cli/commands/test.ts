/**
 * `concierge test`: tries what the workspace's scenarios expect, and with `--mutate` which rows they guard. Asks nobody and
 * writes no record. Exit code 14 where one fails; a row that nothing guards is a warning.
 */
import { EXIT_CODES, Failure } from '../../base/failure.ts';
import { mutationsOf, noticedBy } from '../../scenarios/mutate.ts';
import type { Noticed } from '../../scenarios/mutate.ts';
import type { Ground } from '../../scenarios/ask.ts';
import type { ScenarioFile } from '../../scenarios/scenario.ts';
import { withReferred } from '../../scenarios/suite.ts';
import type { Tried } from '../../scenarios/suite.ts';
import type { OpenOptions } from '../configured.ts';
import { readConfiguration } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { counted } from '../terminal/counted.ts';
import { emphasis } from '../terminal/emphasis.ts';
import { guardText } from '../releases/guard-text.ts';
import { flat, isPassed, scenariosOf, stepper, triedOn } from '../releases/run-scenarios.ts';
import { onGround } from '../releases/scenario-ground.ts';
import { testJson } from '../releases/scenario-json.ts';
import { scenariosText } from '../releases/scenarios-text.ts';

export type TestOptions = OpenOptions & {
  readonly only?: string;
  readonly mutate?: boolean;
  readonly json?: boolean;
};

/** What came of it; `guards` is null where nobody asked, or where scenarios fail already. */
export type TestRun = {
  readonly files: readonly { readonly file: string; readonly tried: readonly Tried[] }[];
  readonly guards: readonly Noticed[] | null;
};

export async function test(options: TestOptions, context: CommandContext): Promise<number> {
  const { workspace } = readConfiguration(options, context);
  const all = scenariosOf(workspace, context.cwd);
  const chosen = all.map((each) => ({
    ...each,
    scenarios: each.scenarios.filter(({ name }) => isWanted(name, options)),
  }));
  refuseNone(chosen, options);
  const needed = withReferred(flat(chosen), flat(all));
  try {
    const run = await onGround(needed, workspace, options, context, async (ground) => {
      const files = await triedOn(ground, chosen, flat(all), context);
      const isGood = files.every(({ tried }) => tried.every(isPassed));
      const guards =
        options.mutate === true && isGood ? await guardsOn(ground, flat(chosen), flat(all), context) : null;
      return { files, guards };
    });
    return told(run, options, context);
  } finally {
    context.progress(null);
  }
}

function told(run: TestRun, { json, mutate }: TestOptions, context: CommandContext): number {
  const tried = run.files.flatMap((file) => file.tried);
  const failed = tried.filter((one) => !isPassed(one)).length;
  if (json === true) context.out(JSON.stringify(testJson(run), null, 2));
  else {
    context.out(scenariosText(run.files, emphasis(context)));
    if (run.guards !== null) context.out(guardText(run.guards, emphasis(context)));
  }
  if (failed === 0) context.err(`${counted(tried.length, 'scenario')}, all as expected.`);
  else {
    context.err(`${failed} of ${counted(tried.length, 'scenario')} failed.`);
    if (mutate === true) context.err('No row was removed: mend these first.');
  }
  return failed === 0 ? 0 : EXIT_CODES.scenarios_failed;
}

function isWanted(name: string, { only }: TestOptions): boolean {
  return only === undefined || name.toLowerCase().includes(only.toLowerCase());
}

function refuseNone(files: readonly ScenarioFile[], { only, dir = '.' }: TestOptions): void {
  if (flat(files).length > 0) return;
  if (only !== undefined)
    throw new Failure('usage', `No scenario has “${only}” in its name.`, 'Leave --only out to try all of them.');
  throw new Failure('not_found', `${dir} has no scenarios.`, 'Write one into scenarios/, as docs/scenarios.md shows.');
}

async function guardsOn(
  ground: Ground,
  chosen: ReturnType<typeof flat>,
  all: ReturnType<typeof flat>,
  context: CommandContext,
): Promise<readonly Noticed[]> {
  const mutations = mutationsOf(ground.release.workspace, ground.release.frame);
  const step = stepper('Trying without rows', mutations.length, context);
  const noticed: Noticed[] = [];
  for (const mutation of mutations) {
    noticed.push(await noticedBy(mutation, { chosen, all }, ground));
    await step();
  }
  return noticed;
}
