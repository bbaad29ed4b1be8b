/** What the commands that measure programs side by side have in common: their options, how long all takes, and the report. */
import { count, printJson } from './command-line.ts';
import { environment, fileSystemOf } from './environment.ts';
import type { Load } from './load.ts';
import { startLoad } from './load.ts';
import type { Entrant, Plan } from './measure.ts';
import { measure } from './measure.ts';
import { hotPathTable } from './report.ts';
import { rowOf } from './rows.ts';
import type { Contestant } from './subjects.ts';
import { labelOf } from './subjects.ts';
import { WORK } from './workspace.ts';

const FULL: Plan = { warmUpMs: 9_000, rounds: 9, roundMs: 1_500, latencyRounds: 5, latencyMs: 1_500, connections: 64 };
const QUICK: Plan = { warmUpMs: 2_000, rounds: 3, roundMs: 1_000, latencyRounds: 1, latencyMs: 1_000, connections: 64 };

export const PLAN_HELP = `  --quick              2 s of warm-up and short rounds: a first look, not a result
  --only TEXT          only subjects whose name contains TEXT, beside the raw limit; may be repeated
  --connections N      keep-alive connections of the load (default ${FULL.connections})
  --rounds N           interleaved rounds
  --json FILE          write the JSON there instead of to stdout`;

export const PLAN_OPTIONS = {
  quick: { type: 'boolean', default: false },
  only: { type: 'string', multiple: true },
  connections: { type: 'string' },
  rounds: { type: 'string' },
  json: { type: 'string' },
} as const;

export type PlanValues = {
  readonly quick: boolean;
  readonly only?: readonly string[] | undefined;
  readonly connections?: string | undefined;
  readonly rounds?: string | undefined;
  readonly json?: string | undefined;
};

function planned(values: PlanValues): Plan {
  const plan = values.quick ? QUICK : FULL;
  const { connections = String(plan.connections), rounds = String(plan.rounds) } = values;
  return { ...plan, connections: count('connections', connections), rounds: count('rounds', rounds) };
}

function chosen<Subject extends Contestant>(subjects: readonly Subject[], { only = [''] }: PlanValues): Subject[] {
  return subjects.filter(
    (subject) => subject.program === 'raw' || only.some((text) => labelOf(subject).includes(text)),
  );
}

type Sides<Subject> = {
  readonly subjects: readonly Subject[];
  readonly open: (subject: Subject) => Promise<Entrant>;
  /** Said in the report, beside what all reports say. */
  readonly about: object;
};

/** Every subject's process stays until the end, and only one is asked at a time. */
export async function measureAll<Subject extends Contestant>(
  values: PlanValues,
  { subjects, open, about }: Sides<Subject>,
): Promise<void> {
  const plan = planned(values);
  const load = startLoad();
  const entrants: Entrant[] = [];
  try {
    for (const subject of chosen(subjects, values)) entrants.push(await open(subject));
    const taken = await measure({ entrants, load }, plan, (line) => console.error(line));
    const rows = taken.map((one) => rowOf(one, taken));
    console.error(`\n${hotPathTable(rows)}`);
    printJson({ ...environment(), records: fileSystemOf(WORK), plan, ...about, rows }, values.json);
  } finally {
    await close(entrants, load);
  }
}

async function close(entrants: readonly Entrant[], load: Load): Promise<void> {
  load.stop();
  for (const { server } of entrants) await server.stop();
}
