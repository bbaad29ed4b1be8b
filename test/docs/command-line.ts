/**
 * Runs a command line of a guide. Every command that guides may use is in the table below, with what running it means;
 * one that isn't there fails, so that no command goes untried.
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, runCommand } from '../support/cli.ts';
import { askOverHttp, askOverStdio } from './client-config.ts';
import { keyIdIn } from './output.ts';
import type { Stage } from './stage.ts';
import { MAIN } from '../support/concierge-process.ts';
import { atServed, CLOCK } from './stage.ts';

/** Everything that was printed, stdout and stderr in order. */
export type Ran = { readonly code: number; readonly output: string };

type Runner = (args: readonly string[], stage: Stage) => Promise<Ran>;

const COMMANDS: readonly (readonly [begin: string, run: Runner])[] = [
  ['npm ci', async () => done(existsSync(join(ROOT, 'package-lock.json')))],
  // This is it: a test can't run all tests.
  ['npm test', async () => done(scripts()['test']?.startsWith('vitest run') === true)],
  ['npm start', async (args, stage) => await script('start', args, stage)],
  ['npm run -s concierge --', async (args, stage) => await script('concierge', args, stage)],
  ['npm run -s chat', async (args) => await nodeProcess(scriptWords('chat').slice(1).concat(withoutDashes(args)))],
  ['concierge', async (args, stage) => await concierge(args, stage)],
  ['cp -R', async (args, stage) => done(copied(args, stage))],
  ['curl -s -X POST', async (args) => done(isTokenRequest(args))],
  ['curl -s', async ([url = '', ...more]) => done(more.length === 0, await page(url))],
  ['claude mcp add --transport http cx_concierge', async ([url = '']) => done(true, await askOverHttp(url))],
  [
    'claude mcp add cx_concierge --',
    async ([command = '', ...args], stage) => done(true, await askOverStdio({ command, args }, stage)),
  ],
  ['npx @modelcontextprotocol/inspector', async (args) => await inspector(args)],
];

/** Runs commands that `&&` joins, until one fails. */
export async function runLine(line: string, stage: Stage): Promise<Ran> {
  const all: Ran[] = [];
  for (const command of line.split(' && ')) {
    const filled = command.replaceAll('HERE', stage.folder).replaceAll('KEY_ID', () => keyIdIn(stage.printed));
    const ran = await runOne(wordsOf(await atServed(filled)), stage);
    all.push(ran);
    if (ran.code !== 0) break;
  }
  return { code: all.at(-1)?.code ?? 0, output: all.flatMap(({ output }) => output || []).join('\n') };
}

async function runOne(words: readonly string[], stage: Stage): Promise<Ran> {
  for (const [begin, run] of COMMANDS) {
    const first = begin.split(' ');
    if (first.every((word, index) => words[index] === word)) return await run(words.slice(first.length), stage);
  }
  throw new Error(`Nobody knows how to try \`${words.join(' ')}\`: add it to COMMANDS in test/docs/command-line.ts.`);
}

function copied([from = '', to = '', ...more]: readonly string[], { folder }: Stage): boolean {
  cpSync(join(folder, from), join(folder, to), { recursive: true, errorOnExist: true, force: false });
  return more.length === 0;
}

/** The command lines of a block: without comments, and with lines that end in `\` joined to the next. */
export function linesOf(text: string): readonly string[] {
  const joined = text.replaceAll(/\\\n\s*/g, '');
  const lines = joined.split('\n').map((line) => line.replace(/(^|\s+)#.*$/, '').trim());
  return lines.filter((line) => line !== '');
}

/** Words apart by blanks, but for those within quotes. */
function wordsOf(line: string): readonly string[] {
  const words = line.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}

function done(isDone: boolean, output = ''): Ran {
  return { code: isDone ? 0 : 1, output };
}

/** To a provider on the web, which no test calls: looked at, not sent. */
function isTokenRequest([url = '', ...more]: readonly string[]): boolean {
  const options = new Set(more.filter((_, index) => index % 2 === 0));
  const values = more.filter((_, index) => index % 2 === 1);
  const isKnown = [...options].every((option) => option === '--data-urlencode' || option === '--user');
  const isClient = values.some((value) => /^(client_id=[\w-]+|[\w-]+:\w+)$/.test(value));
  return isKnown && isClient && values.includes('grant_type=client_credentials') && /^https:.*\/token$/.test(url);
}

function scripts(): Readonly<Record<string, string>> {
  const { scripts: named } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  return named;
}

function scriptWords(name: string): readonly string[] {
  return wordsOf(scripts()[name] ?? '');
}

function withoutDashes(args: readonly string[]): readonly string[] {
  return args[0] === '--' ? args.slice(1) : args;
}

/** A script of package.json that is the command line of concierge. */
async function script(name: string, args: readonly string[], stage: Stage): Promise<Ran> {
  const [node, main, ...own] = scriptWords(name);
  if (node !== 'node' || main !== 'src/main.ts') throw new Error(`npm run ${name} is not the command line.`);
  return await concierge([...own, ...withoutDashes(args)], stage);
}

async function concierge(args: readonly string[], { folder }: Stage): Promise<Ran> {
  // It makes a company of its own, of today.
  if (args[0] === 'demo') return await nodeProcess([MAIN, ...args]);
  const printed: string[] = [];
  const stop = Promise.withResolvers<void>();
  const say = (text: string): void => {
    printed.push(text);
    if (text.startsWith('Serving.')) stop.resolve();
  };
  // The port of the guide may be in use; the last one said counts.
  const free = args[0] === 'start' ? ['--port', '0'] : [];
  const context = { cwd: folder, clock: CLOCK, out: say, err: say, interrupted: stop.promise };
  const { code } = await runCommand([...args, ...free], context);
  return { code, output: printed.join('\n') };
}

async function page(url: string): Promise<string> {
  return await (await fetch(url)).text();
}

async function inspector(args: readonly string[]): Promise<Ran> {
  const program = createRequire(import.meta.url).resolve(
    '@modelcontextprotocol/inspector/clients/launcher/build/index.js',
  );
  const home = mkdtempSync(join(tmpdir(), 'inspector-home-'));
  const ran = await nodeProcess([program, ...args], { HOME: home });
  rmSync(home, { recursive: true, force: true });
  return ran;
}

/** A program of the checkout in a process of its own. */
export function nodeProcess(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd: ROOT, env: { PATH: process.env['PATH'], ...env }, timeout: 30_000 };
    execFile(process.execPath, [...args], options, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: `${err}${out}` }),
    );
  });
}
