/** The proposed file, shown, reviewed and written. */
import { resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { Problem } from '../../base/problem.ts';
import { problemText } from '../../base/problem.ts';
import type { SourceToWrite } from '../../config/write-source.ts';
import { sourceText } from '../../config/write-source.ts';
import type { Proposal, WithEvidence } from '../../sources/propose/proposal.ts';
import { emphasis } from '../terminal/emphasis.ts';
import { fromHere, pathFrom } from '../terminal/from-here.ts';
import { writtenAndChecked } from '../files/write-checked.ts';
import type { Adding } from './adding.ts';
import { keyOf, recordLines, valueOf } from './proposal-text.ts';
import { reviewed } from './review.ts';

export type Told = {
  /** Lines that the deployment lacks. */
  readonly deployment: readonly string[];
  readonly rows: Readonly<Record<string, number>>;
  /** What couldn't be looked at. */
  readonly notes: readonly string[];
  /** What comes next, a command or a step each. */
  readonly next: readonly string[];
};

/** Shows, lets the person change, and writes. @throws Failure where nothing is left, nobody said yes, or the workspace would have errors */
export async function decided(
  adding: Adding,
  proposal: Proposal,
  columnsOf: (from: string) => readonly string[],
  source: (records: Proposal['records']) => SourceToWrite,
  told: Told,
): Promise<void> {
  const { options, context, answers, folder, name } = adding;
  const records = await takenRecords(adding, proposal, columnsOf);
  if (records.length === 0)
    throw new Failure(
      'usage',
      'Nothing is left to read, so no file was written.',
      'Write one by hand: docs/sources.md.',
    );
  const text = sourceText(source(records));
  const path = resolve(folder, 'sources', `${name}.yaml`);
  const mayWrite =
    options.yes === true ||
    (answers.questions !== null && (await answers.questions.sure(`Write ${pathFrom(context.cwd, path)}?`, true)));
  if (!mayWrite) {
    if (options.json !== true) context.out(text);
    throw new Failure('usage', 'Nothing was written: this is what the file would be.', 'Say `--yes` to write it.');
  }
  const warnings = writtenAndChecked(path, folder, text);
  const shown = warnings.map((each) => fromHere(each, context.cwd));
  if (options.json === true) context.out(JSON.stringify(asJson(adding, records, told, shown), null, 2));
  else {
    context.out(`Wrote ${pathFrom(context.cwd, path)}.`);
    for (const each of shown) context.out(problemText(each));
    context.out(['', emphasis(context)('Next:'), ...told.next.map((step) => `  ${step}`)].join('\n'));
  }
}

async function takenRecords(
  { options, context, answers }: Adding,
  { records, notes }: Proposal,
  columnsOf: (from: string) => readonly string[],
): Promise<Proposal['records']> {
  const taken: Proposal['records'][number][] = [];
  for (const record of records) {
    if (options.json !== true) context.out([...recordLines(record, emphasis(context)), ''].join('\n'));
    const isAsked = answers.questions !== null && options.yes !== true;
    const kept =
      isAsked && answers.questions !== null
        ? await reviewed(record, columnsOf(record.from), answers.questions)
        : record;
    if (kept !== null) taken.push(kept);
  }
  if (options.json !== true) for (const note of notes) context.out(`! ${note}`);
  return taken;
}

function asJson(
  { name, options }: Adding,
  records: Proposal['records'],
  told: Told,
  problems: readonly Problem[],
): unknown {
  const line = (each: WithEvidence) => ({ fills: keyOf(each), from: valueOf(each), evidence: each.evidence });
  return {
    source: name,
    connector: options.connector,
    file: `sources/${name}.yaml`,
    rows: told.rows,
    records: records.map(({ kind, from, lines }) => ({ record: kind, from, lines: lines.map(line) })),
    notes: told.notes,
    deployment: told.deployment,
    problems,
    next: told.next,
  };
}
