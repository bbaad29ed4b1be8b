/** What only the whole workspace shows: roles that nobody assigns, facts that nothing fills, health shown to customers. */
import type { Derivation, FactName } from '../../facts/types.ts';
import type { SourceDeclaration } from '../../sources/declaration.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { managedLink } from '../../guardrails/chain.ts';
import { warnOfBindings } from './check-bindings.ts';
import { warnOfUnknownIds } from './check-customer-ids.ts';
import { warnOfUnknownSkills } from './check-skills.ts';
import { warnOfNoHeirs } from './read-inheritance.ts';
import { assignedRoles } from './read-precedence.ts';
import type { TableDocuments } from './tables.ts';
import type { Workspace } from '../workspace.ts';
import { meant } from '../yaml/words.ts';

export type Documents = {
  readonly company: ConfigDocument;
  readonly tables: TableDocuments;
  readonly service: ConfigDocument | null;
  /** Of services over a source. */
  readonly services: readonly ConfigDocument[];
};

/** Only for a workspace without errors: else these would be echoes. */
export function checkAcrossFiles({ company, tables, service, services }: Documents, workspace: Workspace): void {
  const roles = assignedRoles(workspace.sources);
  warnOfShownHealth(company, service, workspace);
  warnOfBindings(company, workspace);
  if (workspace.sources.length === 0) {
    company.warning([], 'There is no source, so no customer is known.', 'Describe one in `sources/`.');
    return;
  }
  if (tables.escalation_contact !== null) {
    warnOfUnassignedRoles(tables.escalation_contact, roles);
    warnOfUnknownStandIns(tables.escalation_contact, workspace.sources);
    warnOfUnknownSkills(tables.escalation_contact, workspace);
  }
  warnOfUnfilledFacts(company, workspace);
  warnOfUnknownIds(services, workspace);
  warnOfEmptyTeams(company, workspace, roles);
  warnOfNoHeirs(company, workspace.inheritance, workspace.sources, roles);
  refuseUnknownLoad(company, workspace);
}

function warnOfUnassignedRoles(document: ConfigDocument, roles: readonly string[]): void {
  for (const rule of document.indexes(['rules'])) {
    for (const [index, word] of document.textsAt([...rule, 'route']).entries()) {
      const named = managedLink(word) ?? word;
      const role = named.startsWith('role:') ? named.slice('role:'.length).trim() : null;
      if (role === null || roles.includes(role)) continue;
      document.warning(
        [...rule, 'route', index],
        `No source assigns the role \`${role}\`, so this link finds nobody.`,
        meant(role, roles, 'role'),
      );
    }
  }
}

function warnOfUnfilledFacts(document: ConfigDocument, { facts, sources }: Workspace): void {
  const mappings = sources.flatMap((source) => source.mappings);
  const filled = new Set(mappings.flatMap((mapping) => (mapping.kind === 'account' ? Object.keys(mapping.facts) : [])));
  for (const { name, origin, derivation } of facts) {
    const from = derivation === undefined ? name : dateOf(derivation);
    if (origin === 'asked' || filled.has(from)) continue;
    const message =
      from === name
        ? `No source fills the fact \`${name}\`, so it is always missing.`
        : `No source fills \`${from}\`, from which \`${name}\` is counted, so it is always missing.`;
    document.warning(['facts', name], message, `Map \`${from}\` in a source, or delete it.`, 'key');
  }
}

function dateOf(derivation: Derivation): FactName {
  return 'days_until' in derivation ? derivation.days_until : derivation.days_since;
}

/** Sources that say nobody's manager, or nobody's deputy: the data can't either. */
function warnOfUnknownStandIns(document: ConfigDocument, sources: readonly SourceDeclaration[]): void {
  const mappings = sources.flatMap((source) => source.mappings);
  const isKnown = {
    manager: mappings.some((mapping) => mapping.kind === 'person' && mapping.manager !== null),
    backup: mappings.some(
      (mapping) => (mapping.kind === 'person' || mapping.kind === 'absence') && mapping.deputy !== null,
    ),
  };
  const field = { manager: 'manager', backup: 'deputy' } as const;
  for (const rule of document.indexes(['rules'])) {
    for (const [index, text] of document.textsAt([...rule, 'route']).entries()) {
      const link = managedLink(text) === null ? text.trim() : 'manager';
      if ((link !== 'manager' && link !== 'backup') || isKnown[link]) continue;
      const message = `No source says who anybody's ${field[link]} is, so \`${text.trim()}\` finds nobody.`;
      document.warning([...rule, 'route', index], message, `Map \`${field[link]}\` of a person, or delete it.`);
    }
  }
}

function warnOfEmptyTeams(document: ConfigDocument, { teams, sources }: Workspace, assigned: readonly string[]): void {
  const held = heldRoles(sources);
  if (held === null) return;
  const roles = [...new Set([...assigned, ...held])];
  for (const { id, members } of teams.values()) {
    if (members.role === undefined || roles.includes(members.role)) continue;
    const message = `No source gives anybody the role \`${members.role}\`, so the team has no members by it.`;
    document.warning(['teams', id, 'members', 'role'], message, meant(members.role, roles, 'role'));
  }
}

/** The roles that sources give to people; `null` where a column says them, so that they can't be known here. */
function heldRoles(sources: readonly SourceDeclaration[]): readonly string[] | null {
  const people = sources.flatMap((source) => source.mappings.filter((mapping) => mapping.kind === 'person'));
  const mapped = people.flatMap(({ fields }) => fields.roles ?? []);
  if (mapped.some(({ column, values }) => column !== null && values === null)) return null;
  return mapped
    .flatMap(({ constant, values }) => [constant, ...Object.values(values ?? {})])
    .flatMap((role) => (typeof role === 'string' ? [role] : []));
}

function refuseUnknownLoad(document: ConfigDocument, { teams, sources }: Workspace): void {
  const mappings = sources.flatMap((source) => source.mappings);
  if (mappings.some((mapping) => mapping.kind === 'person' && mapping.fields.open_load !== undefined)) return;
  for (const { id, strategy } of teams.values()) {
    if (strategy !== 'least_loaded') continue;
    document.error(
      ['teams', id, 'strategy'],
      'No source says how much open work people have.',
      'Map `open_load` of a person, or write `strategy: sticky`.',
    );
  }
}

function warnOfShownHealth(
  company: ConfigDocument,
  service: ConfigDocument | null,
  { callers, service: contract }: Workspace,
): void {
  if (!contract.audiences.customers.tools.includes('get_account_health')) return;
  const caller = callers.find(({ audience, services }) => audience === 'customers' && services.includes(contract.name));
  if (caller === undefined) return;
  const mend = 'In services/cx_concierge.yaml, list the `tools` of `customers` without it.';
  const message = `Agents that talk to customers see get_account_health (${caller.id} is one).`;
  if (service?.has(['audiences', 'customers', 'tools']) === true)
    service.warning(['audiences', 'customers', 'tools'], message, mend);
  else company.warning(['callers', caller.id, 'audience'], message, mend);
}
