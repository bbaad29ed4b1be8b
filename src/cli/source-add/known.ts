/** What a proposal may stand on of this workspace: its facts, its roles, and who is known of the company's own people. */
import { existsSync } from 'node:fs';
import { Failure } from '../../base/failure.ts';
import { localDay } from '../../base/local-day.ts';
import type { Deployment } from '../../config/deployment.ts';
import type { Workspace } from '../../config/workspace.ts';
import type { KnownIds, KnownPeople } from '../../sources/propose/fit-person.ts';
import type { Ground } from '../../sources/propose/propose-account.ts';
import type { CommandContext } from '../context.ts';

export async function groundOf(workspace: Workspace, deployment: Deployment, context: CommandContext): Promise<Ground> {
  const { ids, emails } = await directoryPeople(workspace, deployment, context);
  const domains = new Set(workspace.approved.emailDomains);
  return {
    facts: workspace.facts,
    roles: rolesOf(workspace),
    people: { ids, emails, domains },
    today: localDay(workspace.timezone, context.clock.now()),
  };
}

/** That a row routes to, a team is made of, a tool tells, or a source fills already. */
function rolesOf({ escalation, teams, service, sources }: Workspace): readonly string[] {
  const routed = escalation.rules.flatMap(({ route }) =>
    route.flatMap((link) => {
      const named = link.kind === 'manager' ? link.of : link;
      return named?.kind === 'role' ? [named.role] : [];
    }),
  );
  const members = [...teams.values()].flatMap(({ members: { role } }) => role ?? []);
  const filled = sources.flatMap(({ mappings }) =>
    mappings.flatMap((mapping) => (mapping.kind === 'account' ? mapping.assignments.map(({ role }) => role) : [])),
  );
  return [...new Set([...service.teamRoles, ...routed, ...members, ...filled])];
}

type DirectoryPeople = Pick<KnownPeople, 'ids' | 'emails'>;
const NOBODY: DirectoryPeople = { ids: new Map(), emails: new Set() };

/** Of the last import, where there was one. What can't be opened just now is only less to go by. */
async function directoryPeople(
  { tenant, sources }: Workspace,
  { store: choice }: Deployment,
  { openStore, clock }: CommandContext,
): Promise<DirectoryPeople> {
  if (choice.kind !== 'sqlite' || !existsSync(choice.folder)) return NOBODY;
  try {
    const store = await openStore(choice, clock);
    try {
      const { people, byEmail } = await store.directory.roster(tenant);
      return { ids: byNamespace([...people.keys()], salesforceNamespaces(sources)), emails: new Set(byEmail.keys()) };
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof Failure) return NOBODY;
    throw error;
  }
}

function byNamespace(keys: readonly string[], salesforce: ReadonlySet<string>): ReadonlyMap<string, KnownIds> {
  const ids = new Map<string, Set<string>>();
  for (const key of keys) {
    const at = key.indexOf(':');
    const [namespace, id] = [key.slice(0, at), key.slice(at + 1)];
    if (namespace === 'email') continue;
    const known = ids.get(namespace) ?? new Set();
    known.add(salesforce.has(namespace) ? id.slice(0, 15) : id);
    ids.set(namespace, known);
  }
  return new Map(
    [...ids].map(([namespace, known]) => [
      namespace,
      { ids: known, format: salesforce.has(namespace) ? 'salesforce' : null } as const,
    ]),
  );
}

function salesforceNamespaces(sources: Workspace['sources']): ReadonlySet<string> {
  const ids = sources.flatMap(({ mappings }) =>
    mappings.flatMap((mapping) => (mapping.kind === 'person' ? mapping.ids : [])),
  );
  return new Set(ids.filter(({ format }) => format === 'salesforce').map(({ namespace }) => namespace));
}
