/** A server under test in a process of its own: started with the probe, asked through it, stopped as a user would. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ProbeQuestion, Usage } from './probe.ts';

export type ServerProcess = {
  /** Its MCP endpoint, as it printed it. */
  readonly url: string;
  readonly usage: () => Promise<Usage>;
  readonly startProfile: () => Promise<Usage>;
  /** Leaves one profile a thread in `folder`; the main thread's is `main.cpuprofile`. */
  readonly stopProfile: (folder: string) => Promise<Usage>;
  readonly stop: () => Promise<void>;
};

const PROBE = join(import.meta.dirname, 'probe.ts');
const START_MS = 60_000;
const STOP_MS = 10_000;

/** Throws an Error with what the program said when it ends, or says no address in time. */
export async function startServer(command: readonly string[]): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['--import', PROBE, ...command], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const url = await addressOf(child, command);
  const ask = async (question: ProbeQuestion): Promise<Usage> => {
    const told = once(child, 'message');
    child.send(question);
    const [usage] = (await told) as [Usage];
    return usage;
  };
  return {
    url,
    usage: () => ask({ ask: 'usage' }),
    startProfile: () => ask({ ask: 'start_profile' }),
    stopProfile: (folder) => ask({ ask: 'stop_profile', folder }),
    stop: () => stop(child),
  };
}

function addressOf(child: ChildProcess, command: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const failed = (why: string): void => {
      child.kill('SIGKILL');
      reject(new Error(`${command.join(' ')} ${why}.\n${said.slice(-2000)}`));
    };
    const timer = setTimeout(() => failed('named no address in time'), START_MS);
    const read = (text: string): void => {
      said = (said + text).slice(-10_000);
      const url = /http:\/\/127\.0\.0\.1:\d+\/mcp\b/.exec(said)?.[0];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    };
    child.stdout?.setEncoding('utf8').on('data', read);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-10_000)));
    child.once('exit', (code) => {
      clearTimeout(timer);
      failed(`ended with code ${code}`);
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  child.kill('SIGINT');
  await ended;
  clearTimeout(timer);
}
