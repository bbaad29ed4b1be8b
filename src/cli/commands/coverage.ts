/**
 * `concierge coverage`: who would answer for each account of the directory, so that dead ends are found before customers find
 * them. Reads the directory as the last import left it; asks nobody and writes no record.
 */
import { setImmediate } from 'node:timers/promises';
import { Failure } from '../../base/failure.ts';
import { plainQuestion } from '../../coverage/account-coverage.ts';
import type { AccountCoverage, Setting } from '../../coverage/account-coverage.ts';
import { chosenFacts } from '../../coverage/chosen-facts.ts';
import type { CoverageReport } from '../../coverage/report.ts';
import { survey } from '../../coverage/survey.ts';
import { audienceNamed, momentAt } from '../asked.ts';
import type { Concierge } from '../concierge.ts';
import { openConcierge } from '../concierge.ts';
import type { OpenOptions } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { coverageCsv } from '../coverage/coverage-csv.ts';
import { coverageText } from '../coverage/coverage-text.ts';
import { emphasis } from '../terminal/emphasis.ts';
import { isEmpty } from '../serving/fill-directory.ts';
import { count } from '../terminal/progress-line.ts';

export type CoverageOptions = OpenOptions & {
  readonly by?: string;
  readonly value?: string;
  readonly audience?: string;
  readonly at?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
};

export async function coverage(options: CoverageOptions, context: CommandContext): Promise<void> {
  const atMs = options.at === undefined ? context.clock.now() : momentAt(options.at);
  const question = plainQuestion(audienceNamed(options.audience), atMs);
  const concierge = await openConcierge(options, context);
  try {
    const release = concierge.release();
    const facts = chosenFacts(options, release.frame);
    await refuseEmpty(concierge);
    const roster = await concierge.store.directory.roster(concierge.workspace.tenant);
    await tell({ release, roster, question, facts }, options, concierge, context);
  } finally {
    context.progress(null);
    await concierge.close();
  }
}

async function tell(
  setting: Setting,
  options: CoverageOptions,
  concierge: Concierge,
  context: CommandContext,
): Promise<void> {
  if (options.csv === true) {
    const { add, end } = coverageCsv(setting.facts, context.out);
    await surveyed(setting, concierge, context, add);
    return end();
  }
  const report = await surveyed(setting, concierge, context);
  if (options.json === true) return context.out(JSON.stringify(report, null, 2));
  context.out(coverageText(report, concierge.workspace, emphasis(context)));
}

async function refuseEmpty(concierge: Concierge): Promise<void> {
  if (await isEmpty(concierge))
    throw new Failure('not_found', 'Nothing was ever imported.', 'Run `concierge import` first.');
}

/** Between two looks at whether somebody wants it to stop. */
const ACCOUNTS_AT_ONCE = 1_000;

async function surveyed(
  setting: Setting,
  { store: { directory }, workspace: { tenant } }: Concierge,
  context: CommandContext,
  each: (one: AccountCoverage) => void = () => {},
): Promise<CoverageReport> {
  const { add, report } = survey(setting);
  const before = await directory.generation(tenant);
  const isStopped = stopping(context);
  let done = 0;
  for await (const dossier of directory.dossiers(tenant)) {
    each(add(dossier));
    if (++done % ACCOUNTS_AT_ONCE > 0) continue;
    context.progress(`Looking at accounts: ${count(done)}`);
    // An embedded store answers at once, so nothing else would ever get its turn.
    await setImmediate();
    if (isStopped()) throw new Failure('interrupted', `Stopped after ${count(done)} accounts.`);
  }
  directory.refresh();
  if ((await directory.generation(tenant)) !== before)
    context.err('The directory was imported anew meanwhile, so this is partly of before: run it again.');
  return report();
}

function stopping({ interrupted }: CommandContext): () => boolean {
  let stopped = false;
  void interrupted.then(() => (stopped = true));
  return () => stopped;
}
