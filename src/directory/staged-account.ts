/**
 * What a row says about an account, as text in the stage: no longer than it must be, for it is sorted on disk. Ids and
 * domains are staged apart; of the ids the first stays here, by which rows of one list are known to be about one thing.
 */
import type { AccountEntry } from '../sources/kit/entry.ts';
import type { SourcedId } from '../sources/kit/mapping.ts';
import type { Origin, Sourced } from './trust.ts';

export type StagedAccount = Pick<AccountEntry, 'kind' | 'name' | 'parent' | 'facts' | 'assignments'> & {
  readonly firstId: SourcedId;
};

type Staged = readonly [
  origin: Origin['index'],
  row: number,
  place: string,
  namespace: string,
  id: string,
  name: string | null,
  parent: AccountEntry['parent'],
  facts: AccountEntry['facts'],
  assignments: readonly (readonly [
    role: string,
    namespace: string,
    id: string,
    since: string | null,
    primary: boolean,
  ])[],
];

export function stagedText({ entry, origin, row, place }: Sourced<AccountEntry>): string {
  const { namespace = '', id = '' } = entry.ids[0] ?? {};
  const assignments = entry.assignments.map(
    ({ role, person, since, primary }) => [role, person.namespace, person.id, since, primary] as const,
  );
  const staged: Staged = [origin.index, row, place, namespace, id, entry.name, entry.parent, entry.facts, assignments];
  return JSON.stringify(staged);
}

/** Reads only what {@link stagedText} wrote. */
export function stagedAccount(text: string, origins: readonly Origin[]): Sourced<StagedAccount> {
  const [index, row, place, namespace, id, name, parent, facts, told] = JSON.parse(text) as Staged;
  const origin = origins[index];
  if (origin === undefined) throw new Error(`no mapping ${index} was read`);
  const assignments = told.map(([role, system, who, since, primary]) => {
    return { role, person: { namespace: system, id: who }, since, primary };
  });
  const entry: StagedAccount = { kind: 'account', firstId: { namespace, id }, name, parent, facts, assignments };
  return { entry, origin, row, place };
}
