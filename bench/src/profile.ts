/** Where the server spends its time under load, thread by thread: functions and parts of the program, by self time. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { count, readOptions, runBench } from './command-line.ts';
import { HEADERS } from './calls.ts';
import type { CpuProfile, SelfShares } from './cpu-profile.ts';
import { byFunction, byPart } from './cpu-profile.ts';
import { openEntrant, openField } from './entrants.ts';
import { startLoad } from './load.ts';
import type { LoadResult } from './load-process.ts';
import type { Entrant } from './measure.ts';
import { openProxy, startSystem } from './proxy/entrants.ts';
import { PROXY_SUBJECTS } from './proxy/subjects.ts';
import { table } from './report.ts';
import type { ServerProcess } from './server-process.ts';
import type { Contestant } from './subjects.ts';
import { labelOf, SUBJECTS } from './subjects.ts';
import { WAYS } from './ways.ts';
import { WORK } from './workspace.ts';

const HELP = `Usage: npm --prefix bench run -s profile -- [options]
  --call NAME          contact (the hot path) or ticket (a proxy call) (default contact)
  --program NAME       of the hot path ${[...new Set(SUBJECTS.map(({ program }) => program))].join(', ')};
                       of a proxy call ${[...new Set(PROXY_SUBJECTS.map(({ program }) => program))].join(', ')} (default concierge)
  --dialect NAME       ${Object.keys(HEADERS).join(', ')} (default modern)
  --way NAME           ${WAYS.join(', ')}, how the load gets in (default open, of a proxy call key)
  --seconds N          how long the profile takes, after as long a warm-up (default 6)
  --connections N      keep-alive connections of the load (default 64)
  --top N              how many functions to print (default 40)
  --keep FOLDER        keep the profiles, one a thread, to open in a browser's developer tools`;

const values = readOptions(HELP, {
  call: { type: 'string', default: 'contact' },
  program: { type: 'string', default: 'concierge' },
  dialect: { type: 'string', default: 'modern' },
  way: { type: 'string' },
  seconds: { type: 'string', default: '6' },
  connections: { type: 'string', default: '64' },
  top: { type: 'string', default: '40' },
  keep: { type: 'string' },
});

type Opened = { readonly entrant: Entrant; readonly close: () => void };

async function opened(): Promise<Opened> {
  if (values.call === 'ticket') {
    const subject = chosen(PROXY_SUBJECTS, values.way);
    const system = await startSystem();
    return { entrant: await openProxy(subject, system.url), close: () => system.stop() };
  }
  const subject = chosen(SUBJECTS, values.way ?? 'open');
  const field = await openField();
  return { entrant: await openEntrant(subject, field), close: () => field.authority.stop() };
}

function chosen<One extends Contestant>(subjects: readonly One[], way: string | undefined): One {
  const { program, dialect } = values;
  const subject = subjects.find(
    (one) => one.program === program && one.dialect === dialect && (way === undefined || one.way === way),
  );
  if (subject !== undefined) return subject;
  throw new Error(`There is no such subject. There are: ${subjects.map(labelOf).join(', ')}.`);
}

async function main(): Promise<void> {
  const connections = count('connections', values.connections);
  const forMs = count('seconds', values.seconds) * 1000;
  const { entrant, close } = await opened();
  const { subject, server, asked, pass } = entrant;
  const load = startLoad();
  const order = { url: server.url, dialect: subject.dialect, asked, connections, forMs };
  const run = async (): Promise<LoadResult> => await load.run({ ...order, pass: await pass(), ratePerS: null });
  try {
    await run();
    await profiled(server, run);
  } finally {
    load.stop();
    await server.stop();
    close();
  }
}

async function profiled(server: ServerProcess, run: () => Promise<LoadResult>): Promise<void> {
  const folder = values.keep === undefined ? join(WORK, 'profiles') : resolve(values.keep);
  mkdirSync(folder, { recursive: true });
  const before = await server.startProfile();
  const { requests } = await run();
  const after = await server.usage();
  await server.stopProfile(folder);
  const mainUs = (after.mainThreadUs - before.mainThreadUs) / requests;
  const otherUs = (after.cpuUs - before.cpuUs) / requests - mainUs;
  console.log(`${requests} requests; all other threads together ${otherUs.toFixed(1)} CPU µs each`);
  for (const file of readdirSync(folder)) {
    const us = file.startsWith('main') ? mainUs : otherUs;
    const profile = readProfile(join(folder, file));
    console.log(`\n${file}: ${us.toFixed(1)} CPU µs a request at most\n`);
    console.log(`${sharesTable('part', byPart(profile), us)}\n\n${sharesTable('function', byFunction(profile), us)}`);
  }
}

function readProfile(file: string): CpuProfile {
  return JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
}

/** A profile counts wall time; the CPU time of the same window is spread over it by its shares. */
function sharesTable(what: string, shares: SelfShares, cpuUs: number): string {
  const rows = shares
    .slice(0, count('top', values.top))
    .map(([name, share]) => [name, (share * cpuUs).toFixed(2), (100 * share).toFixed(1)]);
  return table([what, 'self µs a request', '%'], rows);
}

await runBench(main);
