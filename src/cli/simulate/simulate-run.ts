/** Runs a simulation and tells what it comes to: as text for a person, as CSV, or as JSON; lists as they come, in order. */
import { availableParallelism } from 'node:os';
import type { PreparedRelease } from '../../answer/prepared-release.ts';
import type { Question } from '../../answer/question.ts';
import { releaseOf } from '../../config/release.ts';
import type { WantedFacts } from '../../coverage/chosen-facts.ts';
import type { Comparison } from '../../simulation/account-change.ts';
import { draftNotes } from '../../simulation/draft-notes.ts';
import { simulationReport } from '../../simulation/make-report.ts';
import { mergeAccounts, newAccountsPart } from '../../simulation/part.ts';
import { mergePast, newPastPart } from '../../simulation/past-part.ts';
import { pastReport } from '../../simulation/past-report.ts';
import type { Between } from '../../store/store.ts';
import type { Concierge } from '../concierge.ts';
import type { CommandContext } from '../context.ts';
import { emphasis } from '../terminal/emphasis.ts';
import { count } from '../terminal/progress-line.ts';
import type { ListFormat, PortableRelease, SimulationJob, SimulationResult, SimulationTask } from './simulate-job.ts';
import type { ListWriter } from './simulate-lists.ts';
import { listWriter } from './simulate-lists.ts';
import { accountTasks, recordTasks } from './simulate-tasks.ts';
import type { Simulated } from './simulate-text.ts';
import { NOTHING, simulationText } from './simulate-text.ts';

export type Simulation = {
  readonly compared: Comparison;
  readonly wanted: WantedFacts;
  readonly question: Question;
  /** Whether every account is asked about. */
  readonly accounts: boolean;
  /** Which recorded calls are answered again; null: none. */
  readonly past: Required<Between> | null;
  readonly list: ListFormat;
  /** Null: as many as there are cores. */
  readonly threads: number | null;
};

export type SimulatedPlace = Pick<Concierge, 'store' | 'deployment'> & {
  readonly workspace: Pick<Concierge['workspace'], 'tenant'>;
};

export async function simulated(simulation: Simulation, concierge: Concierge, context: CommandContext): Promise<void> {
  const { compared, list } = simulation;
  if (list === null && compared.live.release.id === compared.draft.release.id) return context.out(NOTHING);
  const lists = listWriter(simulation, compared.live.facts, context.out);
  const told = await resultOf(simulation, concierge, context, lists);
  lists.end(told);
  if (list === null) context.out(simulationText(told, concierge.workspace, emphasis(context)));
}

/** What it comes to; each part of the lists goes to `lists` as it comes. */
export async function resultOf(
  simulation: Simulation,
  { store: { directory }, deployment, workspace: { tenant } }: SimulatedPlace,
  context: CommandContext,
  lists: ListWriter,
): Promise<Simulated> {
  const { compared, past } = simulation;
  const [accounts, records] = [newAccountsPart(), newPastPart()];
  const onResult = (result: SimulationResult): void => {
    if (result.kind === 'accounts') mergeAccounts(accounts, result.part);
    else mergePast(records, result.part);
    lists.add(result);
    context.progress(progressOf(result.kind, accounts.all.all.accounts, records.judged.records));
  };
  const before = await directory.generation(tenant);
  const job = jobOf(simulation, tenant, deployment.store);
  const threads = simulation.threads ?? availableParallelism();
  const signal = whenInterrupted(context);
  await context.runSimulation(job, tasksOf(simulation, directory.accounts(tenant)), { threads, signal, onResult });
  directory.refresh();
  if (simulation.accounts && (await directory.generation(tenant)) !== before)
    context.err('The directory was imported anew meanwhile, so this is partly of before: run it again.');
  return {
    report: simulation.accounts ? simulationReport(accounts, compared) : null,
    past: past && pastReport(records, past),
    notes: draftNotes(compared),
  };
}

async function* tasksOf({ accounts, past }: Simulation, keys: AsyncIterable<string>): AsyncGenerator<SimulationTask> {
  if (accounts) yield* accountTasks(keys);
  if (past !== null) yield* recordTasks(past);
}

function jobOf(
  { compared, question, wanted, list }: Simulation,
  tenant: string,
  store: SimulationJob['store'],
): SimulationJob {
  const releases = { live: portable(compared.live.release), draft: portable(compared.draft.release) };
  return { tenant, store, ...releases, question, wanted, list };
}

function portable({ id, at, workspace }: PreparedRelease): PortableRelease {
  return { id, at, json: releaseOf(workspace).json };
}

function whenInterrupted({ interrupted }: CommandContext): AbortSignal {
  const controller = new AbortController();
  void interrupted.then(() => controller.abort());
  return controller.signal;
}

function progressOf(kind: SimulationResult['kind'], accounts: number, records: number): string {
  return kind === 'accounts' ? `Simulating: ${count(accounts)} accounts` : `Answering again: ${count(records)} records`;
}
