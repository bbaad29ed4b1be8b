/** A scenario's question, put through a release just as an agent's would be: only nothing is recorded. */
import { consider } from '../answer/answer.ts';
import type { Ask } from '../answer/ask.ts';
import type { Considered } from '../answer/considered.ts';
import type { Desk } from '../answer/desk.ts';
import type { PreparedRelease } from '../answer/prepared-release.ts';
import { instantOf, stoppedClock } from '../base/clock.ts';
import { Failure } from '../base/failure.ts';
import { UNLIMITED } from '../caller/budgets.ts';
import type { Caller } from '../caller/caller.ts';
import { CONCIERGE_SCOPES } from '../caller/caller.ts';
import { CONCIERGE } from '../config/workspace.ts';
import { madeUpDirectory, madeUpId } from './made-up.ts';
import type { Given, Scenario } from './scenario.ts';

/** What scenarios are tried on. */
export type Ground = {
  readonly release: PreparedRelease;
  /** Where real customers are looked up; null where no scenario asks about one. */
  readonly directory: Desk['directory'] | null;
};

/** @throws Failure `configuration` for a tool that the audience doesn't have, `store_unavailable` for a directory that can't be read */
export async function askScenario({ name, given }: Scenario, ground: Ground): Promise<Considered> {
  const caller = callerOf(given, ground);
  const tool = ground.release.menuFor(caller).tools.get(given.tool);
  if (tool === undefined) throw new Failure('configuration', `${name}: ${given.audience} have no ${given.tool}.`);
  const ask: Ask = { caller, service: CONCIERGE, tool: given.tool, ...askedBy(given) };
  const considered = await consider(ask, tool, ground.release, deskOf(given, ground));
  if (considered.customer.malformed !== null)
    throw new Failure('configuration', `${name}: ${considered.customer.malformed}`);
  return considered;
}

function callerOf({ audience, verified }: Given, { release: { workspace } }: Ground): Caller {
  return {
    id: 'scenario',
    tenant: workspace.tenant,
    audience,
    services: [CONCIERGE],
    scopes: new Set(CONCIERGE_SCOPES),
    binding: verified ? 'required' : 'off',
    carrier: 'header',
    assertions: null,
    budget: {},
  };
}

/** Typed into a chat, or stated by the platform. */
function askedBy(given: Given): Pick<Ask, 'arguments' | 'assertion'> {
  const { account, email } = identityOf(given);
  const { topic, language, urgency } = given;
  const asked = given.tool === 'get_escalation_contact' ? { topic, language, urgency } : {};
  if (!given.verified)
    return {
      arguments: withoutNulls({ account_id: account, customer_email: email, ...asked }),
      assertion: { kind: 'absent' },
    };
  const subject =
    account === null
      ? ({ type: 'email', value: email ?? '' } as const)
      : ({ type: 'account_id', value: account } as const);
  const assertion = { kind: 'verified', subject, expiresAtMs: Number.POSITIVE_INFINITY } as const;
  return { arguments: withoutNulls(asked), assertion };
}

function identityOf({ customer }: Given): { readonly account: string | null; readonly email: string | null } {
  if (customer.kind === 'real') return customer;
  return { account: customer.email === null ? madeUpId(customer) : null, email: customer.email };
}

function withoutNulls(all: Readonly<Record<string, string | null>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(all).flatMap(([key, value]) => (value === null ? [] : [[key, value]])));
}

function deskOf({ customer, atMs }: Given, { release, directory }: Ground): Desk {
  const { workspace } = release;
  const known = customer.kind === 'real' ? directory : madeUpDirectory(customer, workspace, instantOf(atMs));
  if (known === null) throw new Failure('not_found', 'Nothing was ever imported.', 'Run `concierge import` first.');
  return {
    tenant: workspace.tenant,
    release: () => release,
    directory: known,
    records: { append: async () => undefined },
    clock: stoppedClock(atMs),
    budgets: UNLIMITED,
    alarm: (_what, cause) => {
      throw new Failure('store_unavailable', 'The directory can’t be read.', 'See `concierge import`.', { cause });
    },
  };
}
