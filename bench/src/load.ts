/** The harness's end of the load process. */
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadOrder, LoadResult } from './load-process.ts';

export type Load = { readonly run: (order: LoadOrder) => Promise<LoadResult>; readonly stop: () => void };

type Told = { readonly result: LoadResult } | { readonly error: string };

export function startLoad(): Load {
  const child = fork(join(import.meta.dirname, 'load-process.ts'));
  return { run: (order) => runIn(child, order), stop: () => child.kill() };
}

/** Throws an Error when a connection breaks or a single reply is wrong: a fast wrong answer is not a result. */
async function runIn(child: ChildProcess, order: LoadOrder): Promise<LoadResult> {
  const told = once(child, 'message') as Promise<[Told]>;
  child.send(order);
  const [answer] = await told;
  if ('error' in answer) throw new Error(`${order.url}, ${order.dialect}: ${answer.error}`);
  const { wrong, requests, faults } = answer.result;
  if (wrong > 0)
    throw new Error(`${order.url}, ${order.dialect}: ${wrong} of ${requests} replies are wrong:\n${faults.join('\n')}`);
  return answer.result;
}
