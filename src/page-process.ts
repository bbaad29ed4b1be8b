/**
 * The process behind the pages: it has the directory open to read, and does what looking at a whole company takes, so that
 * serving feels neither the work nor the memory of it. Takes requests over the channel to whoever started it, and goes with it.
 */
import { enableCompileCache } from 'node:module';
import { constants, setPriority } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { openStore } from './adapters.ts';
import type { PageWork } from './admin/work/page-work.ts';
import { pageWork } from './admin/work/page-work.ts';
import type { PreparedRelease } from './answer/prepared-release.ts';
import { prepareRelease } from './answer/prepared-release.ts';
import { systemClock } from './base/clock.ts';
import { Failure } from './base/failure.ts';
import type { FromPageProcess, ToPageProcess } from './cli/page-in-process.ts';
import type { PortableRelease } from './cli/simulate-job.ts';
import { workspaceFromRelease } from './config/release.ts';

/** In this file's form: a source when run from source, compiled when compiled. */
const PARENT_WATCH = new URL(`./cli/parent-watch${extname(import.meta.url)}`, import.meta.url);

let live: PreparedRelease | null = null;
let started: Promise<PageWork> | null = null;

function ready({ id, at, json }: PortableRelease): PreparedRelease {
  return prepareRelease(workspaceFromRelease(json), id, at);
}

async function start({ tenant, folder, store: choice }: ToPageProcess['ground']): Promise<PageWork> {
  const store = await openStore(choice, systemClock);
  const liveNow = (): PreparedRelease => {
    if (live === null) throw new TypeError('asked before any release was live');
    return live;
  };
  return pageWork({ store, tenant, folder, live: liveNow, clock: systemClock });
}

async function answer({ ground, live: release, request }: ToPageProcess): Promise<FromPageProcess['outcome']> {
  try {
    if (live?.id !== release.id || live.at !== release.at) live = ready(release);
    started ??= start(ground);
    const work = await started;
    switch (request.kind) {
      case 'ask':
        return { kind: 'done', reply: await work.ask(request.query) };
      case 'coverage':
        return { kind: 'done', reply: await work.coverage(request.query) };
      case 'accountsBehind':
        return { kind: 'done', reply: await work.accountsBehind(request.query) };
      case 'accountsNamed':
        return { kind: 'done', reply: await work.accountsNamed(request.query) };
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // A store that can't be opened may be mended.
    if (error.code === 'store_unavailable') started = null;
    return { kind: 'failed', code: error.code, message: error.message, mend: error.mend };
  }
}

enableCompileCache();
try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // A system that doesn't allow it runs this as any other work.
}
// Ctrl-C in a terminal goes to both processes: whoever started this one ends it.
process.on('SIGINT', () => {});
process.once('disconnect', () => process.exit(0));
new Worker(PARENT_WATCH, { name: 'parent-watch', execArgv: [] }).unref();
process.on('message', (message) => {
  const asked = message as ToPageProcess;
  void answer(asked).then(
    (outcome) => process.send?.({ number: asked.number, outcome } satisfies FromPageProcess),
    (error: unknown) => {
      process.send?.({
        number: asked.number,
        outcome: { kind: 'defect', message: String(error) },
      } satisfies FromPageProcess);
      // Node ends on what nobody foresaw; so does this, once it was told.
      process.disconnect();
    },
  );
});
