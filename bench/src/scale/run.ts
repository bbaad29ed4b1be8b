/** Runs a program of the repository to its end, and watches what it takes: memory with whatever it starts, and CPU time of its own. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

export type Run = {
  readonly ms: number;
  /** Of all its threads, up to a tenth of a second before its end. */
  readonly cpuMs: number;
  readonly peakRssBytes: number;
  readonly stdout: string;
};

const WATCH_MS = 100;

/** Throws an Error with what it said where it doesn't end well. */
export async function runToEnd(command: readonly string[]): Promise<Run> {
  const began = performance.now();
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr, peakRssBytes, cpuMs] = ['', '', 0, 0];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-5_000)));
  const watch = setInterval(() => {
    peakRssBytes = Math.max(peakRssBytes, ...rssOfAll(child));
    cpuMs = Math.max(cpuMs, cpuMsOf(child));
  }, WATCH_MS);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(watch);
  if (code !== 0) throw new Error(`${command.join(' ')} ended with code ${code}.\n${stderr}`);
  return { ms: performance.now() - began, cpuMs, peakRssBytes, stdout };
}

/** Resident bytes of a process and of each of its children, as Linux tells; none where it is gone. */
export function rssOfAll({ pid }: Pick<ChildProcess, 'pid'>): readonly number[] {
  if (pid === undefined) return [];
  return [pid, ...childrenOf(pid)].map(rssOf);
}

/** Linux counts in hundredths of a second. */
const MS_PER_TICK = 10;

/** 0 where it is gone. */
function cpuMsOf({ pid = 0 }: Pick<ChildProcess, 'pid'>): number {
  const [, fields = ''] = told(`/proc/${pid}/stat`).split(') ');
  const [user, system] = fields.split(' ').slice(11, 13).map(Number);
  return ((user ?? 0) + (system ?? 0)) * MS_PER_TICK;
}

function childrenOf(pid: number): readonly number[] {
  return told(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number);
}

function rssOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(told(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
}

function told(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
