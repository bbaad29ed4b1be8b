/** A coverage report as a CX leader reads it in a terminal of eighty columns: from the whole down to the names to mend. */
import { shortRelease } from '../../config/release.ts';
import type { Workspace } from '../../config/workspace.ts';
import type { CoverageReport } from '../../coverage/report.ts';
import { factLabel, worth } from './coverage-figures.ts';
import { deadEndTable, missingTable, partTables, staleTable, summaryTable, teamTable } from './coverage-tables.ts';
import { silenceWords } from './coverage-words.ts';
import type { Emphasize } from '../terminal/emphasis.ts';
import { count } from '../terminal/progress-line.ts';
import { wrapped } from '../terminal/wrapped.ts';

export function coverageText(
  report: CoverageReport,
  { company }: Pick<Workspace, 'company'>,
  emphasize: Emphasize,
): string {
  if (report.all.accounts === 0) return `The directory of ${company} holds no account.`;
  const sections = [
    heading(report, company, emphasize),
    [...summaryTable(report, emphasize), ...inheritedOwners(report), ...withoutValue(report)],
    ...partTables(report, emphasize),
    teamTable(report, emphasize),
    deadEndTable(report, emphasize),
    staleTable(report, emphasize),
    missingTable(report, emphasize),
    [...catchAll(report), ...silentRows(report), ...unchosen(report)],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function heading({ all, at, audience, release }: CoverageReport, company: string, emphasize: Emphasize): string[] {
  return [
    emphasize(`Who would answer for the ${accounts(all.accounts)} of ${company}`),
    `A plain question of an agent for ${audience}: no topic, not urgent,`,
    `at ${at}, release ${shortRelease(release)}.`,
  ];
}

function inheritedOwners({ inheritedOwners: inherited }: CoverageReport): string[] {
  if (inherited === 0) return [];
  return [`Of the owners, those of ${accounts(inherited)} are inherited from an account above.`];
}

function withoutValue({ withoutValue: without, value }: CoverageReport): string[] {
  if (value === null || without === null || without === 0) return [];
  return [`${accounts(without)} without ${value}: counted, but worth nothing here.`];
}

function catchAll({ catchAll: row, rows, noRow, value }: CoverageReport): string[] {
  const taken = rows.find((part) => part.row === row) ?? noRow;
  const amount = value === null ? '' : `, ${worth(taken.value, value)} ${factLabel(value)}`;
  if (row !== null) return [`\`${row}\` takes ${accounts(taken.accounts)}${amount}.`];
  return [`No row always fits: none is for ${accounts(taken.accounts)}${amount}.`];
}

/** Rows that no account came to, by what keeps them silent. */
function silentRows({ rows }: CoverageReport): string[] {
  const silent = rows.flatMap(({ row, silent: why }) => (why === null ? [] : [{ row, words: silenceWords(why) }]));
  const byReason = Map.groupBy(silent, ({ words }) => words);
  return [...byReason].flatMap(([words, alike]) =>
    wrapped(`Never fires for a plain question (${words}): ${alike.map(({ row }) => row).join(', ')}.`),
  );
}

function unchosen({ by, value }: CoverageReport): string[] {
  return [
    ...(by === null ? ['No breakdown: no enum fact is called account.tier; choose one with --by.'] : []),
    ...(value === null ? ['No sums: no number fact is called account.arr_usd; choose one with --value.'] : []),
  ];
}

function accounts(number: number): string {
  return `${count(number)} account${number === 1 ? '' : 's'}`;
}
