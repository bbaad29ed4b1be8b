/** The command line as its users start it: a real process over a copy of a workspace, with everything that it prints. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export const NODE = process.execPath;
export const MAIN = join(ROOT, 'src/main.ts');

export type Finished = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type Started = {
  readonly child: ChildProcess;
  readonly printed: () => { readonly stdout: string; readonly stderr: string };
  /** Resolves when stdout holds the text; rejects with what was printed when the process ends before. */
  readonly until: (text: string | RegExp) => Promise<string>;
  readonly ended: Promise<Finished>;
};

export type StartOptions = { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> };

/** A test that fails before it stops its process leaves none behind. */
const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

export function startConcierge(args: readonly string[], { cwd = ROOT, env = {} }: StartOptions = {}): Started {
  const child = spawn(NODE, [MAIN, ...args], { cwd, env: { ...process.env, PORT: '', ...env } });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
  const ended = new Promise<Finished>((resolve) => child.on('close', (code) => resolve({ code, ...printed })));
  const until = (text: string | RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => (matches(printed.stdout, text) ? resolve(printed.stdout) : undefined);
      child.stdout.on('data', look);
      void ended.then((all) => reject(new Error(`It ended before printing ${String(text)}:\n${JSON.stringify(all)}`)));
      look();
    });
  return { child, printed: () => printed, until, ended };
}

/** Runs a command to its end. */
export async function concierge(args: readonly string[], options: StartOptions = {}): Promise<Finished> {
  return await startConcierge(args, options).ended;
}

export type Serving = Started & {
  /** The MCP endpoint. */
  readonly url: string;
  readonly origin: string;
  readonly stop: () => Promise<Finished>;
};

/** `concierge start` on a free port, when it serves. */
export async function serveConcierge(folder: string, options: StartOptions = {}): Promise<Serving> {
  return await startServing(['start', folder, '--port', '0'], options);
}

/** A `start` with arguments of its own, when it serves. */
export async function startServing(args: readonly string[], options: StartOptions = {}): Promise<Serving> {
  const started = startConcierge(args, options);
  const text = await started.until('Serving.');
  const url = /listens at (\S+)/.exec(text)?.[1] ?? '';
  const stop = async () => {
    started.child.kill('SIGINT');
    return await started.ended;
  };
  return { ...started, url, origin: new URL(url).origin, stop };
}

/** A copy of the sample company without its store, so that no test meets another's data. */
export function copyOfAcme(): { readonly folder: string; readonly dispose: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'acme-'));
  cpSync(join(ROOT, 'examples/acme'), folder, { recursive: true, filter: (path) => basename(path) !== '.concierge' });
  return { folder, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Of a copy of the sample: nobody may state for its callers who the customer is. */
export function withoutAssertions(folder: string): void {
  const file = join(folder, 'concierge.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replaceAll(/ {4}assertions:.*\n(?: {6}.*\n)+/g, ''));
}

function matches(printed: string, text: string | RegExp): boolean {
  return typeof text === 'string' ? printed.includes(text) : text.test(printed);
}
