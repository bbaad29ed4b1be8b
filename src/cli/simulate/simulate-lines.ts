/** Changes written out: as lines of a CSV file for a spreadsheet, or of a JSON array. A thread writes those of a stretch at once. */
import type { ChosenFacts } from '../../coverage/chosen-facts.ts';
import type { AccountChange } from '../../simulation/account-change.ts';
import type { PastChange } from '../../simulation/past-change.ts';
import type { CsvCell } from '../terminal/csv-lines.ts';
import { csvLines } from '../terminal/csv-lines.ts';
import type { ListFormat } from './simulate-job.ts';

const CHANGE_HEAD =
  'changes,from_row,to_row,from_outcome,to_outcome,from_contact,from_contact_name,to_contact,to_contact_name,from_reason,to_reason,to_cause'.split(
    ',',
  );

/** By which Excel knows UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

export function changeHead({ by, value }: ChosenFacts): string {
  const chosen = [by, value].flatMap((fact) => fact?.name ?? []);
  return BYTE_ORDER_MARK + csvLines([['account', 'name', ...chosen, ...CHANGE_HEAD]]);
}

export function changesText(
  changes: readonly AccountChange[],
  format: NonNullable<ListFormat>,
  facts: ChosenFacts,
): string {
  return format === 'json' ? json(changes) : csvLines(changes.map((change) => changeCells(change, facts)));
}

function changeCells(
  { account, name, group, value, changes, live, draft }: AccountChange,
  { by, value: summed }: ChosenFacts,
): readonly CsvCell[] {
  return [
    account,
    name,
    ...(by === null ? [] : [group]),
    ...(summed === null ? [] : [value]),
    changes.join(' '),
    live.row,
    draft.row,
    live.outcome,
    draft.outcome,
    live.contact.key,
    live.contact.name,
    draft.contact.key,
    draft.contact.name,
    live.reason,
    draft.reason,
    draft.cause,
  ];
}

const PAST_HEAD = ['time', 'id', 'tool', 'account', 'changes', 'from_row', 'to_row', 'from_contact', 'to_contact'];

export function pastHead(): string {
  return BYTE_ORDER_MARK + csvLines([[...PAST_HEAD, 'from_reason', 'to_reason']]);
}

export function pastText(changes: readonly PastChange[], format: NonNullable<ListFormat>): string {
  return format === 'json' ? json(changes) : csvLines(changes.map(pastCells));
}

function pastCells({ at, id, tool, account, changes, live, draft }: PastChange): readonly CsvCell[] {
  const contacts = [live, draft].map((side) => side.contacts.join(', '));
  return [at, id, tool, account, changes.join(' '), live.row, draft.row, ...contacts, live.reason, draft.reason];
}

function json(changes: readonly object[]): string {
  return changes.map((change) => JSON.stringify(change)).join(',\n');
}
