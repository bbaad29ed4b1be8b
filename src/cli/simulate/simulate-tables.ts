/** The tables of a simulation: each as lines, the title first; none where it would be empty. */
import { OUTCOMES } from '../../coverage/outcome.ts';
import type { AccountChange } from '../../simulation/account-change.ts';
import type { SimulationReport, Sum, Sums } from '../../simulation/report.ts';
import type { Counted } from '../../simulation/tally.ts';
import { cut } from '../terminal/columns.ts';
import { bandText, factLabel, NONE, percent, worth } from '../coverage/coverage-figures.ts';
import { CAUSE_WORDS } from '../coverage/coverage-words.ts';
import type { Emphasize } from '../terminal/emphasis.ts';
import { count } from '../terminal/progress-line.ts';
import { OUTCOME_SHORT } from './simulate-words.ts';
import { moreLine, table } from '../terminal/tables.ts';

const MAX_FALLBACKS_SHOWN = 20;
const MAX_CHANGES_SHOWN = 20;
const MAX_ROWS_SHOWN = 20;
const MAX_CONTACTS_SHOWN = 20;
/** In places of a terminal: so that a line has eighty at most, with amounts of a million accounts too. */
const ACCOUNT = 17;
const CONTACT = 14;
const WHY = 16;
const NAME = 18;
const ROW = 15;

type Lines = readonly string[];
type Cells = readonly string[];

const SUMMARY: readonly (readonly [label: string, what: Counted])[] = [
  ['another contact', 'contact'],
  ['another reason', 'reason'],
  ['owner, stand-in, team or fallback', 'outcome'],
  ['the same contact, shown otherwise', 'card'],
  ['any of these', 'changed'],
];

export function summaryTable({ all, value }: SimulationReport, emphasize: Emphasize): Lines {
  const share = (sum: Sum): string => percent(sum.accounts / all.all.accounts);
  const rows = SUMMARY.map(([label, what]) => [
    label,
    count(all[what].accounts),
    share(all[what]),
    ...sumCell(all[what], value),
  ]);
  const whole = ['all accounts', count(all.all.accounts), '', ...sumCell(all.all, value)];
  return table(['What changes', 'accounts', 'share', ...valueHead(value)], [...rows, whole], 1, emphasize);
}

export function fallbackTable(report: SimulationReport, emphasize: Emphasize): Lines {
  const { newFallbacks, all, value } = report;
  const shown = newFallbacks.slice(0, MAX_FALLBACKS_SHOWN);
  const rows = shown.map((one) => [nameOf(one), cut(one.live.contact.name, CONTACT), why(one), ...amount(one, value)]);
  const lines = table(['Newly only the fallback', 'now', 'why', ...valueHead(value)], rows, 3, emphasize);
  return [...lines, ...moreLine(all.toFallback.accounts - shown.length, '--csv')];
}

export function largestTable({ largest, all, value }: SimulationReport, emphasize: Emphasize): Lines {
  const shown = largest.slice(0, MAX_CHANGES_SHOWN);
  const rows = shown.map((one) => [
    nameOf(one),
    cut(one.live.contact.name, CONTACT),
    one.changes.includes('contact') ? cut(one.draft.contact.name, CONTACT) : 'the same',
    why(one),
    ...amount(one, value),
  ]);
  const lines = table(['Changes', 'from', 'to', 'why', ...valueHead(value)], rows, 4, emphasize);
  return [...lines, ...moreLine(all.changed.accounts - shown.length, '--csv')];
}

function nameOf({ name, account }: AccountChange): string {
  return cut(name === '' ? account : name, ACCOUNT);
}

/** The rows, where they are two; else what is wrong with the owner now or then; else the row alone. */
function why({ live, draft, changes }: AccountChange): string {
  if (live.row !== draft.row) return cut(`${live.row ?? NONE} → ${draft.row ?? NONE}`, WHY);
  if (changes.includes('outcome') && draft.cause !== null) return CAUSE_WORDS[draft.cause];
  return cut(draft.row ?? NONE, WHY);
}

/** From which row to which, also the moves that no customer notices. */
export function rowTable({ rows, value }: SimulationReport, emphasize: Emphasize): Lines {
  const shown = rows.slice(0, MAX_ROWS_SHOWN);
  const cells = shown.map(({ from, to, sums }) => [
    cut(from ?? NONE, ROW),
    from === to ? 'the same' : cut(to ?? NONE, ROW),
    ...changeCells(sums, value),
  ]);
  const head = ['From row', 'to row', ...CHANGE_HEADS, ...valueHead(value)];
  return [...table(head, cells, 2, emphasize), ...moreLine(rows.length - shown.length, '--json')];
}

export function outcomeTable({ outcomes, value }: SimulationReport, emphasize: Emphasize): Lines {
  const inOrder = outcomes.toSorted((one, other) => OUTCOMES.indexOf(one.from) - OUTCOMES.indexOf(other.from));
  const rows = inOrder.map(({ from, to, sums }) => [
    OUTCOME_SHORT[from],
    OUTCOME_SHORT[to],
    ...changeCells(sums, value),
  ]);
  return table(['From', 'to', ...CHANGE_HEADS, ...valueHead(value)], rows, 2, emphasize);
}

export function partTables(report: SimulationReport, emphasize: Emphasize): readonly Lines[] {
  const { by, value, groups, bands } = report;
  const partTable = (title: string, parts: readonly (readonly [label: string, sums: Sums])[]): Lines => {
    const rows = parts.map(([label, sums]) => [label, ...partCells(sums, value)]);
    return table([title, 'accounts', 'contact', 'reason', 'fallback', ...valueHead(value)], rows, 1, emphasize);
  };
  return [
    partTable(
      `By ${factLabel(by ?? '')}`,
      groups.map(({ group, sums }) => [group ?? NONE, sums]),
    ),
    partTable(
      `By ${factLabel(value ?? '')}`,
      bands.map(({ band, sums }) => [bandText(band, value), sums]),
    ),
  ];
}

/** All accounts of the part, how many change, and what those that change contact are worth. */
function partCells(sums: Sums, value: SimulationReport['value']): Cells {
  const { all, contact, reason, toFallback } = sums;
  return [
    count(all.accounts),
    count(contact.accounts),
    count(reason.accounts),
    count(toFallback.accounts),
    ...sumCell(contact, value),
  ];
}

export function contactTable({ contacts, value }: SimulationReport, emphasize: Emphasize): Lines {
  const shown = contacts.slice(0, MAX_CONTACTS_SHOWN);
  const rows = shown.map(({ name, before, after, gained, lost }) => [
    cut(name, NAME),
    count(before.accounts),
    count(after.accounts),
    count(gained.accounts),
    count(lost.accounts),
    ...sumCell(before, value),
    ...sumCell(after, value),
  ]);
  const label = value === null ? [] : [`${factLabel(value)} now`, 'then'];
  const head = ['Answers for', 'now', 'then', 'gains', 'loses', ...label];
  return [...table(head, rows, 1, emphasize), ...moreLine(contacts.length - shown.length, '--json')];
}

const CHANGE_HEADS = ['accounts', 'contact', 'reason'];

function changeCells({ all, contact, reason }: Sums, value: SimulationReport['value']): Cells {
  return [count(all.accounts), count(contact.accounts), count(reason.accounts), ...sumCell(all, value)];
}

function amount(one: AccountChange, value: SimulationReport['value']): Cells {
  return value === null ? [] : [worth(one.value, value)];
}

function sumCell(sum: Sum, value: SimulationReport['value']): Cells {
  return value === null ? [] : [worth(sum.value, value)];
}

function valueHead(value: SimulationReport['value']): Cells {
  return value === null ? [] : [factLabel(value)];
}
