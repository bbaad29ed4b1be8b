/**
 * The hot path beside the raw limit and the peers: CPU µs of the server a request, in interleaved rounds of one run,
 * after a continuous warm-up of every program. Prints a table on stderr and JSON on stdout, or into `--json FILE`.
 */
import { count, printJson, readOptions, runBench } from './command-line.ts';
import type { Entrant, Field } from './entrants.ts';
import { openEntrant, openField } from './entrants.ts';
import { environment, fileSystemOf } from './environment.ts';
import { startLoad } from './load.ts';
import type { Bench, Plan } from './measure.ts';
import { measure } from './measure.ts';
import { hotPathTable } from './report.ts';
import { rowOf } from './rows.ts';
import type { Subject } from './subjects.ts';
import { labelOf, SUBJECTS } from './subjects.ts';
import { WORK } from './workspace.ts';

const FULL: Plan = { warmUpMs: 9_000, rounds: 9, roundMs: 1_500, latencyRounds: 5, latencyMs: 1_500, connections: 64 };
const QUICK: Plan = { warmUpMs: 2_000, rounds: 3, roundMs: 1_000, latencyRounds: 1, latencyMs: 1_000, connections: 64 };

const HELP = `Usage: npm --prefix bench run -s hot-path -- [options]
  --quick              2 s of warm-up and short rounds: a first look, not a result
  --only TEXT          only subjects whose name contains TEXT, beside the raw limit; may be repeated
  --connections N      keep-alive connections of the load (default ${FULL.connections})
  --rounds N           interleaved rounds
  --json FILE          write the JSON there instead of to stdout`;

const values = readOptions(HELP, {
  quick: { type: 'boolean', default: false },
  only: { type: 'string', multiple: true },
  connections: { type: 'string' },
  rounds: { type: 'string' },
  json: { type: 'string' },
});

function planned(): Plan {
  const plan = values.quick ? QUICK : FULL;
  const { connections = String(plan.connections), rounds = String(plan.rounds) } = values;
  return { ...plan, connections: count('connections', connections), rounds: count('rounds', rounds) };
}

function chosen(): readonly Subject[] {
  const only = values.only ?? [''];
  return SUBJECTS.filter(
    (subject) => subject.program === 'raw' || only.some((text) => labelOf(subject).includes(text)),
  );
}

/** Every subject's process stays until the end, and only one is asked at a time. */
async function opened(subjects: readonly Subject[], field: Field): Promise<Bench> {
  const load = startLoad();
  const entrants: Entrant[] = [];
  for (const subject of subjects) entrants.push(await openEntrant(subject, field));
  return { entrants, load, expected: field.expected };
}

async function close({ entrants, load }: Bench): Promise<void> {
  load.stop();
  for (const { server } of entrants) await server.stop();
}

async function main(): Promise<void> {
  const plan = planned();
  const field = await openField();
  const bench = await opened(chosen(), field);
  try {
    const taken = await measure(bench, plan, (line) => console.error(line));
    const rows = taken.map((one) => rowOf(one, taken));
    const report = { ...environment(), records: fileSystemOf(WORK), plan, accounts: bench.expected.length, rows };
    console.error(`\n${hotPathTable(rows)}`);
    printJson(report, values.json);
  } finally {
    await close(bench);
    field.authority.stop();
  }
}

await runBench(main);
