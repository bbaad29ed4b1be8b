/**
 * Preloaded into every server that is measured (`node --import`): answers the harness's questions over the IPC channel.
 * The server itself knows nothing of it. Not for worker threads: a process's CPU time includes theirs.
 */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { isMainThread } from 'node:worker_threads';

export type ProbeQuestion =
  | { readonly ask: 'usage' }
  | { readonly ask: 'start_profile' }
  | { readonly ask: 'stop_profile'; readonly file: string };

/** CPU times in µs since the process began, all threads and the main thread alone; resident memory in bytes. */
export type Usage = { readonly cpuUs: number; readonly mainThreadUs: number; readonly rssBytes: number };

const session = new Session();

function usage(): Usage {
  const all = process.cpuUsage();
  const main = process.threadCpuUsage();
  return {
    cpuUs: all.user + all.system,
    mainThreadUs: main.user + main.system,
    rssBytes: process.memoryUsage.rss(),
  };
}

async function startProfile(): Promise<void> {
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
}

async function stopProfile(file: string): Promise<void> {
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  writeFileSync(file, JSON.stringify(profile));
}

async function reply(question: ProbeQuestion): Promise<Usage> {
  if (question.ask === 'start_profile') await startProfile();
  if (question.ask === 'stop_profile') await stopProfile(question.file);
  return usage();
}

if (isMainThread && process.send !== undefined) {
  process.on('message', (question: ProbeQuestion) => void reply(question).then((told) => process.send?.(told)));
  // A server whose harness died must not stay behind.
  process.on('disconnect', () => process.exit());
  process.channel?.unref();
}
