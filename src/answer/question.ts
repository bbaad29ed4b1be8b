/** What one call tells, beside whom it is about, and the row of facts that it makes of an account. Pure. */
import { localDay } from '../base/local-day.ts';
import type { Dossier, Sayings } from '../directory/records.ts';
import type { AskedFacts } from '../facts/fact-row.ts';
import type { FactRow } from '../facts/types.ts';
import type { PreparedRelease } from './prepared-release.ts';

/** Its day follows from the moment, in the workspace's time zone. */
export type Question = Omit<AskedFacts, 'day'>;

export function factRow(dossier: Dossier, question: Question, { rows, workspace }: PreparedRelease): FactRow {
  return rows.row(dossier, { ...question, day: localDay(workspace.timezone, question.atMs) });
}

/** The same for many accounts, from what is said of each. */
export function factRowsFor(
  question: Question,
  { rows, workspace }: PreparedRelease,
): (said: Pick<Sayings, 'facts' | 'told'>) => FactRow {
  return rows.rowsFor({ ...question, day: localDay(workspace.timezone, question.atMs) });
}
