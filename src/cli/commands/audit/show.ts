/** `concierge audit show`: the whole story of one recorded answer, as it was and as its replay tells it. */
import type { Explanation } from '../../../answer/explain.ts';
import { explanation } from '../../../answer/explain.ts';
import type { Replay } from '../../../answer/replayed.ts';
import { replayer } from '../../../answer/replay.ts';
import type { DecisionRecord } from '../../../audit/record.ts';
import type { ChainedRecord } from '../../../store/store.ts';
import { withArchive } from '../../records/archive.ts';
import { columns } from '../../terminal/columns.ts';
import type { OpenOptions } from '../../configured.ts';
import type { CommandContext } from '../../context.ts';
import type { Emphasize } from '../../terminal/emphasis.ts';
import { emphasis } from '../../terminal/emphasis.ts';
import { explanationText, titled, VERDICTS } from '../../explanation-text.ts';
import type { FoundRecord } from '../../records/find-record.ts';
import { findRecord } from '../../records/find-record.ts';
import type { ReleaseNumbers } from '../../records/record-text.ts';
import { recordRows, releaseNumbers } from '../../records/record-text.ts';
import { differenceLines, replayedText } from '../../records/replay-text.ts';

export type ShowOptions = OpenOptions & { readonly id: string; readonly json?: boolean };

export async function show(options: ShowOptions, context: CommandContext): Promise<void> {
  await withArchive(options, context, async (archive) => {
    const found = await findRecord(options.id, archive, context);
    if (found.kind === 'erased') {
      context.out(options.json === true ? JSON.stringify({ erased: found }, null, 2) : erasedText(found));
      return;
    }
    const replay = await replayer(archive.store)(found.found.record);
    if (options.json === true) context.out(JSON.stringify(shownJson(found.found, replay), null, 2));
    else {
      const numbers = await releaseNumbers(archive.tenant, archive.store);
      context.out(storyText(found.found, replay, numbers, emphasis(context)));
    }
  });
}

function erasedText({ id, entry }: FoundRecord & { readonly kind: 'erased' }): string {
  if (entry === null) return `${id} has no body any more, and no entry of the chain says why. See \`audit verify\`.`;
  const others = entry.records.length - 1;
  const also = others === 0 ? '' : `, with ${others} more`;
  return `${id} was erased at ${entry.at}${also}: “${entry.reason}”. Its place in the chain remains.`;
}

function shownJson({ record, ...place }: ChainedRecord, replay: Replay) {
  const { considered, ...outcome } = replay.kind === 'impossible' ? { ...replay, considered: null } : replay;
  return { record, chain: place, replay: outcome, explanation: told(record, considered) };
}

/** The answer is the recorded one, whatever a replay makes of it. */
function told(record: DecisionRecord, considered: Parameters<typeof explanation>[0] | null): Explanation | null {
  return considered === null ? null : { ...explanation(considered), answer: record.answer };
}

function storyText(chained: ChainedRecord, replay: Replay, numbers: ReleaseNumbers, emphasize: Emphasize): string {
  const { record } = chained;
  const section = titled(emphasize);
  const considered = replay.kind === 'impossible' ? null : replay.considered;
  const story = told(record, considered);
  const head = section('Record', columns([...recordRows(chained, numbers), ['replayed', replayedText(replay)]]));
  const differences = replay.kind === 'differs' ? section('Differences', differenceLines(replay.differences)) : [];
  const rest =
    story === null || considered === null
      ? bareLines(record).flatMap(([title, lines]) => section(title, lines))
      : [explanationText(story, considered.release.workspace, emphasize)];
  return [...head, ...differences, ...rest].join('\n');
}

/** What the record holds by itself, where its facts or its release can't be read. */
function bareLines({ escalation, candidates, answer }: DecisionRecord): [title: string, lines: readonly string[]][] {
  const verdicts = candidates.map(({ person, team, verdict }) => [person ?? team ?? '-', VERDICTS[verdict]]);
  return [
    ['Row', escalation === null ? [] : [escalation.rule ?? 'none fired']],
    ['Candidates, in order', columns(verdicts)],
    ['Card', answer === null ? [] : JSON.stringify(answer, null, 2).split('\n')],
  ];
}
