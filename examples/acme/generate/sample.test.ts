/** The command: what it takes, what it refuses, and what it says meanwhile. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { HELP, readOptions } from './options.ts';
import { watch } from './progress.ts';
import { sample } from './sample.ts';
import { ACME } from './workspace.ts';

const made: string[] = [];

afterAll(() => {
  for (const each of made) rmSync(each, { recursive: true, force: true });
});

function newFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sample-command-'));
  made.push(path);
  return path;
}

async function run(...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const output = { out: (text: string) => out.push(text), err: { write: (text: string) => err.push(text) } };
  const code = await sample(args, output);
  return { code, out: out.join('\n'), err: err.join('') };
}

describe('the command line', () => {
  it('writes a workspace, and says how to go on', async () => {
    const folder = join(newFolder(), 'new/one');
    const { code, out, err } = await run(folder, '--accounts', '12', '--seed', '3');

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /^12 accounts and \d+ people in .*new\/one;.*\nNext: npm run -s concierge -- start .*new\/one$/,
    );
    expect(existsSync(join(folder, 'data/helpdesk.json'))).toBe(true);
  });

  it('tells all its options', async () => {
    expect(await run('--help')).toEqual({ code: 0, out: HELP, err: '' });
  });

  it.each([
    { args: [], says: /^Say which folder to write\./ },
    { args: ['a', 'b'], says: /^One folder is enough: b is too much\./ },
    { args: ['a', '--accounts', '0'], says: /^--accounts 0 is not a whole number from 1 to 1000000\./ },
    { args: ['a', '--accounts', '1000001'], says: /^--accounts 1000001 is not/ },
    { args: ['a', '--accounts', '1e3'], says: /^--accounts 1e3 is not/ },
    { args: ['a', '--accounts'], says: /--accounts <value>' argument missing/ },
    { args: ['a', '--seed=-1'], says: /^--seed -1 is not a whole number from 0 to 4294967295\./ },
    { args: ['a', '--seeds', '1'], says: /^Unknown option '--seeds'\. See npm run -s sample -- --help\.\n$/ },
    { args: [ACME], says: /^This is the small sample itself/ },
  ])('refuses $args', async ({ args, says }) => {
    const { code, out, err } = await run(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(says);
    expect(err.trimEnd()).not.toContain('\n');
  });
});

describe('a folder that is there', () => {
  it('must be empty, but for --force, which leaves alone what is not its own', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'sources'));
    writeFileSync(join(folder, 'note.txt'), 'mine');
    writeFileSync(join(folder, 'concierge.yaml'), 'old');

    const refused = await run(folder, '--accounts', '5');
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/is not empty: .*--force/);
    expect(readFileSync(join(folder, 'concierge.yaml'), 'utf8')).toBe('old');

    expect(await run(folder, '--accounts', '5', '--force')).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, 'concierge.yaml'), 'utf8')).toContain('company: Acme');
    expect(readFileSync(join(folder, 'note.txt'), 'utf8')).toBe('mine');
  });

  it('must be a folder', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    const { code, err } = await run(file);
    expect(code).toBe(1);
    expect(err).toMatch(/^The sample can't be written: ENOTDIR.*\.\n$/);
  });
});

it('is told of in the README as it is', () => {
  const readme = readFileSync(join(ACME, 'README.md'), 'utf8');
  const commands = [...readme.matchAll(/^npm run -s sample -- (.+)$/gm)].map(([, args = '']) => args.split(' '));

  expect(commands.length).toBeGreaterThan(1);
  expect(commands.map((args) => readOptions(args)?.accounts)).toContain(400);
  for (const option of HELP.match(/--[a-z]+/g) ?? []) expect(readme).toContain(option);
});

describe('progress', () => {
  function watched(isTTY: boolean, secondsAStep: number): string {
    let [text, now] = ['', 0];
    const output = { isTTY, write: (more: string) => (text += more) };
    const progress = watch(10_000, output, () => now);
    for (let step = 0; step < 10_000; step++) {
      now += 1000 * secondsAStep;
      progress.step();
    }
    progress.done();
    return text;
  }

  it('is not told of what takes two seconds', () => {
    expect(watched(true, 0.0002)).toBe('');
  });

  it('is one line of a terminal, and lines of a log', () => {
    expect(watched(true, 0.001)).toMatch(/^(?:\r\d+ % written){10,}\r.\[K$/s);
    expect(watched(false, 0.002)).toMatch(/^(?:\d+ % written\n){3,5}$/);
  });
});
