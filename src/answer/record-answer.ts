/**
 * The decision record of a case, durable before its answer leaves. When it can't be written, somebody is called and
 * only the constant fallback goes out.
 */
import type { DecisionRecord } from '../audit/record.ts';
import { RECORD_VERSION } from '../audit/record.ts';
import { instantOf } from '../base/clock.ts';
import type { Answered, Mend } from './ask.ts';
import { correlationOf } from './call.ts';
import type { Considered } from './considered.ts';
import type { Desk } from './desk.ts';
import { factSnapshots, recordedAnswer } from './recorded-answer.ts';

/** Whether the record is durable. */
export async function record(considered: Considered, outcome: Answered | Mend, desk: Desk): Promise<boolean> {
  try {
    await desk.records.append(decisionRecord(considered, outcome), factSnapshots(considered));
    return true;
  } catch (cause) {
    desk.alarm('record_not_written', cause, correlationOf(considered));
    return false;
  }
}

function decisionRecord(considered: Considered, outcome: Answered | Mend): DecisionRecord {
  const { id, ask, atMs, customer, release, tool } = considered;
  return {
    version: RECORD_VERSION,
    id,
    tenant: ask.caller.tenant,
    at: instantOf(atMs),
    atMs,
    release: release.id,
    releaseAt: release.at,
    service: ask.service,
    tool: tool.definition.name,
    caller: { id: ask.caller.id, audience: ask.caller.audience },
    binding: {
      mode: ask.caller.binding,
      assertion: ask.assertion.kind,
      trouble: customer.trouble,
      violation: customer.violation,
    },
    over: customer.over,
    alarm: customer.suspicious ? 'enumeration' : null,
    asked: { identity: customer.given, ...customer.request },
    account: customer.reference,
    ...recordedAnswer(considered, outcome),
  };
}
