/** Which accounts a number of the coverage stands for, as the address has it: `outcome=fallback`. */
import type { AccountsQuery, Coverage } from '../../src/admin/contract.ts';
import { CAUSES, OUTCOMES } from './outcomes.ts';

type Filter = Omit<AccountsQuery, 'at' | 'page'>;

const ALL: Filter = { outcome: null, cause: null, row: null, group: null, holder: null };

/** What can't be read lists all. */
export function filterOf(list: string): Filter {
  const cut = list.indexOf('=');
  const [name, value] = [list.slice(0, Math.max(cut, 0)), list.slice(cut + 1)];
  const outcome = OUTCOMES.find((one) => one === value);
  const cause = CAUSES.find((one) => one === value);
  if (name === 'outcome' && outcome !== undefined) return { ...ALL, outcome };
  if (name === 'cause' && cause !== undefined) return { ...ALL, cause };
  if (name === 'row' || name === 'group' || name === 'holder') return { ...ALL, [name]: value };
  return ALL;
}

export function listTitle(list: string, { report, labels }: Coverage): string {
  const { outcome, cause, row, group, holder } = filterOf(list);
  if (outcome !== null) return `Who meets ${labels.outcomes[outcome]}`;
  if (cause !== null) return `Why not the owner: ${labels.causes[cause]}`;
  if (row !== null) return row === '' ? 'No row fits' : `By the row ${row}`;
  if (group !== null) return `${labels.by ?? 'group'}: ${group === '' ? '(none)' : group}`;
  if (holder !== null)
    return `Still held by ${report.staleOwners.find(({ person }) => person === holder)?.name ?? holder}`;
  return 'All accounts';
}
