/**
 * The hot path beside the raw limit and the peers: CPU µs of the server a request, in interleaved rounds of one run,
 * after a continuous warm-up of every program. Prints a table on stderr and JSON on stdout, or into `--json FILE`.
 */
import { readOptions, runBench } from './command-line.ts';
import { openEntrant, openField } from './entrants.ts';
import { measureAll, PLAN_HELP, PLAN_OPTIONS } from './plan.ts';
import { SUBJECTS } from './subjects.ts';

const values = readOptions(`Usage: npm --prefix bench run -s hot-path -- [options]\n${PLAN_HELP}`, PLAN_OPTIONS);

async function main(): Promise<void> {
  const field = await openField();
  try {
    const about = { accounts: field.expected.length };
    await measureAll(values, { subjects: SUBJECTS, open: (subject) => openEntrant(subject, field), about });
  } finally {
    field.authority.stop();
  }
}

await runBench(main);
