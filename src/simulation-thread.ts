/**
 * A thread of a simulation: opens the store, makes both releases ready, and does one stretch after the other as it is told
 * to. It only reads. Whoever started it ends it.
 */
import { enableCompileCache } from 'node:module';
import type { MessagePort } from 'node:worker_threads';
import { parentPort, workerData } from 'node:worker_threads';
import { openStore } from './adapters.ts';
import type { PreparedRelease } from './answer/prepared-release.ts';
import { prepareRelease } from './answer/prepared-release.ts';
import { systemClock } from './base/clock.ts';
import { Failure } from './base/failure.ts';
import { changesText, pastText } from './cli/simulate/simulate-lines.ts';
import type {
  FromSimulation,
  ListFormat,
  PortableRelease,
  SimulationJob,
  SimulationResult,
  SimulationTask,
} from './cli/simulate/simulate-job.ts';
import { workspaceFromRelease } from './config/release.ts';
import { accountsSaid } from './cli/coverage/accounts-said.ts';
import type { Sayings } from './directory/records.ts';
import type { AccountChange, Comparison } from './simulation/account-change.ts';
import { accountChange } from './simulation/account-change.ts';
import { comparison } from './simulation/comparison.ts';
import { addAccount, newAccountsPart } from './simulation/part.ts';
import type { JudgePast, PastChange } from './simulation/past-change.ts';
import { pastJudge } from './simulation/past-change.ts';
import { addPast, newPastPart } from './simulation/past-part.ts';
import type { ChainedRecord } from './store/store.ts';

type DoTask = (task: SimulationTask) => Promise<SimulationResult>;

async function start({ tenant, store: choice, live, draft, question, wanted, list }: SimulationJob): Promise<DoTask> {
  const store = await openStore(choice, systemClock);
  const releases = { live: ready(live), draft: ready(draft) };
  const compared = comparison({ ...releases, roster: await store.directory.roster(tenant), question, wanted });
  const judge = pastJudge(releases.draft, store);
  return (task) =>
    task.kind === 'accounts'
      ? ofAccounts(accountsSaid(store.directory, tenant, [releases.live, releases.draft], task.stretch), compared, list)
      : ofRecords(store.records.latest(tenant, task.between), judge, list);
}

async function ofAccounts(
  pages: AsyncIterable<readonly Sayings[]>,
  compared: Comparison,
  list: ListFormat,
): Promise<SimulationResult> {
  const part = newAccountsPart();
  const listed: AccountChange[] = [];
  for await (const page of pages) {
    for (const said of page) {
      const change = accountChange(said, compared);
      addAccount(part, change);
      if (list !== null && change.changes.length > 0) listed.push(change);
    }
  }
  return { kind: 'accounts', part, list: list === null ? '' : changesText(listed, list, compared.live.facts) };
}

async function ofRecords(
  records: AsyncIterable<ChainedRecord>,
  judge: JudgePast,
  list: ListFormat,
): Promise<SimulationResult> {
  const part = newPastPart();
  const listed: PastChange[] = [];
  for await (const { record } of records) {
    const past = await judge(record);
    addPast(part, past);
    if (list !== null && past.kind === 'judged' && past.change.changes.length > 0) listed.push(past.change);
  }
  return { kind: 'records', part, list: list === null ? '' : pastText(listed, list) };
}

function ready({ id, at, json }: PortableRelease): PreparedRelease {
  return prepareRelease(workspaceFromRelease(json), id, at);
}

function serve(port: MessagePort, job: SimulationJob): void {
  let started: Promise<DoTask> | undefined;
  const answer = async (task: SimulationTask): Promise<FromSimulation> => {
    try {
      started ??= start(job);
      return await (
        await started
      )(task);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { kind: 'failed', code: error.code, message: error.message, mend: error.mend };
    }
  };
  port.on('message', (task: SimulationTask) => void answer(task).then((told) => port.postMessage(told)));
}

enableCompileCache();
if (parentPort !== null) serve(parentPort, workerData as SimulationJob);
