/**
 * Preloaded into every server that is measured (`node --import`): answers the harness's questions over the IPC channel.
 * The server itself knows nothing of it.
 */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import type { ThreadProfiler } from './thread-profiler.ts';
import { profileThreads } from './thread-profiler.ts';

export type ProbeQuestion =
  | { readonly ask: 'usage' }
  | { readonly ask: 'start_profile' }
  | { readonly ask: 'stop_profile'; readonly folder: string };

/** CPU times in µs since the process began, all threads and the main thread alone; resident memory in bytes. */
export type Usage = { readonly cpuUs: number; readonly mainThreadUs: number; readonly rssBytes: number };

let profiler: ThreadProfiler | undefined;

async function reply(question: ProbeQuestion): Promise<Usage> {
  if (question.ask === 'start_profile') profiler = await profileThreads();
  if (question.ask === 'stop_profile')
    for (const { thread, profile } of (await profiler?.stop()) ?? [])
      writeFileSync(`${question.folder}/${thread}.cpuprofile`, JSON.stringify(profile));
  return usage();
}

function usage(): Usage {
  const all = process.cpuUsage();
  const main = process.threadCpuUsage();
  return {
    cpuUs: all.user + all.system,
    mainThreadUs: main.user + main.system,
    rssBytes: process.memoryUsage.rss(),
  };
}

if (isMainThread && process.send !== undefined) {
  process.on('message', (question: ProbeQuestion) => void reply(question).then((told) => process.send?.(told)));
  // A server whose harness died must not stay behind.
  process.on('disconnect', () => process.exit());
  process.channel?.unref();
}
