/** What an import says of itself, for people: what came in and changed, what was left out, and why it was held. */
import type { Changes, Excess } from '../../directory/changes.ts';
import type { ImportOutcome } from '../../directory/import-job.ts';
import { CONFIRMING_CHARACTERS } from '../../directory/import-job.ts';
import type { ImportReport, Troubles } from '../../directory/import-report.ts';
import { count } from '../terminal/progress-line.ts';

const TOLD_CONFLICTS = 3;

/** What came in, then a line for everything that was left out or is worth a look. */
export function importLines(outcome: ImportOutcome): readonly string[] {
  const { quarantined, flagged, unknownPeople } = outcome.report;
  return [
    readLine(outcome),
    ...heirLines(outcome.report),
    ...changeLines(outcome),
    ...troubleLines('Left out', quarantined),
    ...troubleLines('Worth a look', flagged),
    ...troubleLines('Names nobody', unknownPeople),
  ];
}

/** The same in a line or two, for a log: how much, and where to see which. */
export function importSummary(outcome: ImportOutcome, folder: string): readonly string[] {
  const { quarantined, flagged, unknownPeople } = outcome.report;
  const troubles = [
    [quarantined.total, 'left out'],
    [flagged.total, 'worth a look'],
    [unknownPeople.total, 'name nobody'],
  ] as const;
  const found = troubles.filter(([number]) => number > 0).map(([number, what]) => `${count(number)} ${what}`);
  const seeMore = found.length === 0 ? [] : [`Rows: ${found.join(', ')}. To see which: concierge import ${folder}`];
  return [readLine(outcome), ...changeLines(outcome), ...seeMore];
}

/** Why it was held and how to go on. */
export function heldLines({ excesses, changes }: ImportOutcome, folder: string): readonly string[] {
  return [
    `Held: ${excesses.map(excessText).join('; ')}. The directory is as it was before.`,
    `Look at the sources. If they are right: concierge import ${folder} --confirm ${changes.id.slice(0, CONFIRMING_CHARACTERS)}`,
  ];
}

function readLine({ report, changes }: ImportOutcome): string {
  const { part, counts, directory, conflicts } = report;
  if (part !== null) return `${held(directory)}; ${mergedAnew(part, isNone(changes.accounts))}.`;
  const sources = new Set(counts.map(({ source }) => source)).size;
  return `${held(directory)} from ${sources} sources${disagreement(conflicts)}.`;
}

function held({ accounts, people }: ImportReport['directory']): string {
  return `${count(accounts)} accounts and ${count(people)} people`;
}

function mergedAnew({ rows, accounts }: NonNullable<ImportReport['part']>, isSame: boolean): string {
  if (rows === 0 && !isSame) return 'what was told of some is gone, the rest depends on nothing that has changed';
  if (rows === 0) return 'no row has changed that an account depends on';
  const merged = accounts === 1 ? '1 account was' : `${count(accounts)} accounts were`;
  return `${merged} merged anew from ${rows === 1 ? '1 row' : `${count(rows)} rows`}, the rest depends on nothing that has changed`;
}

/** The names on which sources disagree most come first. */
function disagreement(conflicts: ImportReport['conflicts']): string {
  const byName = Object.entries(conflicts).toSorted(([, a], [, b]) => b - a);
  const total = byName.reduce((sum, [, number]) => sum + number, 0);
  if (total === 0) return '';
  const told = byName.slice(0, TOLD_CONFLICTS).map(([name, number]) => `${name} ${count(number)}`);
  const names = byName.length > TOLD_CONFLICTS ? [...told, '…'] : told;
  const values = total === 1 ? 'one value' : `${count(total)} values`;
  return `; sources disagree on ${values} (${names.join(', ')}), precedence decided`;
}

function heirLines({ part, directory: { heirs } }: ImportReport): readonly string[] {
  if (heirs === 0 || part !== null) return [];
  return [`${heirs === 1 ? '1 account inherits' : `${count(heirs)} accounts inherit`} from those above.`];
}

function changeLines({ kind, changes }: ImportOutcome): readonly string[] {
  if (kind === 'unchanged') return ['Nothing changed.'];
  const { accounts, people, contacts } = changes;
  if (accounts.before === 0) return [];
  if ([accounts, people, contacts].every(isNone)) return ['Nothing changed but how old it is, or where it stands.'];
  return [`Changed: ${changesText('accounts', accounts)}; ${changesText('people', people)}.`];
}

function isNone({ added, changed, dropped }: Changes): boolean {
  return added + changed + dropped === 0;
}

function changesText(what: string, { added, changed, dropped }: Changes): string {
  return `${what} ${count(added)} new, ${count(changed)} changed, ${count(dropped)} dropped`;
}

function excessText({ of, what, count: number, before, above }: Excess): string {
  const verb = what === 'dropped' ? 'be dropped' : 'change';
  return `${count(number)} of ${count(before)} ${of} would ${verb} (${percent(number / before)}; more than ${percent(above)} is held)`;
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

function troubleLines(title: string, { total, first }: Troubles): readonly string[] {
  const more = total - first.length;
  const lines = first.map(({ place, reason }) => `${title}: ${place}: ${reason}`);
  return more === 0 ? lines : [...lines, `${title}: … and ${count(more)} more`];
}
