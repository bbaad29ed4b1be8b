/**
 * Shapes the answer of a recorded call of a system again, under the record's own release: what left must be what its approved
 * fields let leave, in their types, and nothing else. What the system said beside it was never kept. Pure.
 */
import type { DecisionRecord } from '../audit/record.ts';
import { canonicalJson } from '../base/json.ts';
import type { RecordsCard } from '../services/records-card.ts';
import { recordsCard, rowsOf } from '../services/records-card.ts';
import type { PreparedRelease } from './prepared-release.ts';
import { askOf } from './recorded-case.ts';
import type { Replay } from './replayed.ts';

export function replayCalled(record: DecisionRecord, release: PreparedRelease): Replay {
  const { caller } = askOf(record);
  const tool = release.menuOf(record.service, caller)?.tools.get(record.tool);
  // What its own release doesn't offer was never answered.
  if (tool?.kind !== 'operation') return { kind: 'impossible', why: 'unreadable' };
  const { answer } = record;
  if (answer === null) return { kind: 'same', considered: null };
  if (!isRecordsCard(answer)) return { kind: 'impossible', why: 'unreadable' };
  const more = 'records' in answer && answer.more;
  const again = recordsCard(tool.asks.result.returns, rowsOf(answer).map(tool.shapeAgain), more, answer.as_of);
  if (canonicalJson(again) === canonicalJson(answer)) return { kind: 'same', considered: null };
  return {
    kind: 'differs',
    differences: [{ what: 'answer', recorded: answer, replayed: again }],
    considered: null,
  };
}

function isRecordsCard(answer: object): answer is RecordsCard {
  return 'records' in answer || 'found' in answer;
}
