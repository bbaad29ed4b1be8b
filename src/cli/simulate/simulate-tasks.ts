/**
 * The stretches into which a simulation is cut: by the accounts and the time alone, not by who does them, so that sums come
 * out the same to the last bit on any machine.
 */
import type { AccountKey } from '../../directory/records.ts';
import type { Between } from '../../store/store.ts';
import type { SimulationTask } from './simulate-job.ts';

const ACCOUNTS_PER_STRETCH = 4_000;
const STRETCHES_OF_TIME = 64;

export async function* accountTasks(accounts: AsyncIterable<AccountKey>): AsyncGenerator<SimulationTask> {
  let after: AccountKey | null = null;
  let seen = 0;
  for await (const account of accounts) {
    if (++seen % ACCOUNTS_PER_STRETCH > 0) continue;
    yield { kind: 'accounts', stretch: { after, upTo: account } };
    after = account;
  }
  yield { kind: 'accounts', stretch: { after, upTo: null } };
}

/** The newest first. */
export function* recordTasks({ fromMs, untilMs }: Required<Between>): Generator<SimulationTask> {
  const lengthMs = Math.max(1, Math.ceil((untilMs - fromMs) / STRETCHES_OF_TIME));
  for (let until = untilMs; until > fromMs; until -= lengthMs)
    yield { kind: 'records', between: { fromMs: Math.max(fromMs, until - lengthMs), untilMs: until } };
}
