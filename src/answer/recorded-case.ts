/** A recorded call, thought through again: its case is rebuilt from the record, and decided and shaped as any other. Pure. */
import type { DecisionRecord } from '../audit/record.ts';
import type { AssertionOutcome } from '../caller/assertion.ts';
import { scopesOfService } from '../services/scopes.ts';
import type { Ask } from './ask.ts';
import type { Considered } from './considered.ts';
import type { Customer } from './customer.ts';
import { decide } from './decide.ts';
import type { GatheredFacts } from './gather.ts';
import type { PreparedRelease } from './prepared-release.ts';
import { shape } from './shape.ts';

/** Null for a tool that the release doesn't offer to this caller. */
export function considerAgain(
  record: DecisionRecord,
  release: PreparedRelease,
  facts: GatheredFacts | null,
): Considered | null {
  const ask = askOf(record);
  const tool = release.menuFor(ask.caller).tools.get(record.tool);
  if (tool === undefined) return null;
  const decision = decide(facts, release);
  const { id, atMs, over } = record;
  const one = { id, ask, customer: customerOf(record), facts, decision, release, atMs, over };
  return { ...one, tool, ...shape(tool.name, one) };
}

/** As far as it was recorded: no arguments and no assertion are, for they hold what customers wrote. */
export function askOf({ caller, tenant, service, tool, binding }: DecisionRecord): Ask {
  return {
    caller: {
      ...caller,
      tenant,
      services: [service],
      scopes: new Set(scopesOfService(service)),
      binding: binding.mode,
      carrier: 'header',
      assertions: null,
      budget: {},
    },
    service,
    tool,
    arguments: null,
    assertion: assertionOf(binding),
  };
}

function assertionOf({ assertion }: DecisionRecord['binding']): AssertionOutcome {
  switch (assertion) {
    case 'verified':
      return { kind: 'verified', subject: { type: 'account_id', value: '' }, expiresAtMs: 0 };
    case 'invalid':
      return { kind: 'invalid', why: 'malformed' };
    case 'absent':
    case 'expired':
    case 'duplicate':
      return { kind: assertion };
  }
}

function customerOf({ account, asked, binding, kind, over, alarm }: DecisionRecord): Customer {
  const { identity, topic, language, urgency } = asked;
  return {
    reference: account,
    request: { topic, language, urgency },
    given: identity,
    trouble: binding.trouble,
    // What was found is recorded, and not why nothing was.
    unreadable: false,
    bound: binding.mode !== 'off' && binding.assertion === 'verified',
    violation: binding.violation,
    // The sentence itself isn't recorded.
    malformed: kind === 'malformed' ? '' : null,
    over,
    suspicious: alarm !== null,
  };
}
