/**
 * What a draft would change for the accounts, before it goes live: each question of the gate is put to every account under
 * both releases. A share that is more than the workspace allows holds it.
 */
import { accountsSaid } from '../coverage/accounts-said.ts';
import type { Question } from '../../answer/question.ts';
import type { PublishAbove } from '../../config/workspace.ts';
import type { Comparison } from '../../simulation/account-change.ts';
import { accountChange } from '../../simulation/account-change.ts';
import { comparison } from '../../simulation/comparison.ts';
import type { DraftNotes } from '../../simulation/draft-notes.ts';
import { draftNotes } from '../../simulation/draft-notes.ts';
import type { GateQuestions, Releases } from '../../simulation/gate-questions.ts';
import { simulationReport } from '../../simulation/make-report.ts';
import { addAccount, newAccountsPart } from '../../simulation/part.ts';
import type { SimulationReport } from '../../simulation/report.ts';
import type { GateEffect } from '../../store/store.ts';
import type { CommandContext } from '../context.ts';
import { listWriter } from '../simulate/simulate-lists.ts';
import type { SimulatedPlace } from '../simulate/simulate-run.ts';
import { resultOf } from '../simulate/simulate-run.ts';
import { watched } from '../terminal/watched.ts';

export type Simulated = {
  /** A report for each question, the plain one first. */
  readonly reports: readonly SimulationReport[];
  readonly notes: Pick<DraftNotes, 'newFacts' | 'importsOtherwise'>;
  readonly unasked: GateQuestions['unasked'];
};

/** Up to so many accounts are gone through at once here, which is quicker than to start threads. */
const FEW_ACCOUNTS = 20_000;

/** Null where nothing was ever imported: there is no account to ask about. */
export async function simulatedGate(
  releases: Releases,
  { questions, unasked }: GateQuestions,
  place: SimulatedPlace,
  context: CommandContext,
): Promise<Simulated | null> {
  const { store, workspace } = place;
  if ((await store.directory.generation(workspace.tenant)) === 0) return null;
  const roster = await store.directory.roster(workspace.tenant);
  const compared = questions.map((question) => comparison({ ...releases, roster, question, wanted: {} }));
  const [plain] = compared;
  if (plain === undefined) return null;
  const reports = (await isSmall(place)) ? await reportsHere(compared, place, context) : [];
  if (reports.length === 0)
    for (const [index, one] of compared.entries())
      reports.push(await reportInThreads(one, questions[index] ?? one.draft.question, place, context));
  return { reports, notes: draftNotes(plain), unasked };
}

async function isSmall({ store, workspace }: SimulatedPlace): Promise<boolean> {
  const accounts = store.directory.accounts(workspace.tenant)[Symbol.asyncIterator]();
  for (let seen = 0; seen <= FEW_ACCOUNTS; seen += 1) if ((await accounts.next()).done === true) return true;
  await accounts.return?.();
  return false;
}

async function reportsHere(
  compared: readonly Comparison[],
  { store, workspace }: SimulatedPlace,
  context: CommandContext,
): Promise<SimulationReport[]> {
  const parts = compared.map((one) => ({ one, part: newAccountsPart() }));
  const releases = compared.flatMap(({ live, draft }) => [live.release, draft.release]);
  const accounts = eachOf(accountsSaid(store.directory, workspace.tenant, releases));
  for await (const said of watched(accounts, 'Simulating accounts', context))
    for (const { one, part } of parts) addAccount(part, accountChange(said, one));
  return parts.map(({ one, part }) => simulationReport(part, one));
}

async function* eachOf<Item>(pages: AsyncIterable<readonly Item[]>): AsyncGenerator<Item> {
  for await (const page of pages) yield* page;
}

async function reportInThreads(
  compared: Comparison,
  question: Question,
  place: SimulatedPlace,
  context: CommandContext,
): Promise<SimulationReport> {
  const simulation = { compared, wanted: {}, question, accounts: true, past: null, list: null, threads: null };
  const { report } = await resultOf(
    simulation,
    place,
    context,
    listWriter(simulation, compared.live.facts, () => {}),
  );
  if (report === null) throw new Error('accounts were asked about, and nothing came of it');
  return report;
}

export type Excess = {
  readonly what: keyof PublishAbove;
  /** The question under which it is the most. */
  readonly report: SimulationReport;
  readonly accounts: number;
  readonly above: number;
};

const COUNTED = { contact: 'contact', fallback: 'toFallback' } as const;

/** What is more than the workspace allows. */
export function excesses({ reports }: Simulated, above: PublishAbove): readonly Excess[] {
  return (['contact', 'fallback'] as const).flatMap((what) => {
    const share = above[what];
    const report = worst(reports, what);
    if (share === null || report === null) return [];
    const { accounts } = report.all[COUNTED[what]];
    return accounts > share * report.all.all.accounts ? [{ what, report, accounts, above: share }] : [];
  });
}

function worst(reports: readonly SimulationReport[], what: keyof PublishAbove): SimulationReport | null {
  const number = ({ all }: SimulationReport): number => all[COUNTED[what]].accounts;
  return reports.reduce<SimulationReport | null>(
    (most, one) => (most === null || number(one) > number(most) ? one : most),
    null,
  );
}

/** The worst of all questions, for the history. */
export function effectOf({ reports }: Simulated, accepted: boolean): GateEffect {
  const most = (what: keyof PublishAbove): number => worst(reports, what)?.all[COUNTED[what]].accounts ?? 0;
  return {
    accounts: reports[0]?.all.all.accounts ?? 0,
    contact: most('contact'),
    fallback: most('fallback'),
    accepted,
  };
}
