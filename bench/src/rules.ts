/**
 * The decision table of `micro` beside rule engines that others wrote: CPU time of this process for one decision, all threads.
 * Every engine must decide as the product does for every row of facts, or the run fails. Prints a table on stderr and JSON on
 * stdout, or into `--json FILE`.
 */
import type { FactRow } from '../../src/facts/types.ts';
import { evaluate } from '../../src/guardrails/compile.ts';
import { printJson, readOptions, runBench } from './command-line.ts';
import { environment } from './environment.ts';
import { factsOf, syntheticTable } from './micro/synthetic-table.ts';
import { table } from './report.ts';
import type { Decide, Facts } from './rules/engines.ts';
import { cel, feelin, jsonRulesEngine, zen } from './rules/engines.ts';
import { quantile } from './statistics.ts';

const ROUNDS = 9;
const ROUND_MS = 250;

const HELP = `Usage: npm --prefix bench run -s rules -- [options]
  --json FILE          write the JSON there instead of to stdout`;

const values = readOptions(HELP, { json: { type: 'string' } });

type Engine = { readonly name: string; readonly decide: Decide };
type Measured = { readonly name: string; readonly usEach: number; readonly perS: number; readonly lowest: number };

/** What was decided last: V8 can't leave it out. */
export let kept: unknown;

async function agreed({ name, decide }: Engine, facts: readonly Facts[], wanted: readonly (number | null)[]) {
  for (const [index, each] of facts.entries()) {
    const decided = await decide(each);
    if (decided !== wanted[index])
      throw new Error(
        `${name} decides row ${decided} where the product decides ${wanted[index]}: ${JSON.stringify(each)}`,
      );
  }
}

async function spend(decide: Decide, facts: readonly Facts[], forMs: number): Promise<number> {
  const ends = performance.now() + forMs;
  const before = process.cpuUsage();
  let done = 0;
  while (performance.now() < ends) {
    const decided = decide(facts[done % facts.length] ?? {});
    kept = decided instanceof Promise ? await decided : decided;
    done += 1;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / done;
}

/** Interleaved, so that what disturbs the machine disturbs all. */
async function measured(engines: readonly Engine[], facts: readonly Facts[]): Promise<readonly Measured[]> {
  const rounds = engines.map((): number[] => []);
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [at, { decide }] of engines.entries()) {
      const us = await spend(decide, facts, round === -1 ? 1_000 : ROUND_MS);
      if (round !== -1) rounds[at]?.push(us);
    }
  }
  return engines.map(({ name }, at) => {
    const usEach = quantile(rounds[at] ?? [], 0.5);
    return { name, usEach, perS: Math.round(1e6 / usEach), lowest: quantile(rounds[at] ?? [], 0) };
  });
}

async function main(): Promise<void> {
  const { table: compiled, conditions, rows } = syntheticTable();
  const facts = rows.map(factsOf);
  const rowOf = new Map<Facts, FactRow>(facts.map((each, index) => [each, rows[index] ?? []]));
  const product: Decide = (each) => {
    const { rule, rows: tried } = evaluate(compiled, rowOf.get(each) ?? []);
    return rule === null ? null : tried.length - 1;
  };
  const engines: readonly Engine[] = [
    { name: 'concierge, with its trace', decide: product },
    { name: '@marcbachmann/cel-js, no trace', decide: cel(conditions) },
    { name: '@gorules/zen-engine, no trace', decide: zen(conditions, false) },
    { name: '@gorules/zen-engine, with its trace', decide: zen(conditions, true) },
    { name: 'json-rules-engine, no trace', decide: jsonRulesEngine(conditions) },
    { name: 'feelin cell by cell, no trace', decide: feelin(conditions) },
  ];
  const wanted = await Promise.all(facts.map(async (each) => await product(each)));
  for (const engine of engines) await agreed(engine, facts, wanted);
  const timings = await measured(engines, facts);
  const own = timings[0]?.usEach ?? Number.NaN;
  const lines = timings.map(({ name, usEach, perS }) => [
    name,
    usEach.toFixed(2),
    perS.toLocaleString('en'),
    (usEach / own).toFixed(1),
  ]);
  console.error(table(['20 rows × 6 inputs', 'CPU µs', 'a second', '× concierge'], lines));
  printJson({ ...environment(), timings }, values.json);
}

await runBench(main);
