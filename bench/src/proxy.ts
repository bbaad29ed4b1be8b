/**
 * A proxy call, `tools/call` → one GET of a REST system → the approved fields, beside the raw limit and the peers: CPU µs of the proxy a
 * request, in interleaved rounds of one run. Prints a table on stderr and JSON on stdout, or into `--json FILE`.
 */
import { readOptions, runBench } from './command-line.ts';
import { measureAll, PLAN_HELP, PLAN_OPTIONS } from './plan.ts';
import { openProxy, startSystem } from './proxy/entrants.ts';
import { PROXY_SUBJECTS } from './proxy/subjects.ts';
import { TICKETS, ticketOf } from './proxy/tickets.ts';

const values = readOptions(`Usage: npm --prefix bench run -s proxy -- [options]\n${PLAN_HELP}`, PLAN_OPTIONS);

async function main(): Promise<void> {
  const system = await startSystem();
  try {
    const about = { tickets: TICKETS, ticketBytes: Buffer.byteLength(JSON.stringify(ticketOf(0))) };
    await measureAll(values, { subjects: PROXY_SUBJECTS, open: (subject) => openProxy(subject, system.url), about });
  } finally {
    system.stop();
  }
}

await runBench(main);
