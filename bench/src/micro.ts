/**
 * What the parts of the hot path cost by themselves: CPU time of the thread that serves. Prints a table on stderr and
 * JSON on stdout, or into `--json FILE`.
 */
import { unaryTest } from 'feelin';
import { answer } from '../../src/answer/answer.ts';
import type { Considered } from '../../src/answer/considered.ts';
import type { Desk } from '../../src/answer/desk.ts';
import { decide } from '../../src/answer/decide.ts';
import type { DecisionRecord, Snapshot } from '../../src/audit/record.ts';
import { newRecordId } from '../../src/audit/recorder.ts';
import { shape } from '../../src/answer/shape.ts';
import { accept } from '../../src/edge/mcp/accept.ts';
import { evaluate } from '../../src/guardrails/compile.ts';
import { bodyStart, HEADERS } from './calls.ts';
import { printJson, readOptions, runBench } from './command-line.ts';
import { environment } from './environment.ts';
import { accountIds } from './expected.ts';
import type { SampleDesk } from './micro/sample-desk.ts';
import { openSampleDesk } from './micro/sample-desk.ts';
import { syntheticTable } from './micro/synthetic-table.ts';
import type { Timing } from './micro/timing.ts';
import { timed, timedTogether } from './micro/timing.ts';
import { table } from './report.ts';
import { copySample } from './workspace.ts';

/** Answers under way at once, as many as the hot path's load has connections. */
const TOGETHER = 64;

const HELP = `Usage: npm --prefix bench run -s micro -- [options]
  --json FILE          write the JSON there instead of to stdout`;

const values = readOptions(HELP, { json: { type: 'string' } });

const DONE = Promise.resolve();

/** One after another, in a circle. */
function around<Value>(all: readonly Value[]): (index: number) => Value {
  return (index) => {
    const value = all[index % all.length];
    if (value === undefined) throw new RangeError('There is nothing to measure.');
    return value;
  };
}

function rules(): readonly Timing[] {
  const { table: compiled, rows, rowsTried, cellsTried } = syntheticTable();
  const row = around(rows);
  const tried = `${rowsTried.toFixed(1)} rows, ${cellsTried.toFixed(1)} cells tried`;
  return [
    timed(`guardrails: 20 rows × 6 inputs with trace (${tried})`, (index) => evaluate(compiled, row(index))),
    timed('feelin: one cell, [0..90]', (index) => unaryTest('[0..90]', { '?': index % 200 })),
  ];
}

function acceptor(): readonly Timing[] {
  const hasTool = (name: string): boolean => name === 'get_escalation_contact';
  return (['modern', 'legacy'] as const).map((dialect) => {
    const body: unknown = JSON.parse(`${bodyStart('001Hs00003QQCZHIA5', dialect)}1}`);
    if (accept(HEADERS[dialect], body, hasTool) === undefined)
      throw new Error(`The fast lane leaves ${dialect} calls.`);
    return timed(`fast lane: accept, ${dialect}`, () => accept(HEADERS[dialect], body, hasTool));
  });
}

function steps(cases: readonly Considered[]): readonly Timing[] {
  const one = around(cases);
  return [
    timed('decide: both tables of the sample', (index) => decide(one(index).facts, one(index).release)),
    timed('reach and shape the card', (index) => shape('get_escalation_contact', one(index))),
  ];
}

async function answers(sample: SampleDesk, ids: readonly string[]): Promise<readonly Timing[]> {
  const { desk, askFor, considered } = sample;
  const ask = around(ids.map(askFor));
  const entry = around(await recordsOf(sample, ids));
  const unrecorded: Desk = { ...desk, records: { append: () => DONE } };
  const append = (index: number): Promise<void> => {
    const { record, snapshots } = entry(index);
    return desk.records.append({ ...record, id: newRecordId(Date.now()) }, snapshots);
  };
  return [
    await timedTogether('consider: all but the record', 1, (index) => considered(ask(index))),
    await timedTogether('answer, its record composed but not written', 1, (index) => answer(ask(index), unrecorded)),
    timed('a record as JSON text', (index) => JSON.stringify(entry(index).record)),
    await timedTogether(`append a record, durable, ${TOGETHER} together (main thread)`, TOGETHER, append),
    await timedTogether(`answer, durable, ${TOGETHER} together (main thread)`, TOGETHER, (index) =>
      answer(ask(index), desk),
    ),
  ];
}

type Entry = { readonly record: DecisionRecord; readonly snapshots: readonly Snapshot[] };

/** What each account's answer would write. */
async function recordsOf({ desk, askFor }: SampleDesk, ids: readonly string[]): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  const append = (record: DecisionRecord, snapshots: readonly Snapshot[]): Promise<void> => {
    entries.push({ record, snapshots });
    return DONE;
  };
  for (const id of ids) await answer(askFor(id), { ...desk, records: { append } });
  return entries;
}

async function main(): Promise<void> {
  const workspace = copySample('micro');
  const sample = await openSampleDesk(workspace);
  try {
    const ids = accountIds(workspace);
    const cases = await Promise.all(ids.map((id) => sample.considered(sample.askFor(id))));
    const timings = [...rules(), ...acceptor(), ...steps(cases), ...(await answers(sample, ids))];
    const rows = timings.map(({ name, nsEach, perS }) => [name, (nsEach / 1000).toFixed(2), perS.toLocaleString('en')]);
    console.error(table(['operation', 'CPU µs', 'a second'], rows));
    printJson({ ...environment(), timings }, values.json);
  } finally {
    await sample.close();
  }
}

await runBench(main);
