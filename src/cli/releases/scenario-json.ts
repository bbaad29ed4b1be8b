/** What `concierge test` found, for a program. */
import { explanation } from '../../answer/explain.ts';
import type { Noticed } from '../../scenarios/mutate.ts';
import type { Tried } from '../../scenarios/suite.ts';
import type { TriedFile } from './scenarios-text.ts';

export type ToldScenario = {
  readonly name: string;
  readonly line: number;
  readonly ok: boolean;
  readonly mismatches: Tried['mismatches'];
  /** The whole story of one that failed; else null. */
  readonly story: ReturnType<typeof explanation> | null;
};

export type ToldTest = {
  readonly ok: boolean;
  readonly files: readonly { readonly file: string; readonly scenarios: readonly ToldScenario[] }[];
  readonly guards: readonly Noticed[] | null;
};

export function testJson({ files, guards }: { files: readonly TriedFile[]; guards: ToldTest['guards'] }): ToldTest {
  const told = files.map(({ file, tried }) => ({ file, scenarios: tried.map(scenarioJson) }));
  return { ok: told.every(({ scenarios }) => scenarios.every(({ ok }) => ok)), files: told, guards };
}

function scenarioJson({ scenario, considered, mismatches }: Tried): ToldScenario {
  const ok = mismatches.length === 0;
  const story = ok ? null : explanation(considered);
  return { name: scenario.name, line: scenario.place.line, ok, mismatches, story };
}
