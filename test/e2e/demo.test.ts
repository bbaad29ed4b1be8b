/** `concierge demo --live`, in this process: its stand-ins are asked over real HTTP, keys are pressed as somebody at a terminal would. */
import { existsSync } from 'node:fs';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openCopies } from '../../src/adapters.ts';
import { runCommand } from '../support/cli.ts';
import { copyOfAcme } from '../support/concierge-process.ts';
import { importWithSystems } from '../support/import-with-systems.ts';

const real = { runImport: importWithSystems, openCopies };
const PATIENCE = { timeout: 20_000, interval: 20 };

type Answer = { readonly meets: string; readonly factsS: number; readonly up: string };

it('answers on while a system is off, says so, and learns what changed when it is on again', async () => {
  // What fails is tried again as soon as may be.
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const out: string[] = [];
  const printed = () => out.join('\n');
  const { promise: interrupted, resolve: interrupt } = Promise.withResolvers<void>();
  let press = (_key: string): void => {};
  const keys = (onKey: (key: string) => void) => {
    press = onKey;
    return () => {};
  };
  const demo = runCommand(['demo', '--live'], { ...real, keys, interrupted, out: (text) => out.push(text) });
  onTestFinished(async () => {
    interrupt();
    await demo;
  });
  const see = async (text: string | RegExp): Promise<void> => await expect.poll(printed, PATIENCE).toMatch(text);
  const quillhaven = (): readonly Answer[] => out.flatMap(answerIn);

  await see(/Quillhaven Robotics +Sarah Jenkins +named_csm +\d+ s +1 2 3 4/);
  const folder = /while this runs: (\S+)/.exec(printed())?.[1] ?? '';
  const url = /listens at (\S+)/.exec(printed())?.[1] ?? '';
  expect(await whoMeetsWhom(folder)).toEqual(await whoMeetsWhomInTheSample());

  press('1');
  press('c');
  await see('A sync couldn’t ask Salesforce.');
  press('s');
  await see(/salesforce +failing/);
  await see(/salesforce\.accounts has been failing/);
  const first = quillhaven()[0]?.factsS ?? Number.POSITIVE_INFINITY;
  await expect.poll(() => quillhaven().at(-1)?.factsS, PATIENCE).toBeGreaterThan(first);
  expect(quillhaven().at(-1)).toMatchObject({ meets: 'Sarah Jenkins', up: 'x 2 3 4' });

  press('1');
  await expect.poll(() => quillhaven().at(-1), PATIENCE).toMatchObject({ meets: 'Camille Laurent', up: '1 2 3 4' });
  // As it is for a terminal of eighty columns, and without a colour where nobody reads.
  expect(
    printed()
      .split('\n')
      .filter((line) => line.length > 80 && !line.includes(folder)),
  ).toEqual([]);
  expect(printed()).not.toContain('\u001B');

  press('q');
  expect(await demo).toMatchObject({ code: 0, err: '' });
  expect(existsSync(folder)).toBe(false);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
}, 60_000);

function answerIn(line: string): readonly Answer[] {
  const [, meets, seconds, up] = /^Quillhaven Robotics +(\S+ \S+) +\w+ +(\d+) s +([\dx ]+)$/.exec(line) ?? [];
  return meets === undefined || up === undefined ? [] : [{ meets, factsS: Number(seconds), up }];
}

const AT = new Date().toISOString();

/** Account, row, outcome and the name of whom it would meet. People's keys are those of the systems. */
async function whoMeetsWhom(folder: string): Promise<readonly string[]> {
  const { out } = await runCommand(['coverage', folder, '--csv', '--at', AT], real);
  return out.split('\n').map((line) => line.replaceAll(/\b(?:hr:E|bamboohr:)(?=\d)/g, 'person:'));
}

/** By its exports, as the sample is served otherwise. */
async function whoMeetsWhomInTheSample(): Promise<readonly string[]> {
  const { folder, dispose } = copyOfAcme();
  onTestFinished(dispose);
  await runCommand(['import', folder], real);
  return await whoMeetsWhom(folder);
}

it.each(['7@1', '2@x', '2'])('--press %s is no key', async (press) => {
  const { code, err } = await runCommand(['demo', '--live', '--press', press]);
  expect([code, err]).toEqual([2, expect.stringContaining('Write a key (1 to 4, c, s, q), @ and seconds, like 2@10.')]);
});

it('says what it shows where `--live` is left out', async () => {
  expect(await runCommand(['demo'])).toMatchObject({ code: 2, err: expect.stringContaining('--live') as string });
});
