/** `concierge audit replay`: answers recorded calls again, from their records alone, and compares. */
import type { Replay } from '../../../answer/replayed.ts';
import { replayer } from '../../../answer/replay.ts';
import type { Impossible } from '../../../answer/reread.ts';
import type { DecisionRecord } from '../../../audit/record.ts';
import { Failure } from '../../../base/failure.ts';
import type { Archive } from '../../records/archive.ts';
import { withArchive } from '../../records/archive.ts';
import type { BetweenOptions } from '../../records/between.ts';
import { betweenOf } from '../../records/between.ts';
import { indented } from '../../terminal/columns.ts';
import type { OpenOptions } from '../../configured.ts';
import type { CommandContext } from '../../context.ts';
import { findRecord } from '../../records/find-record.ts';
import { counted } from '../../terminal/counted.ts';
import { count } from '../../terminal/progress-line.ts';
import { shortId } from '../../records/record-text.ts';
import { differenceLines, replayedText, WHY } from '../../records/replay-text.ts';
import { watched } from '../../terminal/watched.ts';

export type ReplayOptions = OpenOptions &
  BetweenOptions & { readonly record?: string; readonly limit?: number; readonly json?: boolean };

/** Of what differs, so many are shown; all are counted. */
const MAX_SHOWN = 10;

type Shown = Pick<DecisionRecord, 'id' | 'at'> & { readonly replay: Replay };

type Tally = {
  replayed: number;
  same: number;
  differ: number;
  readonly impossible: Partial<Record<Impossible, number>>;
  readonly shown: Shown[];
};

/** @throws Failure `records_broken` where a record differs, or is none */
export async function replay(options: ReplayOptions, context: CommandContext): Promise<void> {
  const tally = await withArchive(options, context, async (archive) => {
    const again = replayer(archive.store);
    const all: Tally = { replayed: 0, same: 0, differ: 0, impossible: {}, shown: [] };
    for await (const record of chosen(options, archive, context)) take(all, record, await again(record));
    return all;
  });
  context.out(options.json === true ? JSON.stringify(tallyJson(tally), null, 2) : tallyText(tally));
  if (isBroken(tally))
    throw new Failure(
      'records_broken',
      'Not every record replays to its answer.',
      'See each with `audit show`, and the chain with `audit verify`.',
    );
}

async function* chosen(
  options: ReplayOptions,
  archive: Archive,
  context: CommandContext,
): AsyncGenerator<DecisionRecord> {
  if (options.record !== undefined) {
    yield await namedRecord(options.record, archive, context);
    return;
  }
  const latest = archive.store.records.latest(archive.tenant, betweenOf(options, context.clock.now()));
  let left = options.limit ?? Number.POSITIVE_INFINITY;
  for await (const { record } of watched(latest, 'Replaying', context)) {
    if (left === 0) return;
    left -= 1;
    yield record;
  }
}

async function namedRecord(id: string, archive: Archive, context: CommandContext): Promise<DecisionRecord> {
  const found = await findRecord(id, archive, context);
  if (found.kind === 'record') return found.found.record;
  throw new Failure('not_found', `The record ${found.id} was erased.`, '`audit show` says when and why.');
}

function take(tally: Tally, { id, at }: DecisionRecord, outcome: Replay): void {
  tally.replayed += 1;
  if (outcome.kind === 'same') {
    tally.same += 1;
    return;
  }
  if (outcome.kind === 'differs') tally.differ += 1;
  else tally.impossible[outcome.why] = (tally.impossible[outcome.why] ?? 0) + 1;
  if (isWorthShowing(outcome) && tally.shown.length < MAX_SHOWN) tally.shown.push({ id, at, replay: outcome });
}

/** That a release or a fact is gone is told in the counts. */
function isWorthShowing(outcome: Replay): boolean {
  return outcome.kind === 'differs' || (outcome.kind === 'impossible' && outcome.why === 'unreadable');
}

/** What another version wrote is no sign of anything; what is gone without a word is. */
function isBroken({ differ, impossible }: Tally): boolean {
  return differ > 0 || BROKEN.some((why) => (impossible[why] ?? 0) > 0);
}

const BROKEN = ['unreadable', 'facts_missing', 'release_missing'] as const;

function tallyJson({ shown, ...counts }: Tally) {
  const differences = shown.map(({ id, at, replay: { kind, ...outcome } }) => {
    const told = 'differences' in outcome ? { differences: outcome.differences } : outcome;
    return { id, at, kind, ...told };
  });
  return { ...counts, shown: differences };
}

function tallyText({ replayed, same, differ, impossible, shown }: Tally): string {
  if (replayed === 0) return 'There is no record to replay.';
  const reasons = Object.entries(impossible).map(
    ([why, records]) => `${count(records)} can’t be replayed: ${WHY[why as Impossible]}.`,
  );
  return [
    `Replayed ${counted(replayed, 'record')}: ${count(same)} to the same answer, ${count(differ)} to another.`,
    ...reasons,
    ...shown.flatMap(shownLines),
  ].join('\n');
}

function shownLines({ id, at, replay: outcome }: Shown): string[] {
  const head = `${shortId(id)}  ${at}  ${replayedText(outcome)}`;
  return outcome.kind === 'differs' ? [head, ...differenceLines(outcome.differences).map(indented)] : [head];
}
