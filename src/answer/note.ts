/** What is told of an answer to whoever watches the program: never what was asked or answered. */
import type { Clock } from '../base/clock.ts';
import { correlationOf } from './call.ts';
import type { Concluded } from './concluded.ts';
import type { AnswerNote } from './desk.ts';

export function noteOf(concluded: Concluded, durable: boolean, { now }: Clock): AnswerNote {
  const { ask, customer, release, tool, kind, reachedBy, atMs } = concluded;
  return {
    ...correlationOf(concluded),
    release: release.id,
    service: ask.service,
    tool: tool.definition.name,
    caller: ask.caller.id,
    account: customer.reference.kind === 'known' ? customer.reference.account : null,
    kind,
    reachedBy,
    durable,
    violation: customer.violation,
    suspicious: customer.suspicious,
    over: customer.over?.budget ?? null,
    // The clock may have been set back meanwhile.
    ms: Math.max(0, now() - atMs),
  };
}
