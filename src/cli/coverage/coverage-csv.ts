/**
 * Who answers for each account as CSV for a spreadsheet: RFC 4180, UTF-8 with the mark by which Excel knows it, text that a
 * spreadsheet would take for a formula with an apostrophe before it. Written in pieces, so that a million accounts need no memory.
 */
import type { AccountCoverage } from '../../coverage/account-coverage.ts';
import type { ChosenFacts } from '../../coverage/chosen-facts.ts';
import type { CsvCell } from '../terminal/csv-lines.ts';
import { csvLines } from '../terminal/csv-lines.ts';

const ROWS_PER_PIECE = 1_000;
const BYTE_ORDER_MARK = '\uFEFF';

export type CsvWriter = { readonly add: (one: AccountCoverage) => void; readonly end: () => void };

/** `out` ends each text with a line feed. */
export function coverageCsv({ by, value }: ChosenFacts, out: (text: string) => void): CsvWriter {
  const chosen = [...(by === null ? [] : [by.name]), ...(value === null ? [] : [value.name])];
  let rows: (readonly CsvCell[])[] = [
    ['account', 'name', ...chosen, 'row', 'outcome', 'contact', 'contact_name', 'owner', 'owner_name', 'cause'],
  ];
  let mark = BYTE_ORDER_MARK;
  const write = (): void => {
    if (rows.length > 0) out(mark + csvLines(rows));
    mark = '';
    rows = [];
  };
  return {
    add: (one) => {
      rows.push(cells(one, by !== null, value !== null));
      if (rows.length >= ROWS_PER_PIECE) write();
    },
    end: write,
  };
}

function cells(one: AccountCoverage, grouped: boolean, valued: boolean): readonly CsvCell[] {
  const { account, name, group, value, row, outcome, contact, owner, cause } = one;
  return [
    account,
    name,
    ...(grouped ? [group] : []),
    ...(valued ? [value] : []),
    row,
    outcome,
    contact.key,
    contact.name,
    owner?.key ?? null,
    owner?.name ?? null,
    cause,
  ];
}
