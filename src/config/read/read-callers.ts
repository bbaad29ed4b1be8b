/** The agents that may ask, as the workspace knows them; how they prove who they are is the deployment's. */
import type { CallerBudget } from '../../caller/caller.ts';
import { scopesOfService } from '../../services/scopes.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import type { CallerDeclaration } from '../workspace.ts';
import { CONCIERGE } from '../workspace.ts';
import { callerSchema } from '../schema/workspace-schema.ts';
import { meant } from '../yaml/words.ts';
import { readAssertions } from './read-assertions.ts';

/** `services` are the names that a caller may use. */
export function readCallers(document: ConfigDocument, services: readonly string[]): readonly CallerDeclaration[] {
  return document
    .keys(['callers'])
    .toSorted()
    .flatMap((id) => readCaller(document, id, services) ?? []);
}

function readCaller(document: ConfigDocument, id: string, known: readonly string[]): CallerDeclaration | null {
  const at = ['callers', id];
  const written = document.read(at, callerSchema);
  if (written === undefined) return null;
  const services = written.services ?? [CONCIERGE];
  for (const [index, service] of services.entries()) {
    if (known.includes(service)) continue;
    document.error([...at, 'services', index], `There is no service \`${service}\`.`, meant(service, known, 'service'));
  }
  const possible = services.flatMap(scopesOfService);
  for (const [index, scope] of (written.scopes ?? []).entries()) {
    if (possible.includes(scope)) continue;
    document.error(
      [...at, 'scopes', index],
      `None of its services has the scope \`${scope}\`.`,
      meant(scope, possible, 'scope'),
    );
  }
  return {
    id,
    audience: written.audience,
    binding: written.binding ?? 'required',
    carrier: written.carrier ?? 'header',
    assertions: readAssertions(document, [...at, 'assertions'], written.assertions),
    services,
    scopes: written.scopes ?? possible,
    budget: budgetOf(written.budget ?? {}),
  };
}

type WrittenBudget = {
  readonly calls_per_second?: number | undefined;
  readonly concurrent_calls?: number | undefined;
  readonly distinct_accounts_per_hour?: number | undefined;
  readonly calls_per_minute_per_customer?: number | undefined;
  readonly unknown_identities_per_hour?: number | undefined;
};

function budgetOf({
  calls_per_second: calls,
  concurrent_calls: concurrent,
  distinct_accounts_per_hour: accounts,
  calls_per_minute_per_customer: perCustomer,
  unknown_identities_per_hour: unknown,
}: WrittenBudget): CallerBudget {
  return {
    ...(calls === undefined ? {} : { callsPerSecond: calls }),
    ...(concurrent === undefined ? {} : { concurrentCalls: concurrent }),
    ...(accounts === undefined ? {} : { distinctAccountsPerHour: accounts }),
    ...(perCustomer === undefined ? {} : { callsPerMinutePerCustomer: perCustomer }),
    ...(unknown === undefined ? {} : { unknownIdentitiesPerHour: unknown }),
  };
}
