/** The staged entries of accounts, account by account. */
import type { AccountNumbers, EntryNumber, Stage } from './stage.ts';
import { UNKNOWN } from './stage.ts';
import type { StagedAccount } from './staged-account.ts';
import type { Origin, Sourced } from './trust.ts';

export type StagedEntry = readonly [entry: EntryNumber, sourced: Sourced<StagedAccount>];

/** The entries of an account in the order in which they were read. `numbers`: of accounts, {@link UNKNOWN} for none. */
export function* groupedEntries(
  stage: Pick<Stage, 'accounts'>,
  origins: readonly Origin[],
  numbers: AccountNumbers,
): Generator<readonly [number: number, group: readonly StagedEntry[]]> {
  let [current, group]: [number, StagedEntry[]] = [UNKNOWN, []];
  for (const staged of stage.accounts(numbers, origins)) {
    const number = numbers[staged[0]] ?? UNKNOWN;
    if (number !== current) {
      if (group.length > 0) yield [current, group];
      [current, group] = [number, []];
    }
    group.push(staged);
  }
  if (group.length > 0) yield [current, group];
}
