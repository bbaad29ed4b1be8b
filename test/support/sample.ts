/** The sample company in a folder of its own, and the command `concierge` over it, as users start it. */
import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Desk } from '../../src/answer/desk.ts';
import { stoppedClock } from '../../src/base/clock.ts';
import { openConcierge } from '../../src/cli/concierge.ts';
import type { Workspace } from '../../src/config/workspace.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import type { Store } from '../../src/store/store.ts';

const ROOT = join(import.meta.dirname, '../..');

export const NODE = process.execPath;
export const MAIN = join(ROOT, 'src/main.ts');

export type SampleFolder = { readonly folder: string; readonly remove: () => void };

/** A copy without its data, so that tests don't meet each other's. */
export function sampleFolder(): SampleFolder {
  const folder = mkdtempSync(join(tmpdir(), 'concierge-sample-'));
  cpSync(join(ROOT, 'examples/acme'), folder, { recursive: true, filter: (file) => basename(file) !== '.concierge' });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export type SampleDesk = {
  readonly desk: Desk;
  readonly store: Store;
  readonly workspace: Workspace;
  readonly close: () => Promise<void>;
};

/** A Monday in office hours. Stopped, so that the same call gives the same answer. */
const CLOCK = stoppedClock(Date.UTC(2026, 10, 23, 10));

/** The sample's desk in this process, its sources imported. */
export async function openSampleDesk(): Promise<SampleDesk> {
  const { folder, remove } = sampleFolder();
  const concierge = await openConcierge(
    { dir: folder },
    {
      openStore: (_choice, clock) => openSqliteStore(join(folder, '.concierge'), { now: clock.now }),
      out: () => {},
      err: () => {},
      cwd: folder,
      env: {},
      clock: CLOCK,
      interrupted: new Promise(() => {}),
      isTerminal: false,
      self: ['concierge'],
    },
  );
  await concierge.importSources();
  const alarm = (what: string, cause: unknown): never => {
    throw new Error(`an alarm that the test did not expect: ${what}`, { cause });
  };
  const close = async (): Promise<void> => {
    await concierge.close();
    remove();
  };
  const { store, workspace } = concierge;
  return { desk: concierge.deskWith(alarm), store, workspace, close };
}

export type RunningConcierge = { readonly url: string; readonly stop: () => Promise<number | null> };

/** `concierge start FOLDER` on a free port; `stop` is Ctrl-C, and resolves with the exit code. */
export async function startConcierge(folder: string): Promise<RunningConcierge> {
  const child = spawn(NODE, [MAIN, 'start', folder, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await listeningUrl(child);
  const stop = async (): Promise<number | null> => {
    child.kill('SIGINT');
    const [code] = (await once(child, 'exit')) as [number | null];
    return code;
  };
  return { url, stop };
}

async function listeningUrl({ stdout, stderr }: ChildProcessByStdio<null, Readable, Readable>): Promise<string> {
  let messages = '';
  stderr.setEncoding('utf8').on('data', (text: string) => (messages += text));
  for await (const line of createInterface({ input: stdout })) {
    const url = /http:\/\/\S+\/mcp/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error(`concierge start ended before it listened: ${messages}`);
}
