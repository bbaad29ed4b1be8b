/**
 * Whether an agent that is bound to one customer could tell by the clock which other accounts there are. It could not where
 * naming another customer's account takes as long as naming one that there isn't, and this machine is quiet enough for a
 * planted difference of 20 µs to be seen. Prints what came of it on stderr and JSON on stdout, or into `--json FILE`.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind, Round } from './bound-calls.ts';
import { PLANTED_US, scrambled, timedRounds } from './bound-calls.ts';
import { count, printJson, readOptions, runBench } from './command-line.ts';
import type { Field } from './entrants.ts';
import { openGuarded, openField } from './entrants.ts';
import { environment, fileSystemOf } from './environment.ts';
import type { Comparison } from './permutation.ts';
import { compare, LEVEL, seeded, verdictOf } from './permutation.ts';
import { table } from './report.ts';
import { median } from './statistics.ts';
import { WORK } from './workspace.ts';

const ROUNDS = 10_000;
const WARM_UP_ROUNDS = 2_000;
const MEMORY = '/dev/shm';
const FAILED = 1;

const HELP = `Usage: npm --prefix bench run -s indistinguishable -- [options]
  --rounds N           rounds of four calls: one's own account, another's, one that there isn't, and the control
                       (default ${ROUNDS}, after ${WARM_UP_ROUNDS} that don't count)
  --json FILE          write the JSON there instead of to stdout`;

const values = readOptions(HELP, { rounds: { type: 'string', default: String(ROUNDS) }, json: { type: 'string' } });

/** A record's way to the disk takes longer, and more or less so, than all that is looked for here. Gone when the program ends. */
function quickStore(): string {
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : WORK, 'bench-store-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function measured(field: Field, store: string, rounds: number): Promise<readonly Round[]> {
  const { expected } = field;
  const ids = new Set(expected.map(({ accountId }) => accountId));
  if ([...ids].some((id) => ids.has(scrambled(id)))) throw new Error('An id that was made up is one that there is.');
  const subject = { program: 'concierge', dialect: 'modern', way: 'bound' } as const;
  const { server, pass } = await openGuarded(subject, field, store);
  try {
    const calls = { url: server.url, pass: await pass(), expected };
    await timedRounds(calls, WARM_UP_ROUNDS);
    return await timedRounds(calls, rounds);
  } finally {
    await server.stop();
  }
}

function compared(rounds: readonly Round[], kind: Kind): Comparison {
  return compare(
    rounds.map((round) => round[kind] - round.unknown),
    seeded(rounds.length),
  );
}

type Compared = Readonly<Record<'foreign' | 'control' | 'own', Comparison>>;

function resultTable({ foreign, control, own }: Compared): string {
  const row = (name: string, { medianUs, p }: Comparison) => [name, medianUs.toFixed(2), p.toFixed(4)];
  const rows = [
    row('a foreign account', foreign),
    row(`the control: ${PLANTED_US} µs planted`, control),
    row("one's own (another answer, may differ)", own),
  ];
  return table(['beside an unknown account', 'median difference, µs', 'p'], rows);
}

function tell(taken: readonly Round[], store: string): void {
  const found = {
    foreign: compared(taken, 'foreign'),
    control: compared(taken, 'control'),
    own: compared(taken, 'own'),
  };
  const unknownUs = median(taken.map(({ unknown }) => unknown));
  const { passed, says } = verdictOf(found.foreign, found.control, PLANTED_US);
  console.error(`${resultTable(found)}\n\nAn unknown account: ${unknownUs.toFixed(0)} µs. ${says}`);
  const method = { rounds: taken.length, store: fileSystemOf(store), level: LEVEL, plantedUs: PLANTED_US };
  printJson({ ...environment(), ...method, unknownUs, ...found, passed }, values.json);
  if (!passed) process.exitCode = FAILED;
}

async function main(): Promise<void> {
  const rounds = count('rounds', values.rounds);
  const store = quickStore();
  const field = await openField();
  try {
    tell(await measured(field, store, rounds), store);
  } finally {
    field.authority.stop();
  }
}

await runBench(main);
