/** A simulation as a CX leader reads it in a terminal of eighty columns: from the one sentence down to names. */
import { shortRelease } from '../../config/release.ts';
import type { Workspace } from '../../config/workspace.ts';
import type { DraftNotes } from '../../simulation/draft-notes.ts';
import type { PastReport } from '../../simulation/past-report.ts';
import type { SimulationReport } from '../../simulation/report.ts';
import { counted } from '../terminal/counted.ts';
import type { Emphasize } from '../terminal/emphasis.ts';
import { wrapped } from '../terminal/wrapped.ts';
import { pastSections } from './simulate-past-text.ts';
import {
  contactTable,
  fallbackTable,
  largestTable,
  outcomeTable,
  partTables,
  rowTable,
  summaryTable,
} from './simulate-tables.ts';

/** `report` and `past` are null where they weren't asked for. */
export type Simulated = {
  readonly report: SimulationReport | null;
  readonly past: PastReport | null;
  readonly notes: DraftNotes;
};

export const NOTHING = 'Nothing would change: the draft decides as the live workspace does.';

export function simulationText(
  { report, past, notes }: Simulated,
  { company }: Pick<Workspace, 'company'>,
  emphasize: Emphasize,
): string {
  const sections = [
    ...(report === null ? [] : accountSections(report, company, emphasize)),
    ...(past === null ? [] : pastSections(past, emphasize)),
    noteLines(notes),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function accountSections(
  report: SimulationReport,
  company: string,
  emphasize: Emphasize,
): readonly (readonly string[])[] {
  const { all } = report;
  if (all.all.accounts === 0) return [[`The directory of ${company} holds no account.`]];
  const nothing = all.changed.accounts === 0;
  return [
    heading(report, company, emphasize),
    [emphasize(inOneSentence(report))],
    nothing ? [] : summaryTable(report, emphasize),
    fallbackTable(report, emphasize),
    largestTable(report, emphasize),
    rowTable(report, emphasize),
    ...(nothing ? [] : [outcomeTable(report, emphasize), ...partTables(report, emphasize)]),
    contactTable(report, emphasize),
  ];
}

function heading(report: SimulationReport, company: string, emphasize: Emphasize): readonly string[] {
  const { all, audience, topic, language, urgency, at, live, draft } = report;
  const asked = [
    topic === null ? 'no topic' : `topic ${topic}`,
    ...(language === null ? [] : [`language ${language}`]),
    urgency === 'urgent' ? 'urgent' : 'not urgent',
  ];
  return [
    emphasize(`What the draft would change for the ${counted(all.all.accounts, 'account')} of ${company}`),
    `A question of an agent for ${audience}: ${asked.join(', ')},`,
    `at ${at}, release ${shortRelease(live)} against draft release ${shortRelease(draft)}.`,
  ];
}

function inOneSentence({ all }: SimulationReport): string {
  if (all.changed.accounts === 0) return 'No customer would notice anything.';
  const moved = `${counted(all.contact.accounts, 'account')} would change contact`;
  const rescued =
    all.fromFallback.accounts === 0 ? '' : `; ${counted(all.fromFallback.accounts, 'account')} would not any more`;
  const fallback = all.toFallback.accounts === 0 ? 'none' : String(all.toFallback.accounts);
  return `${moved}, ${fallback} would newly meet only the fallback${rescued}.`;
}

function noteLines({ newFacts, importsOtherwise, unasked, newTopic }: DraftNotes): readonly string[] {
  return [
    ...(newTopic === null
      ? []
      : wrapped(`Only the draft has the topic ${newTopic}: the live release was asked without one.`)),
    ...(unasked.length === 0
      ? []
      : wrapped(
          `Not asked of: ${unasked.map((one) => `${one.row} (waits for ${one.for.join(' and ')})`).join(', ')}. These rows differ; ask again with what they wait for.`,
        )),
    ...(newFacts.length === 0
      ? []
      : wrapped(`No account has ${newFacts.join(', ')} yet: the draft alone declares it, and an import fills it.`)),
    ...(importsOtherwise
      ? wrapped('The draft imports otherwise: what that changes shows after an import, not here.')
      : []),
  ];
}
