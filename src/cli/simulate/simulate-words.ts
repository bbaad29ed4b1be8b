/** What a simulation calls things where a person reads it. */
import type { Outcome } from '../../coverage/outcome.ts';
import type { NotJudged } from '../../simulation/past-change.ts';
import { WHY } from '../records/replay-text.ts';

export const OUTCOME_SHORT: Readonly<Record<Outcome, string>> = {
  owner: 'owner',
  stand_in: 'stand-in',
  team: 'team',
  team_instead: 'team instead',
  fallback: 'fallback',
};

export const NOT_JUDGED_WORDS: Readonly<Record<NotJudged, string>> = {
  ...WHY,
  other_content: 'what it rests on isn’t what its name says',
  of_a_system: 'a system answered it, and no rule',
  not_replayed: 'it doesn’t replay to its own answer',
  topic_gone: 'the draft has no such topic',
  tool_gone: 'the draft doesn’t offer that tool',
  fact_missing: 'the draft decides by a fact that wasn’t declared then',
  people_missing: 'the draft asks for people whom the answer didn’t consult',
};
