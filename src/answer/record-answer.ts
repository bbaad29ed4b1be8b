/**
 * The decision record of a case, durable before its answer leaves. When it can't be written, somebody is called and
 * only the constant fallback goes out.
 */
import type { DecisionRecord } from '../audit/record.ts';
import { RECORD_VERSION } from '../audit/record.ts';
import { instantOf } from '../base/clock.ts';
import { correlationOf } from './call.ts';
import type { Concluded } from './concluded.ts';
import type { Desk } from './desk.ts';

/** Whether the record is durable. */
export async function record(concluded: Concluded, desk: Desk): Promise<boolean> {
  try {
    await desk.records.append(decisionRecord(concluded), concluded.snapshots);
    return true;
  } catch (cause) {
    desk.alarm('record_not_written', cause, correlationOf(concluded));
    return false;
  }
}

function decisionRecord({ id, ask, atMs, customer, release, tool, recorded }: Concluded): DecisionRecord {
  const { topic, language, urgency } = customer.request;
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
    asked: { identity: customer.given, topic, language, urgency },
    account: customer.reference,
    ...recorded,
  };
}
