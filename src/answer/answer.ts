/**
 * The way of one request, a step a line: bind the customer → read the arguments → resolve the account → gather facts
 * → decide by guardrails → reach a candidate → shape the card → record → respond. The caller was identified before.
 *
 * Never a dead end: whatever fails on the way, `get_escalation_contact` leaves with a contact.
 */
import { bind } from '../caller/bind.ts';
import type { ToolDescriptor } from '../services/tool.ts';
import type { Ask, Outcome } from './ask.ts';
import { identifyCustomer, NOBODY, readableRequest } from './customer.ts';
import { decide } from './decide.ts';
import type { Desk } from './desk.ts';
import { gather } from './gather.ts';
import type { PreparedRelease } from './prepared-release.ts';
import { record } from './record-answer.ts';
import { respond, respondConstantly } from './respond.ts';
import type { Case, Considered } from './considered.ts';
import { shape } from './shape.ts';

export async function answer(ask: Ask, desk: Desk): Promise<Outcome> {
  const release = desk.release();
  const tool = release.menuFor(ask.caller).tools.get(ask.tool);
  if (tool === undefined) return { kind: 'no_such_tool' };
  const considered = await considerSafely(ask, tool, release, desk);
  const outcome = respond(considered);
  const isDurable = await record(considered, outcome, desk);
  return isDurable ? outcome : respondConstantly(considered);
}

/** A defect on the way is somebody's to mend, but not the customer's: who must name somebody answers as for nobody known. */
async function considerSafely(
  ask: Ask,
  tool: ToolDescriptor,
  release: PreparedRelease,
  desk: Desk,
): Promise<Considered> {
  try {
    return await consider(ask, tool, release, desk);
  } catch (cause) {
    desk.alarm('answer_failed', cause);
    if (!tool.alwaysAnswers) throw cause;
    return consideredOf({ ask, release, atMs: desk.clock.now(), ...unresolved(ask, tool) }, tool);
  }
}

function unresolved(ask: Ask, tool: ToolDescriptor) {
  return { customer: { ...NOBODY, request: readableRequest(tool, ask.arguments) }, facts: null, decision: null };
}

/** Everything but the record: what would be answered under a release, and the whole story behind it. */
export async function consider(
  ask: Ask,
  tool: ToolDescriptor,
  release: PreparedRelease,
  desk: Desk,
): Promise<Considered> {
  const atMs = desk.clock.now();
  const binding = bind(ask.caller.binding, ask.assertion);
  const customer = await identifyCustomer(binding, ask, tool, desk);
  const facts = await gather(customer, ask, release, desk, atMs);
  const decision = decide(facts, release);
  return consideredOf({ ask, customer, facts, decision, release, atMs }, tool);
}

function consideredOf(one: Case, tool: ToolDescriptor): Considered {
  return { ...one, tool, ...shape(tool.definition.name, one) };
}
