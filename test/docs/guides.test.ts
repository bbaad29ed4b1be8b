/** Every block of the README and the guides does what it shows. What a block may be: `run-block.ts`. */
import { afterAll, describe, expect, it } from 'vitest';
import { GUIDES, guideText, sectionsOf } from './blocks.ts';
import { runBlock } from './run-block.ts';
import { openStage, stopServing } from './stage.ts';

afterAll(stopServing);

describe.each(GUIDES)('%s', (guide) => {
  it.each(sectionsOf(guide, guideText(guide)))('$title', { timeout: 60_000 }, async ({ blocks }) => {
    const stage = openStage();
    try {
      for (const block of blocks) await runBlock(block, stage);
    } finally {
      stage.dispose();
    }
  });
});

describe('the trial itself', () => {
  const tried = async (kind: string, text: string, options: readonly string[] = []): Promise<void> => {
    const stage = openStage();
    try {
      await runBlock({ place: 'guide.md:1', kind, options, text }, stage);
    } finally {
      stage.dispose();
    }
  };

  it.each([
    ['', 'anything', [], 'a block of the kind ""'],
    ['python', 'print(1)', [], 'a block of the kind "python"'],
    ['yaml', 'company: Acme', [], 'begin the block with its file'],
    ['yaml', '# concierge.yaml\ncompnay: Acme', [], 'compnay'],
    ['yaml', '# concierge.yaml\ncompany: Acme', ['broken'], 'nothing is wrong with it'],
    ['yaml', '# concierge.yaml\ncompany: Acme', ['hole'], '"hole" means nothing here'],
    ['sh', 'rm -r examples', [], 'Nobody knows how to try `rm -r examples`'],
    ['sh', 'npm run -s concierge -- check nowhere', [], 'exit=4'],
    ['sh', '# nothing', [], 'there is no command'],
    ['text', 'No problems.', [], 'no command of this section printed this'],
    ['json', '{ "mcpServers": { "cx_concierge": { "url": "http://127.0.0.1:3000/mcp", "token": "x" } } }', [], 'token'],
  ])('fails for ```%s with %j', { timeout: 30_000 }, async (kind, text, options, message) => {
    await expect(tried(kind, text, options)).rejects.toThrow(message);
  });

  it('fails where the output is another', async () => {
    const stage = openStage();
    await runBlock({ place: '', kind: 'sh', options: [], text: 'concierge check examples/acme' }, stage);
    await runBlock({ place: '', kind: 'text', options: [], text: 'No problems.' }, stage);
    await runBlock({ place: '', kind: 'text', options: [], text: '…' }, stage);
    const other = runBlock({ place: '', kind: 'text', options: [], text: 'No problem.' }, stage);
    await expect(other).rejects.toThrow('No problems.');
    stage.dispose();
  });

  it.each(['  ```sh\nx\n  ```', '```sh\nnever closed', '~~~\nx\n~~~'])('sees the fence of %j', (text) => {
    expect(() => sectionsOf('guide.md', text)).toThrow('guide.md:1');
  });
});
