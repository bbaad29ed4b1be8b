/**
 * The way of one request, a step a line: look at the budget → bind the customer → read the arguments → resolve the account → gather facts
 * → decide by guardrails → reach a candidate → shape the card → record → respond. The caller was identified before. A tool of another
 * service goes the same way, and asks its system where the concierge gathers, decides and reaches.
 *
 * Never a dead end: whatever fails on the way, `get_escalation_contact` leaves with a contact.
 */
import { newRecordId } from '../audit/recorder.ts';
import type { AssertedSubject } from '../caller/assertion.ts';
import type { Entry } from '../caller/budgets.ts';
import { FREE } from '../caller/budgets.ts';
import { bind } from '../caller/bind.ts';
import type { ConciergeTool, ToolDescriptor } from '../services/tool.ts';
import type { Ask, Outcome } from './ask.ts';
import type { Call } from './call.ts';
import { AnswerFailed, correlationOf } from './call.ts';
import { callOperation } from './call-operation.ts';
import type { Concluded } from './concluded.ts';
import { calledConclusion, consideredConclusion } from './concluded.ts';
import { identifyCustomer, NOBODY, readableRequest, statedCustomer } from './customer.ts';
import { decide } from './decide.ts';
import type { Desk } from './desk.ts';
import { gather } from './gather.ts';
import { noteOf } from './note.ts';
import type { PreparedRelease } from './prepared-release.ts';
import { record } from './record-answer.ts';
import type { Case, Considered } from './considered.ts';
import { shape } from './shape.ts';

/** @throws AnswerFailed where a defect leaves a tool without an answer that need not always answer */
export async function answer(ask: Ask, desk: Desk): Promise<Outcome> {
  const release = desk.release();
  const tool = release.menuOf(ask.service, ask.caller)?.tools.get(ask.tool);
  if (tool === undefined) return { kind: 'no_such_tool' };
  const entry = await entered(ask, desk);
  const call = { ...callOf(ask, tool, release, desk), over: entry.over };
  try {
    const concluded = await conclude(call, desk);
    const isDurable = await record(concluded, desk);
    desk.onAnswer?.(noteOf(concluded, isDurable, desk.clock));
    return isDurable ? concluded.outcome : concluded.constantly();
  } catch (cause) {
    desk.alarm('answer_failed', cause, correlationOf(call));
    throw new AnswerFailed(call.id, cause);
  } finally {
    entry.leave();
  }
}

/** Whoever can't be counted is let in: a contact is owed, and a defect is nobody's budget. */
function entered(ask: Ask, { budgets }: Desk): Promise<Entry> {
  return budgets.enter(ask.caller, statedBy(ask)).catch(() => FREE);
}

function statedBy({ caller, assertion }: Ask): AssertedSubject | null {
  return caller.binding !== 'off' && assertion.kind === 'verified' ? assertion.subject : null;
}

async function conclude(call: Call, desk: Desk): Promise<Concluded> {
  const { tool } = call;
  if (tool.kind === 'concierge') return consideredConclusion(await considerSafely({ ...call, tool }, desk));
  const customer = statedCustomer(await customerOf(call, desk), call);
  return calledConclusion(await callOperation(customer, { ...call, tool }, desk));
}

type ConciergeCall = Call & { readonly tool: ConciergeTool };

/** A defect on the way is somebody's to mend, but not the customer's: who must name somebody answers as for nobody known. */
async function considerSafely(call: ConciergeCall, desk: Desk): Promise<Considered> {
  try {
    return await considerCall(call, desk);
  } catch (cause) {
    if (!call.tool.alwaysAnswers) throw cause;
    desk.alarm('answer_failed', cause, correlationOf(call));
    return consideredOf(call, { customer: { ...NOBODY, request: readableRequest(call) }, facts: null, decision: null });
  }
}

/** Everything but the record: what would be answered under a release, and the whole story behind it. */
export async function consider(
  ask: Ask,
  tool: ConciergeTool,
  release: PreparedRelease,
  desk: Desk,
): Promise<Considered> {
  return await considerCall({ ...callOf(ask, tool, release, desk), tool }, desk);
}

function callOf(ask: Ask, tool: ToolDescriptor, release: PreparedRelease, { clock }: Desk): Call {
  const atMs = clock.now();
  return { id: newRecordId(atMs), ask, tool, release, atMs, over: null };
}

async function considerCall(call: ConciergeCall, desk: Desk): Promise<Considered> {
  const customer = await customerOf(call, desk);
  const facts = await gather(customer, call, desk);
  return consideredOf(call, { customer, facts, decision: decide(facts, call.release) });
}

function customerOf(call: Call, desk: Desk) {
  const { caller, assertion } = call.ask;
  return identifyCustomer(bind(caller.binding, assertion), call, desk);
}

function consideredOf(
  { id, ask, tool, release, atMs, over }: ConciergeCall,
  { customer, facts, decision }: Pick<Case, 'customer' | 'facts' | 'decision'>,
): Considered {
  const one: Case = { id, ask, customer, facts, decision, release, atMs, over };
  return { ...one, tool, ...shape(tool.name, one) };
}
