/** A coverage report as a CX leader reads it in a terminal of eighty columns: from the whole down to the names to mend. */
import { shortRelease } from '../config/release.ts';
import type { Workspace } from '../config/workspace.ts';
import { OUTCOMES } from '../coverage/outcome.ts';
import type { CoverageReport } from '../coverage/report.ts';
import type { Counted, Part } from '../coverage/tally.ts';
import { columns } from './columns.ts';
import { bandText, factLabel, NONE, percent, worth } from './coverage-figures.ts';
import { CAUSE_WORDS, OUTCOME_WORDS, silenceWords } from './coverage-words.ts';
import type { Emphasize } from './emphasis.ts';
import { count } from './progress-line.ts';

const MAX_DEAD_ENDS_SHOWN = 10;
const MAX_STALE_SHOWN = 20;
const MAX_NAME = 24;
const MAX_WIDTH = 80;

export function coverageText(report: CoverageReport, { company }: Workspace, emphasize: Emphasize): string {
  const sections = [
    [heading(report, company, emphasize)],
    summary(report, emphasize),
    ...parts(report, emphasize),
    teams(report, emphasize),
    deadEnds(report, emphasize),
    stale(report, emphasize),
    [...catchAll(report), ...silentRows(report), ...unchosen(report)],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function heading({ all, at, audience, release }: CoverageReport, company: string, emphasize: Emphasize): string {
  return [
    emphasize(`Who would answer for the ${accounts(all.accounts)} of ${company}`),
    `A plain question of an agent for ${audience}: no topic, not urgent,`,
    `at ${at}, release ${shortRelease(release)}.`,
  ].join('\n');
}

function summary(report: CoverageReport, emphasize: Emphasize): readonly string[] {
  const { all, value, withoutValue } = report;
  const cells = (label: string, counted: Counted): readonly string[] => [
    label,
    count(counted.accounts),
    percent(counted.share),
    ...(value === null ? [] : [worth(counted.value, value), percent(counted.valueShare)]),
  ];
  const head = ['', 'accounts', 'share', ...(value === null ? [] : [factLabel(value), 'share'])];
  const rows = OUTCOMES.map((outcome) => cells(OUTCOME_WORDS[outcome], all.outcomes[outcome]));
  const without = withoutValue === null || withoutValue === 0 ? [] : [withoutText(withoutValue, report)];
  return [...table(head, [...rows, cells('all', all)], 1, emphasize), ...without];
}

function withoutText(without: number, { value }: CoverageReport): string {
  return `${accounts(without)} without ${value ?? ''}: counted, but worth nothing here.`;
}

/** Tables of the same columns: by the fact, by size, by cause, by row. */
function parts(report: CoverageReport, emphasize: Emphasize): readonly (readonly string[])[] {
  const { by, value, groups, bands, causes, rows, noRow } = report;
  const partTable = (title: string, lines: readonly (readonly [label: string, part: Part])[]): readonly string[] => {
    const head = [title, 'accounts', 'owner', 'stand-in', 'team', 'fallback', ...valueHead(report)];
    const body = lines.filter(([, part]) => part.accounts > 0);
    return table(
      head,
      body.map(([label, part]) => [label, ...partCells(part, report)]),
      1,
      emphasize,
    );
  };
  return [
    by === null
      ? []
      : partTable(
          `By ${by}`,
          groups.map((part) => [part.group ?? NONE, part]),
        ),
    value === null
      ? []
      : partTable(
          `By ${factLabel(value)}`,
          bands.map((part) => [bandText(part.band, value), part]),
        ),
    partTable(
      'Why not the owner',
      causes.map((part) => [CAUSE_WORDS[part.cause], part]),
    ),
    partTable('By row', [...rows.map((part) => [part.row, part] as const), [NONE, noRow]]),
  ];
}

function partCells({ accounts: number, outcomes, value: sum }: Part, { value }: CoverageReport): readonly string[] {
  const { owner, stand_in, team, team_instead, fallback } = outcomes;
  const byOutcome = [owner.accounts, stand_in.accounts, team.accounts + team_instead.accounts, fallback.accounts];
  return [number, ...byOutcome].map(count).concat(value === null ? [] : [worth(sum, value)]);
}

function teams(report: CoverageReport, emphasize: Emphasize): readonly string[] {
  const rows = report.teams.map(({ team, row, byDesign, accounts: number, byName, value }) => [
    team,
    row,
    byDesign ? 'asks for it' : 'no owner',
    count(number),
    count(byName),
    ...(value === null ? [] : [worth(value, report.value)]),
  ]);
  return table(['Team', 'row', 'why', 'accounts', 'by name', ...valueHead(report)], rows, 3, emphasize);
}

/** Accounts to look at today. */
function deadEnds(report: CoverageReport, emphasize: Emphasize): readonly string[] {
  const rows = report.deadEnds
    .slice(0, MAX_DEAD_ENDS_SHOWN)
    .map(({ name, account, cause, owner, value }) => [
      cut(name === '' ? account : name, MAX_NAME),
      cause === null ? '' : CAUSE_WORDS[cause],
      cut(owner?.name ?? '', MAX_NAME),
      ...(report.value === null ? [] : [worth(value, report.value)]),
    ]);
  const more = report.all.outcomes.fallback.accounts - rows.length;
  const head = ['Only the fallback', 'why', 'owner', ...valueHead(report)];
  return [...table(head, rows, 3, emphasize), ...(more > 0 ? [`… and ${count(more)} more: --csv has all.`] : [])];
}

function stale(report: CoverageReport, emphasize: Emphasize): readonly string[] {
  const { staleOwners } = report;
  const rows = staleOwners
    .slice(0, MAX_STALE_SHOWN)
    .map(({ name, why, roles, accounts: number, value }) => [
      cut(name, MAX_NAME),
      CAUSE_WORDS[why],
      cut(roles.join(', '), MAX_NAME),
      count(number),
      ...(value === null ? [] : [worth(value, report.value)]),
    ]);
  const more = staleOwners.length - rows.length;
  const head = ['Stale owner', 'why', 'still holds', 'accounts', ...valueHead(report)];
  return [...table(head, rows, 3, emphasize), ...(more > 0 ? [`… and ${count(more)} more: --json has all.`] : [])];
}

function catchAll(report: CoverageReport): readonly string[] {
  const { catchAll: row, rows, noRow, value } = report;
  const taken = rows.find((part) => part.row === row) ?? noRow;
  const money = value === null ? '' : `, ${worth(taken.value, value)} ${factLabel(value)}`;
  const takes = `${accounts(taken.accounts)}${money}`;
  if (row === null) return [`No row always fits: ${takes}, fit none and meet the fallback.`];
  return [`\`${row}\` takes ${takes}.`];
}

/** Rows that no account came to, by what keeps them silent. */
function silentRows({ rows }: CoverageReport): readonly string[] {
  const byReason = Map.groupBy(
    rows.flatMap(({ row, silent }) => (silent === null ? [] : [{ row, words: silenceWords(silent) }])),
    ({ words }) => words,
  );
  return [...byReason].flatMap(([words, silent]) =>
    wrapped(`Never fires for a plain question (${words}): ${silent.map(({ row }) => row).join(', ')}.`),
  );
}

function unchosen({ by, value }: CoverageReport): readonly string[] {
  return [
    ...(by === null ? ['No breakdown: no enum fact is called account.tier; choose one with --by.'] : []),
    ...(value === null ? ['No sums: no number fact is called account.arr_usd; choose one with --value.'] : []),
  ];
}

function valueHead({ value }: CoverageReport): readonly string[] {
  return value === null ? [] : [factLabel(value)];
}

function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbersFrom: number,
  emphasize: Emphasize,
): readonly string[] {
  const [title = '', ...lines] = columns([head, ...rows], numbersFrom);
  return rows.length === 0 ? [] : [emphasize(title), ...lines];
}

function accounts(number: number): string {
  return `${count(number)} account${number === 1 ? '' : 's'}`;
}

function cut(text: string, maxCharacters: number): string {
  const characters = Array.from(text);
  return characters.length <= maxCharacters ? text : `${characters.slice(0, maxCharacters - 1).join('')}…`;
}

/** Broken at blanks; what follows the first line is indented. */
function wrapped(text: string): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length >= MAX_WIDTH) lines.push(`  ${word}`);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
