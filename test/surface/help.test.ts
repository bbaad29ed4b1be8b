/** The help of every command, pinned: an option that appears or changes is a decision. `npx vitest -u` after deciding. */
import { describe, expect, it } from 'vitest';
import { runCommand } from '../support/cli.ts';

const COMMANDS = ['start', 'stdio', 'explain', 'coverage', 'check', 'init', 'import', 'schemas'];

describe('the help', () => {
  it.each(['', ...COMMANDS])('of concierge %s', async (command) => {
    const args = command === '' ? ['--help'] : [command, '--help'];
    const { code, out } = await runCommand(args);
    expect(code).toBe(0);
    await expect(out).toMatchFileSnapshot(`./help/${command === '' ? 'concierge' : command}.txt`);
  });

  it('is pinned for every command there is', async () => {
    const { out } = await runCommand(['--help']);
    const listed = [...out.matchAll(/^ {2}([a-z]+) .*(?:\[|<)/gm)].map(([, name]) => name);
    expect(new Set(listed)).toEqual(new Set([...COMMANDS, 'help']));
  });
});
