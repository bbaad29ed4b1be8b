/** What past decisions come to under a draft, as a person reads it. */
import type { NotJudged } from '../../simulation/past-change.ts';
import type { PastReport } from '../../simulation/past-report.ts';
import { cut } from '../terminal/columns.ts';
import { NONE } from '../coverage/coverage-figures.ts';
import { counted } from '../terminal/counted.ts';
import type { Emphasize } from '../terminal/emphasis.ts';
import { count } from '../terminal/progress-line.ts';
import { shortId } from '../records/record-text.ts';
import { NOT_JUDGED_WORDS } from './simulate-words.ts';
import { moreLine, table } from '../terminal/tables.ts';

const MAX_SHOWN = 10;
const CONTACT = 18;
const ROW = 18;

type Lines = readonly string[];

export function pastSections(past: PastReport, emphasize: Emphasize): readonly Lines[] {
  const { since, until, judged } = past;
  const title = `What the draft would have answered, from ${since} until ${until}`;
  if (judged.records + notJudged(past) === 0) return [[emphasize(title), 'No call was recorded.']];
  return [
    [emphasize(title), ...sentences(past), ...reasons(past)],
    rowTable(past, emphasize),
    newestTable(past, emphasize),
  ];
}

function sentences({ judged }: PastReport): Lines {
  if (judged.records === 0) return ['No call could be judged.'];
  const same = judged.records - judged.changed;
  const all = `${counted(judged.records, 'call')} answered again: ${count(same)} the same,`;
  return [
    `${all} ${count(judged.contact)} with another contact,`,
    `${count(judged.reason)} with another reason, ${count(judged.card)} shown otherwise; another row for ${count(judged.row)}.`,
  ];
}

function reasons({ notJudged: all }: PastReport): Lines {
  return Object.entries(all).map(
    ([why, records]) => `${counted(records, 'call')} can’t be judged: ${NOT_JUDGED_WORDS[why as NotJudged]}.`,
  );
}

function notJudged({ notJudged: all }: PastReport): number {
  return Object.values(all).reduce((sum, records) => sum + records, 0);
}

function rowTable({ rows }: PastReport, emphasize: Emphasize): Lines {
  const shown = rows.slice(0, MAX_SHOWN);
  const cells = shown.map(({ from, to, tally }) => [
    from ?? NONE,
    from === to ? 'the same' : (to ?? NONE),
    count(tally.records),
    count(tally.contact),
    count(tally.reason),
  ]);
  const lines = table(['From row', 'to row', 'calls', 'contact', 'reason'], cells, 2, emphasize);
  return [...lines, ...moreLine(rows.length - shown.length, '--json')];
}

function newestTable({ newest, judged }: PastReport, emphasize: Emphasize): Lines {
  const shown = newest.slice(0, MAX_SHOWN);
  const cells = shown.map(({ id, live, draft }) => [
    shortId(id),
    cut(live.contacts.join(', ') || NONE, CONTACT),
    cut(draft.contacts.join(', ') || NONE, CONTACT),
    cut(draft.row ?? NONE, ROW),
  ]);
  const lines = table(['Call', 'was answered', 'under the draft', 'by row'], cells, 4, emphasize);
  return [...lines, ...moreLine(judged.changed - shown.length, '--past-only --csv')];
}
