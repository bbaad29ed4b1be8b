/**
 * The hot path beside the raw limit and the peers: CPU µs of the server a request, in interleaved rounds of one run,
 * after a continuous warm-up of every program. Prints a table on stderr and JSON on stdout, or into `--json FILE`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { environment } from './environment.ts';
import { expectedAnswers } from './expected.ts';
import { startLoad } from './load.ts';
import type { Bench, Plan } from './measure.ts';
import { measure } from './measure.ts';
import { hotPathTable } from './report.ts';
import { startServer } from './server-process.ts';
import type { Subject } from './subjects.ts';
import { commandOf, labelOf, SUBJECTS } from './subjects.ts';
import { copySample, inWorkFolder, WORK } from './workspace.ts';

const FULL: Plan = { warmUpMs: 9_000, rounds: 5, roundMs: 3_000, latencyMs: 4_000, connections: 64 };
const QUICK: Plan = { warmUpMs: 2_000, rounds: 3, roundMs: 1_000, latencyMs: 1_000, connections: 64 };

const HELP = `Usage: npm --prefix bench run -s hot-path -- [options]
  --quick              2 s of warm-up and short rounds: a first look, not a result
  --only TEXT          only subjects whose name contains TEXT, beside the raw limit; may be repeated
  --connections N      keep-alive connections of the load (default ${FULL.connections})
  --rounds N           interleaved rounds
  --json FILE          write the JSON there instead of to stdout`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    connections: { type: 'string' },
    rounds: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

function planned(): Plan {
  const plan = values.quick ? QUICK : FULL;
  return {
    ...plan,
    connections: Number(values.connections ?? plan.connections),
    rounds: Number(values.rounds ?? plan.rounds),
  };
}

function chosen(): readonly Subject[] {
  const only = values.only ?? [''];
  return SUBJECTS.filter(
    (subject) => subject.program === 'raw' || only.some((text) => labelOf(subject).includes(text)),
  );
}

/** Every subject gets a process of its own; they stay until the end, and only one is asked at a time. */
async function opened(subjects: readonly Subject[]): Promise<Bench> {
  const { cards, expected } = await expectedAnswers(copySample('expected'));
  const readyMade = join(WORK, 'ready-made.json');
  writeFileSync(readyMade, JSON.stringify(cards));
  const load = startLoad();
  const bench: Bench = { entrants: [], load, expected };
  for (const subject of subjects) {
    const workspace = subject.program === 'concierge' ? copySample(subject.dialect) : '';
    bench.entrants.push({ subject, server: await startServer(commandOf(subject.program, { workspace, readyMade })) });
  }
  return bench;
}

async function close({ entrants, load }: Bench): Promise<void> {
  load.stop();
  for (const { server } of entrants) await server.stop();
}

async function main(): Promise<void> {
  if (values.help) return console.log(HELP);
  const plan = planned();
  const bench = await opened(chosen());
  try {
    const rows = await measure(bench, plan, (line) => console.error(line));
    const report = { ...environment(), plan, accounts: bench.expected.length, rows };
    console.error(`\n${hotPathTable(rows)}`);
    const json = `${JSON.stringify(report, null, 2)}\n`;
    if (values.json === undefined) process.stdout.write(json);
    else writeFileSync(values.json, json);
  } finally {
    await close(bench);
  }
}

await inWorkFolder(main);
