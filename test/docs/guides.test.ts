/** Every block of the README and the guides does what it shows. What a block may be: `run-block.ts`. */
import { afterAll, describe, expect, it } from 'vitest';
import { GUIDES, guideText, sectionsOf } from './blocks.ts';
import { elided } from './output.ts';
import type { Trial } from './run-block.ts';
import { runBlock } from './run-block.ts';
import { closeStages, openStage } from './stage.ts';

afterAll(closeStages, 60_000);

/** Not all of them show something that can be tried. */
const TRIED = GUIDES.filter((guide) => sectionsOf(guide, guideText(guide)).length > 0);

describe.each(TRIED)('%s', (guide) => {
  it.concurrent.each(sectionsOf(guide, guideText(guide)))('$title', { timeout: 60_000 }, async ({ blocks }) => {
    const stage = await openStage();
    for (const block of blocks) {
      const { saw, wanted } = await runBlock(block, stage);
      expect(`${block.place}\n${saw}`).toBe(`${block.place}\n${wanted}`);
    }
  });
});

describe('the trial itself', () => {
  const tried = async (kind: string, text: string, ...options: readonly string[]): Promise<Trial> => {
    const stage = await openStage();
    return await runBlock({ place: 'guide.md:1', kind, options, text }, stage);
  };

  it.each([
    ['', 'anything', '', 'a block of the kind ""'],
    ['python', 'print(1)', '', 'a block of the kind "python"'],
    ['yaml', 'company: Acme', '', 'begin the block with its file'],
    ['yaml', '# concierge.yaml\ncompany: Acme', 'hole', '"hole" means nothing here'],
    ['yaml', '# sources/crn.yaml\nsource: crn', '', 'The sample has no sources/crn.yaml'],
    ['sh', 'rm -r examples', '', 'Nobody knows how to try `rm -r examples`'],
    ['sh', '# nothing', '', 'there is no command'],
    ['text', 'No problems.', '', 'no command of this section printed this'],
    ['json', '{ "mcpServers": { "cx_concierge": { "url": "http://127.0.0.1/mcp", "token": "x" } } }', '', 'token'],
  ])('can’t try ```%s with %j', async (kind, text, option, message) => {
    await expect(tried(kind, text, ...(option === '' ? [] : [option]))).rejects.toThrow(message);
  });

  it.each([
    ['yaml', '# concierge.yaml\ncompnay: Acme', 'whole', /`compnay` is not known here/],
    [
      'yaml',
      '# guardrails/escalation.yaml\nrules: [{ id: x, route: [team:nobody], reason: renewal }]',
      '',
      /team `nobody`/,
    ],
    ['yaml', '# concierge.yaml\ncompany: Acme', 'broken', /^no problem$/],
    ['sh', 'npm run -s concierge -- check nowhere', 'exit=0', /exit=4\nThere is no folder/],
    ['sh', 'npm run -s concierge -- check examples/acme', 'exit=3', /exit=0\nNo problems/],
    ['js', 'throw new Error("no")', '', /exit=1/],
  ])('finds what is wrong in ```%s with %j', async (kind, text, option, saw) => {
    const trial = await tried(kind, text, ...(option === '' ? [] : [option]));
    expect(trial.saw).toMatch(saw);
    expect(trial.saw).not.toBe(trial.wanted);
  });

  it.each([
    ['a\nb\nc', 'a\nb\nc', true],
    ['a\nb\nc', 'a\n…\nc', true],
    ['a\nb\nc', '…', true],
    ['a\nb\nc', 'a\n…', true],
    ['a\nb\nc', '…\nc', true],
    ['a\nc', 'a\n…\nc', true],
    ['a\nb\nc', 'a\nc', false],
    ['a\nb\nc', 'a\n…\nb', false],
    ['a\nxb\nc', 'a\n…\nb\nc', false],
    ['a.c', 'a+c', false],
  ])('%j is shown as %j: %j', (printed, guide, fits) => {
    expect(elided(printed, guide) === guide).toBe(fits);
  });

  it.each(['  ```sh\nx\n  ```', '```sh\nnever closed', '~~~\nx\n~~~'])('sees the fence of %j', (text) => {
    expect(() => sectionsOf('guide.md', text)).toThrow('guide.md:1');
  });
});
