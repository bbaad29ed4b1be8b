/**
 * Never a dead end, never a leak: over generated companies (people, absences, chains, tables, teams) and generated calls,
 * every `get_escalation_contact` names exactly one reachable, eligible contact, and no answer holds an unapproved field.
 */
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answer } from '../../src/answer/answer.ts';
import type { Outcome } from '../../src/answer/ask.ts';
import type { Desk } from '../../src/answer/desk.ts';
import { UNLIMITED } from '../../src/caller/budgets.ts';
import { prepareRelease } from '../../src/answer/prepared-release.ts';
import type { EscalationCard } from '../../src/card/contract.ts';
import type { Person } from '../../src/directory/records.ts';
import { AUDIENCES } from '../../src/facts/frame.ts';
import { TOOLS } from '../../src/config/workspace.ts';
import { callerOf } from '../support/acme-desk.ts';
import type { Company } from './companies.ts';
import { CANARY, company, deskDirectory } from './companies.ts';

const RUNS = { numRuns: 400 };
const ajv = new Ajv({ formats: { 'date-time': true } });

const given = fc.record(
  {
    account_id: fc.constantFrom('1', '2', 'crm:1', 'shared', 'nobody', 7),
    customer_email: fc.constantFrom(
      'a@one.example',
      'b@two.example',
      'x@one.example',
      'both@x.example',
      'none@y.example',
    ),
    topic: fc.constantFrom('billing', 'technical'),
    language: fc.constantFrom('en', 'de', 'pt-BR'),
    urgency: fc.constantFrom('normal', 'urgent'),
  },
  { requiredKeys: [] },
);

const call = fc.record({
  tool: fc.constantFrom(...TOOLS),
  audience: fc.constantFrom(...AUDIENCES),
  atMs: fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2027-12-31T00:00:00Z') }),
  args: fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom({ account_id: '1' }, { customer_email: 'b@two.example' }, { account_id: 'crm:1' }),
    },
    { weight: 3, arbitrary: given },
    { weight: 1, arbitrary: fc.anything() },
  ),
  outage: fc.constantFrom('none', 'none', 'none', 'none', 'none', 'directory', 'records', 'both'),
});
type Call = typeof call extends fc.Arbitrary<infer Value> ? Value : never;

async function ask(made: Company, { tool, audience, atMs, args, outage }: Call): Promise<Outcome> {
  const { workspace } = made;
  const desk: Desk = {
    tenant: workspace.tenant,
    release: () => prepareRelease(workspace, 'r1', '2026-11-23T00:00:00Z'),
    directory: deskDirectory(made, outage === 'directory' || outage === 'both'),
    records: {
      append: async () => {
        if (outage === 'records' || outage === 'both') throw new Error('disk full');
      },
    },
    clock: { now: () => atMs },
    budgets: UNLIMITED,
    alarm: () => undefined,
  };
  const caller = callerOf(workspace, audience);
  return await answer({ caller, service: 'cx_concierge', tool, arguments: args, assertion: { kind: 'absent' } }, desk);
}

function cardOf(outcome: Outcome): EscalationCard {
  if (outcome.kind === 'answered') return outcome.card as EscalationCard;
  if (outcome.kind === 'mend' && outcome.meanwhile !== null) return outcome.meanwhile.card as EscalationCard;
  throw new Error(`a dead end: ${JSON.stringify(outcome)}`);
}

/** Everybody who may be named. */
function namesOf({ people, workspace }: Company, kind: 'person' | 'team'): readonly string[] {
  return kind === 'person'
    ? people.filter(isEligible).map(({ name }) => name)
    : [...workspace.teams.values()].map(({ name }) => name);
}

function isEligible({ active, kind, email }: Person): boolean {
  return active && kind === 'human' && email?.endsWith('@acme.example') === true;
}

describe('over generated companies, calls and outages', () => {
  it('get_escalation_contact names one reachable, eligible contact', async () => {
    let people = 0;
    await fc.assert(
      fc.asyncProperty(company, call, async (made, asked) => {
        const { contact, availability, reason } = cardOf(await ask(made, { ...asked, tool: 'get_escalation_contact' }));
        expect(contact.email ?? contact.booking_link).toBeDefined();
        expect(reason.message).not.toBe('');
        expect(availability.status === 'available' || availability.next_available !== undefined).toBe(true);
        if (contact.kind === 'person') people += 1;
        expect(namesOf(made, contact.kind)).toContain(contact.name);
      }),
      RUNS,
    );
    // Companies whose answers were all fallbacks would prove nothing about people.
    expect(people).toBeGreaterThan(RUNS.numRuns / 40);
  });

  it('no answer holds an unapproved field, and each is what its tool’s schema says', async () => {
    await fc.assert(
      fc.asyncProperty(company, call, async (made, asked) => {
        const outcome = await ask(made, asked);
        expect(JSON.stringify(outcome)).not.toContain(CANARY);
        if (outcome.kind !== 'answered') return;
        const menu = prepareRelease(made.workspace, 'r1', '2026-11-23T00:00:00Z').menuFor(
          callerOf(made.workspace, asked.audience),
        );
        const schema = menu.tools.get(asked.tool)?.definition.outputSchema ?? {};
        expect(ajv.validate(schema, JSON.parse(outcome.json)) ? [] : ajv.errors).toEqual([]);
      }),
      RUNS,
    );
  });

  it('when a record can’t be written, only the constant answer leaves', async () => {
    await fc.assert(
      fc.asyncProperty(company, call, async (made, asked) => {
        const unwritten = await ask(made, { ...asked, tool: 'get_escalation_contact', outage: 'records' });
        const { name } = made.workspace.teams.get(made.workspace.fallback.team) ?? {};
        expect(cardOf(unwritten).contact).toMatchObject({ kind: 'team', name });
      }),
      RUNS,
    );
  });
});
