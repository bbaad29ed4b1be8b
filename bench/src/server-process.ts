/** A server under test in a process of its own: started with the probe, asked through it, stopped as a user would. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ProbeQuestion, Usage } from './probe.ts';
import { descendantsUsage, treeUsage } from './process-tree.ts';

export type ServerProcess = {
  /** Its MCP endpoint, as it printed it. */
  readonly url: string;
  /** With whatever it has started, where the system has /proc. */
  readonly usage: () => Promise<Usage>;
  readonly startProfile: () => Promise<Usage>;
  /** Leaves one profile a thread in `folder`; the main thread's is `main.cpuprofile`. */
  readonly stopProfile: (folder: string) => Promise<Usage>;
  readonly stop: () => Promise<void>;
};

/** A program, and the address that it will have where it doesn't say it itself. */
export type Command = {
  readonly args: readonly string[];
  /** Run as it is, and looked at from outside alone; a program of Node.js with the probe when left out. */
  readonly executable?: string;
  readonly url?: string;
};

const PROBE = join(import.meta.dirname, 'probe.ts');
const START_MS = 60_000;
const STOP_MS = 10_000;

/** Throws an Error with what the program said when it ends, or can't be reached in time. */
export async function startServer(command: readonly string[] | Command): Promise<ServerProcess> {
  const { args, executable, url: known }: Command = 'args' in command ? command : { args: command };
  const [file, given] =
    executable === undefined ? [process.execPath, ['--import', PROBE, ...args]] : [executable, args];
  const channel = executable === undefined ? (['ipc'] as const) : [];
  const child = spawn(file, given, { stdio: ['ignore', 'pipe', 'pipe', ...channel] });
  const url = await addressOf(child, args, known);
  const ask = async (question: ProbeQuestion): Promise<Usage> => {
    const told = once(child, 'message');
    child.send(question);
    const [usage] = (await told) as [Usage];
    return withDescendants(usage, child.pid);
  };
  const usage = executable === undefined ? () => ask({ ask: 'usage' }) : async () => fromOutside(child.pid);
  return {
    url,
    usage,
    startProfile: () => ask({ ask: 'start_profile' }),
    stopProfile: (folder) => ask({ ask: 'stop_profile', folder }),
    stop: () => stop(child),
  };
}

/** What a program starts works for its answers, too. */
function withDescendants(usage: Usage, pid = 0): Usage {
  const others = descendantsUsage(pid);
  return { ...usage, cpuUs: usage.cpuUs + others.cpuUs, rssBytes: usage.rssBytes + others.rssBytes };
}

/** Of a program without a probe nobody knows which thread is the main one. */
function fromOutside(pid = 0): Usage {
  return { ...treeUsage(pid), mainThreadUs: Number.NaN };
}

function addressOf(child: ChildProcess, command: readonly string[], known: string | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const failed = (why: string): void => {
      child.kill('SIGKILL');
      reject(new Error(`${command.join(' ')} ${why}.\n${said.slice(-2000)}`));
    };
    const timer = setTimeout(() => failed('named no address in time'), START_MS);
    const found = (url: string): void => {
      clearTimeout(timer);
      resolve(url);
    };
    const read = (text: string): void => {
      said = (said + text).slice(-10_000);
      const url = /http:\/\/127\.0\.0\.1:\d+\/mcp\b/.exec(said)?.[0];
      if (url !== undefined && known === undefined) found(url);
    };
    if (known !== undefined) void listening(known, child).then(() => found(known));
    child.stdout?.setEncoding('utf8').on('data', read);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-10_000)));
    child.once('exit', (code) => {
      clearTimeout(timer);
      failed(`ended with code ${code}`);
    });
  });
}

const POLL_MS = 50;

/** Until somebody takes a connection there, or the program has ended, which is told elsewhere. */
async function listening(url: string, child: ChildProcess): Promise<void> {
  const { hostname, port } = new URL(url);
  const isOpen = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(Number(port), hostname);
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
  while (child.exitCode === null && !(await isOpen())) await pause(POLL_MS);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  child.kill('SIGINT');
  await ended;
  clearTimeout(timer);
}
