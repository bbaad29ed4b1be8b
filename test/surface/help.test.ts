/** The help of every command, pinned: an option that appears or changes is a decision. `npx vitest -u` after deciding. */
import { describe, expect, it } from 'vitest';
import { runCommand } from '../support/cli.ts';

const COMMANDS = [
  'start',
  'stdio',
  'page',
  'explain',
  'coverage',
  'simulate',
  'publish',
  'releases',
  'diff',
  'rollback',
  'audit',
  'caller',
  'key',
  'check',
  'test',
  'guardrails',
  'init',
  'import',
  'sync',
  'menu',
  'call',
  'service',
  'status',
  'source',
  'doctor',
  'wrap',
  'schemas',
  'demo',
];
const AUDIT = ['list', 'show', 'verify', 'replay', 'export', 'erase', 'checkpoint'].map((name) => `audit ${name}`);
const CALLER = ['add', 'show', 'list'].map((name) => `caller ${name}`);
const GUARDRAILS = ['export', 'import'].map((name) => `guardrails ${name}`);
const SOURCE = ['add', 'list'].map((name) => `source ${name}`);
const SERVICE = ['add', 'list', 'describe'].map((name) => `service ${name}`);
const KEY = ['create', 'list', 'revoke'].map((name) => `key ${name}`);
const WRAP = ['openapi', 'curl', 'sql', 'mcp'].map((name) => `wrap ${name}`);

describe('the help', () => {
  it.each(['', ...COMMANDS, ...AUDIT, ...CALLER, ...GUARDRAILS, ...KEY, ...SOURCE, ...SERVICE, ...WRAP])(
    'of concierge %s',
    async (command) => {
      const words = command === '' ? [] : command.split(' ');
      const { code, out } = await runCommand([...words, '--help']);
      expect(code).toBe(0);
      await expect(out).toMatchFileSnapshot(`./help/${command === '' ? 'concierge' : words.join('-')}.txt`);
    },
  );

  it('is pinned for every command there is', async () => {
    expect(await listed('--help')).toEqual(new Set([...COMMANDS, 'help']));
    expect(await listedBelow('audit')).toEqual(AUDIT);
    expect(await listedBelow('caller')).toEqual(CALLER);
    expect(await listedBelow('guardrails')).toEqual(GUARDRAILS);
    expect(await listedBelow('key')).toEqual(KEY);
    expect(await listedBelow('wrap')).toEqual(WRAP);
    expect(await listedBelow('service')).toEqual(SERVICE);
  });
});

async function listedBelow(command: string): Promise<readonly string[]> {
  const below = [...(await listed(command, '--help'))].filter((name) => name !== 'help');
  return below.map((name) => `${command} ${name}`);
}

/** The commands that a help lists. */
async function listed(...args: readonly string[]): Promise<ReadonlySet<string>> {
  const { out } = await runCommand(args);
  return new Set([...out.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => name));
}
