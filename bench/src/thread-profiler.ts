/** V8's CPU profiler on the main thread and, through Node's inspector, on every worker that runs at the time. */
import type { NodeWorker } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import type { CpuProfile } from './cpu-profile.ts';

/** `main`, or a worker's title. */
export type ThreadProfile = { readonly thread: string; readonly profile: CpuProfile };
export type ThreadProfiler = { readonly stop: () => Promise<readonly ThreadProfile[]> };

type Command = 'Profiler.enable' | 'Profiler.setSamplingInterval' | 'Profiler.start' | 'Profiler.stop';
type Stopped = { readonly profile: CpuProfile };
/** One thread's end of the inspector. What `Profiler.stop` gives back is a {@link Stopped}. */
type Thread = { readonly name: string; readonly post: (command: Command, params?: object) => Promise<unknown> };

const SAMPLING_US = 200;

export async function profileThreads(): Promise<ThreadProfiler> {
  const session = new Session();
  session.connect();
  const main: Thread = { name: 'main', post: (command, params) => session.post(command, params) };
  const threads = [main, ...(await workersOf(session))];
  for (const { post } of threads) {
    await post('Profiler.enable');
    await post('Profiler.setSamplingInterval', { interval: SAMPLING_US });
    await post('Profiler.start');
  }
  const stop = async (): Promise<readonly ThreadProfile[]> => {
    const profiles: ThreadProfile[] = [];
    for (const { name, post } of threads) {
      const { profile } = (await post('Profiler.stop')) as Stopped;
      profiles.push({ thread: name, profile });
    }
    session.disconnect();
    return profiles;
  };
  return { stop };
}

async function workersOf(session: Session): Promise<readonly Thread[]> {
  const attached: NodeWorker.AttachedToWorkerEventDataType[] = [];
  const waiting = new Map<number, (result: unknown) => void>();
  session.on('NodeWorker.attachedToWorker', ({ params }) => attached.push(params));
  session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
    const { id, result } = JSON.parse(params.message) as { id?: number; result?: unknown };
    if (id !== undefined) waiting.get(id)?.(result);
  });
  // Attaches to the workers that there are before it resolves.
  await session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  let ids = 0;
  return attached.map(({ sessionId, workerInfo }, index) => ({
    name: `worker-${index + 1} ${workerInfo.title.replaceAll(/[^\w -]/g, '')}`,
    post: async (method, params = {}) => {
      const id = ++ids;
      const { promise, resolve } = Promise.withResolvers<unknown>();
      waiting.set(id, resolve);
      await session.post('NodeWorker.sendMessageToWorker', {
        sessionId,
        message: JSON.stringify({ id, method, params }),
      });
      return await promise;
    },
  }));
}
