/** The tables of a coverage report: each as lines, the title first; none where it would be empty. */
import type { Outcome } from '../../coverage/outcome.ts';
import { OUTCOMES } from '../../coverage/outcome.ts';
import type { CoverageReport } from '../../coverage/report.ts';
import type { Counted, Part } from '../../coverage/tally.ts';
import { cut } from '../terminal/columns.ts';
import { bandText, factLabel, NONE, percent, worth } from './coverage-figures.ts';
import { CAUSE_WORDS, MISSING_WORDS, OUTCOME_WORDS } from './coverage-words.ts';
import type { Emphasize } from '../terminal/emphasis.ts';
import { count } from '../terminal/progress-line.ts';
import { moreLine, table } from '../terminal/tables.ts';

const MAX_DEAD_ENDS_SHOWN = 10;
const MAX_STALE_SHOWN = 20;
const MAX_MISSING_SHOWN = 20;
/** In places of a terminal: so that a line has eighty at most, with amounts of a million accounts too. */
const NAME = 21;
const ROLES = 14;
const ADDRESS = 32;

type Cells = readonly string[];
type Lines = readonly string[];

/** How many accounts there are of each outcome, and what they are worth. */
export function summaryTable({ all, value }: CoverageReport, emphasize: Emphasize): Lines {
  const cells = (label: string, counted: Counted): Cells => [
    label,
    count(counted.accounts),
    percent(counted.share),
    ...(value === null ? [] : [worth(counted.value, value), percent(counted.valueShare)]),
  ];
  const head = ['', 'accounts', 'share', ...(value === null ? [] : [factLabel(value), 'share'])];
  const rows = OUTCOMES.map((outcome) => cells(OUTCOME_WORDS[outcome], all.outcomes[outcome]));
  return table(head, [...rows, cells('all', all)], 1, emphasize);
}

/** The same figures by the fact, by size, by cause and by row. */
export function partTables(report: CoverageReport, emphasize: Emphasize): readonly Lines[] {
  const { by, value, groups, bands, causes, rows, noRow } = report;
  const labelled: readonly (readonly [title: string, shown: readonly Shown[], parts: readonly Labelled[]])[] = [
    [`By ${factLabel(by ?? '')}`, EVERYBODY, groups.map((part) => ({ label: part.group ?? NONE, part }))],
    [`By ${factLabel(value ?? '')}`, EVERYBODY, bands.map((part) => ({ label: bandText(part.band, value), part }))],
    ['Why not the owner', OTHERS, causes.map((part) => ({ label: CAUSE_WORDS[part.cause], part }))],
    ['By row', EVERYBODY, [...rows.map((part) => ({ label: part.row, part })), { label: NONE, part: noRow }]],
  ];
  return labelled.map(([title, shown, parts]) => partTable(title, shown, parts, report, emphasize));
}

type Labelled = { readonly label: string; readonly part: Part };
type Shown = { readonly head: string; readonly of: readonly Outcome[] };

const OTHERS: readonly Shown[] = [
  { head: 'stand-in', of: ['stand_in'] },
  { head: 'team', of: ['team', 'team_instead'] },
  { head: 'fallback', of: ['fallback'] },
];
const EVERYBODY: readonly Shown[] = [{ head: 'owner', of: ['owner'] }, ...OTHERS];

function partTable(
  title: string,
  shown: readonly Shown[],
  parts: readonly Labelled[],
  report: CoverageReport,
  emphasize: Emphasize,
): Lines {
  const cells = ({ label, part }: Labelled): Cells => [
    label,
    count(part.accounts),
    ...shown.map(({ of }) => count(of.reduce((sum, outcome) => sum + part.outcomes[outcome].accounts, 0))),
    ...valueCell(part.value, report),
  ];
  const head = [title, 'accounts', ...shown.map((one) => one.head), ...valueHead(report)];
  const rows = parts.filter(({ part }) => part.accounts > 0).map(cells);
  return table(head, rows, 1, emphasize);
}

/** Whom teams name and nobody can meet. */
export function missingTable({ missingMembers }: CoverageReport, emphasize: Emphasize): Lines {
  const shown = missingMembers.slice(0, MAX_MISSING_SHOWN);
  const rows = shown.map(({ team, email, why }) => [
    cut(team, NAME),
    email === null ? 'everybody' : cut(email, ADDRESS),
    MISSING_WORDS[why],
  ]);
  const more = moreLine(missingMembers.length - rows.length, '--json');
  return [...table(['Never met of team', 'who', 'why'], rows, 3, emphasize), ...more];
}

/** Which row sends how many accounts to which team, because it asks for it or because no owner could be named. */
export function teamTable(report: CoverageReport, emphasize: Emphasize): Lines {
  const rows = report.teams.map(({ team, row, byDesign, accounts, byName, value }) => [
    team,
    row,
    byDesign ? 'by design' : 'instead',
    count(accounts),
    count(byName),
    ...valueCell(value, report),
  ]);
  return table(['Team', 'row', 'why', 'accounts', 'by name', ...valueHead(report)], rows, 3, emphasize);
}

export function deadEndTable(report: CoverageReport, emphasize: Emphasize): Lines {
  const shown = report.deadEnds.slice(0, MAX_DEAD_ENDS_SHOWN);
  const rows = shown.map(({ name, account, cause, owner, value }) => [
    cut(name === '' ? account : name, NAME),
    cause === null ? '' : CAUSE_WORDS[cause],
    cut(owner?.name ?? '', NAME),
    ...valueCell(value, report),
  ]);
  const more = report.all.outcomes.fallback.accounts - rows.length;
  const head = ['Only the fallback', 'why', 'owner', ...valueHead(report)];
  return [...table(head, rows, 3, emphasize), ...moreLine(more, '--csv')];
}

export function staleTable(report: CoverageReport, emphasize: Emphasize): Lines {
  const shown = report.staleOwners.slice(0, MAX_STALE_SHOWN);
  const rows = shown.map(({ name, why, roles, accounts, value }) => [
    cut(name, NAME),
    CAUSE_WORDS[why],
    cut(roles.join(', '), ROLES),
    count(accounts),
    ...valueCell(value, report),
  ]);
  const head = ['Stale owner', 'why', 'still holds', 'accounts', ...valueHead(report)];
  return [...table(head, rows, 3, emphasize), ...moreLine(report.staleOwners.length - rows.length, '--json')];
}

function valueHead({ value }: CoverageReport): Cells {
  return value === null ? [] : [factLabel(value)];
}

function valueCell(amount: number | null, { value }: CoverageReport): Cells {
  return value === null ? [] : [worth(amount, value)];
}
