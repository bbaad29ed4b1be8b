/**
 * The process behind the pages: it has the directory open to read, and does what looking at a whole company takes, so that
 * serving feels neither the work nor the memory of it. Takes requests over the channel to whoever started it, and goes with it.
 */
import { enableCompileCache } from 'node:module';
import { constants, setPriority } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { openStore } from './adapters.ts';
import type { KeptOpen, OpenedWork } from './admin/work/kept-open.ts';
import { keptOpen } from './admin/work/kept-open.ts';
import type { PageWork } from './admin/work/page-work.ts';
import { pageWork } from './admin/work/page-work.ts';
import type { PreparedRelease } from './answer/prepared-release.ts';
import { prepareRelease } from './answer/prepared-release.ts';
import { systemClock } from './base/clock.ts';
import { Failure } from './base/failure.ts';
import type { FromPageProcess, ToPageProcess } from './cli/serving/page-in-process.ts';
import type { PortableRelease } from './cli/simulate/simulate-job.ts';
import { workspaceFromRelease } from './config/release.ts';

/** In this file's form: a source when run from source, compiled when compiled. */
const PARENT_WATCH = new URL(`./cli/processes/parent-watch${extname(import.meta.url)}`, import.meta.url);

let live: PreparedRelease | null = null;
let withWork: KeptOpen | null = null;

function ready({ id, at, json }: PortableRelease): PreparedRelease {
  return prepareRelease(workspaceFromRelease(json), id, at);
}

async function start({ tenant, folder, store: choice }: ToPageProcess['ground']): Promise<OpenedWork> {
  const store = await openStore(choice, systemClock);
  const liveNow = (): PreparedRelease => {
    if (live === null) throw new TypeError('asked before any release was live');
    return live;
  };
  return { work: pageWork({ store, tenant, folder, live: liveNow, clock: systemClock }), close: store.close };
}

async function answer({ ground, live: release, request }: ToPageProcess): Promise<FromPageProcess['outcome']> {
  try {
    if (live?.id !== release.id || live.at !== release.at) live = ready(release);
    withWork ??= keptOpen(() => start(ground));
    return { kind: 'done', reply: await withWork((work) => replyOf(request, work)) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { kind: 'failed', code: error.code, message: error.message, mend: error.mend };
  }
}

async function replyOf(request: ToPageProcess['request'], work: PageWork) {
  switch (request.kind) {
    case 'ask':
      return await work.ask(request.query);
    case 'coverage':
      return await work.coverage(request.query);
    case 'accountsBehind':
      return await work.accountsBehind(request.query);
    case 'accountsNamed':
      return await work.accountsNamed(request.query);
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
