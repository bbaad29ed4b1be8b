/** What came of a replay, as a person reads it. */
import type { Difference, Replay } from '../../answer/replayed.ts';
import type { Impossible } from '../../answer/reread.ts';

export function replayedText(replay: Replay): string {
  switch (replay.kind) {
    case 'same':
      return 'to the same answer';
    case 'differs':
      return `to another answer: ${replay.differences.map(({ what }) => WHAT[what]).join(', ')}`;
    case 'impossible':
      return `not at all: ${WHY[replay.why]}`;
  }
}

const WHAT: Record<Difference['what'], string> = {
  kind: 'its kind differs',
  facts: 'the facts differ',
  escalation: 'another escalation row fired',
  health: 'another health row fired',
  candidates: 'candidates’ verdicts differ',
  reachedBy: 'another link answered',
  answer: 'the card differs',
  release: 'the release’s content isn’t what its name says',
  snapshot: 'a fact’s content isn’t what its name says',
};

export const WHY: Record<Impossible, string> = {
  unknown_version: 'another version of concierge wrote the record',
  release_missing: 'its release isn’t in the store',
  unknown_release: 'its release is in the form of another version of concierge',
  facts_missing: 'its facts aren’t in the store',
  unreadable: 'it isn’t what concierge could have written',
};

/** Two lines a difference, each side as JSON. */
export function differenceLines(differences: readonly Difference[]): string[] {
  return differences.flatMap(({ what, recorded, replayed }) => [
    `${what}, recorded: ${JSON.stringify(recorded)}`,
    `${what}, replayed: ${JSON.stringify(replayed)}`,
  ]);
}
