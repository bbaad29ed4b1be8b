/**
 * Has the pages' work done by a process of its own: started when somebody first looks, ended when nobody has looked for a while,
 * started again after it ended. It is told the live release with each request, so it never answers by an older one.
 */
import type { ChildProcess } from 'node:child_process';
import { extname } from 'node:path';
import type { PageWork } from '../../admin/work/page-work.ts';
import type { PreparedRelease } from '../../answer/prepared-release.ts';
import { errorKind } from '../../base/error-kind.ts';
import type { FailureCode } from '../../base/failure.ts';
import { Failure } from '../../base/failure.ts';
import { memoized } from '../../base/memoized.ts';
import type { StoreChoice } from '../../config/deployment.ts';
import { releaseOf } from '../../config/release.ts';
import type { PortableRelease } from '../simulate/simulate-job.ts';
import { forkProcess } from '../processes/fork-process.ts';

/** Plain data; where the process finds everything. */
export type PageProcessGround = { readonly tenant: string; readonly folder: string; readonly store: StoreChoice };

type Requests = {
  readonly [Kind in keyof PageWork]: { readonly kind: Kind; readonly query: Parameters<PageWork[Kind]>[0] };
};
type Replies = { readonly [Kind in keyof PageWork]: Awaited<ReturnType<PageWork[Kind]>> };

export type ToPageProcess = {
  readonly number: number;
  readonly ground: PageProcessGround;
  readonly live: PortableRelease;
  readonly request: Requests[keyof PageWork];
};

export type FromPageProcess = {
  readonly number: number;
  readonly outcome:
    | { readonly kind: 'done'; readonly reply: Replies[keyof PageWork] }
    | { readonly kind: 'failed'; readonly code: FailureCode; readonly message: string; readonly mend: string }
    | { readonly kind: 'defect'; readonly message: string };
};

export type PageProcess = PageWork & { readonly close: () => void };

/** Above this file and in its form: a source when run from source, compiled when compiled. */
const PROCESS_FILE = new URL(`../../page-process${extname(import.meta.url)}`, import.meta.url);
const MAX_HEAP_MIB = 1_024;
/** It holds everybody's data meanwhile. */
const IDLE_MS = 15 * 60_000;
/** Each waits in memory; one person never has so many. */
const MAX_WAITING = 64;

type Waiting = PromiseWithResolvers<Replies[keyof PageWork]>;
/** With whoever waits for this process: when it ends, a later one may be at work already. */
type Child = { readonly process: ChildProcess; readonly waiting: Map<number, Waiting> };

export function pageInProcess(ground: PageProcessGround, live: () => PreparedRelease): PageProcess {
  let child: Child | null = null;
  let idle: NodeJS.Timeout | undefined;
  let number = 0;

  const end = (): void => {
    clearTimeout(idle);
    child?.process.kill('SIGKILL');
    child = null;
  };
  const start = (): Child => {
    const made: Child = { process: startProcess(), waiting: new Map() };
    const leave = (): void => {
      if (child === made) child = null;
    };
    const ended = (cause: Error | string): void => {
      leave();
      for (const { reject } of made.waiting.values()) reject(unavailable(cause));
      made.waiting.clear();
    };
    made.process.on('message', (message) => hear(message as FromPageProcess, made));
    made.process.on('disconnect', leave);
    made.process.on('error', ended);
    made.process.on('exit', (code, signal) => ended(signal ?? `exit code ${code}`));
    // Nobody waits for it when everything else is done.
    made.process.unref();
    made.process.channel?.unref();
    return made;
  };
  const send = (request: ToPageProcess['request']): Waiting['promise'] => {
    child ??= start();
    const { process: worker, waiting } = child;
    if (waiting.size >= MAX_WAITING) throw new Failure('usage', 'Too much is asked at once.', 'Wait a moment.');
    clearTimeout(idle);
    idle = setTimeout(end, IDLE_MS).unref();
    const one: Waiting = Promise.withResolvers();
    waiting.set(++number, one);
    worker.send({ number, ground, live: portable(live()), request } satisfies ToPageProcess);
    return one.promise;
  };
  // What comes back is what this kind of request is answered with: the other side is the same `PageWork`.
  const asking = <Kind extends keyof PageWork>(kind: Kind) =>
    (async (query: Requests[Kind]['query']) =>
      await send({ kind, query } as Requests[keyof PageWork])) as PageWork[Kind];
  return {
    ask: asking('ask'),
    coverage: asking('coverage'),
    accountsBehind: asking('accountsBehind'),
    accountsNamed: asking('accountsNamed'),
    close: end,
  };
}

function hear({ number, outcome }: FromPageProcess, { waiting }: Child): void {
  const one = waiting.get(number);
  waiting.delete(number);
  if (outcome.kind === 'done') one?.resolve(outcome.reply);
  else if (outcome.kind === 'failed') one?.reject(new Failure(outcome.code, outcome.message, outcome.mend));
  else one?.reject(new Error(outcome.message));
}

const portable = memoized(({ id, at, workspace }: PreparedRelease): PortableRelease => {
  return { id, at, json: releaseOf(workspace).json };
});

/** @throws Failure `store_unavailable` */
function startProcess(): ChildProcess {
  try {
    return forkProcess(PROCESS_FILE, MAX_HEAP_MIB);
  } catch (cause) {
    throw unavailable(cause);
  }
}

function unavailable(cause: unknown): Failure {
  const how = typeof cause === 'string' ? cause : errorKind(cause);
  return new Failure(
    'store_unavailable',
    `The process behind this page has ended (${how}).`,
    'Try again; if it ends so again, look whether the machine has memory and disk to spare.',
    { cause },
  );
}
