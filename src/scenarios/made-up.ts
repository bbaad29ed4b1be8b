/**
 * A directory that holds one made-up account and its people, so that a scenario goes the way of every real question.
 * Whoever is named, by the scenario, by a row's `person:` or by a team, and not described is there and at work. Pure.
 */
import type { Desk } from '../answer/desk.ts';
import type { Instant } from '../base/clock.ts';
import { normalEmail } from '../base/email.ts';
import type { Workspace } from '../config/workspace.ts';
import type { Absence, Dossier, Person } from '../directory/records.ts';
import { rosterOf } from '../directory/records.ts';
import { withInherited } from '../facts/inheritance.ts';
import type { Provenance } from '../facts/types.ts';
import type { Team } from '../guardrails/teams.ts';
import type { MadeUpAccount, MadeUpCustomer, MadeUpPerson } from './scenario.ts';

const NAMESPACE = 'made-up';

/** By which the account is asked about. */
export function madeUpId({ company }: MadeUpCustomer): string {
  return company;
}

/** `at`: the moment of the question; everything was said just then. */
export function madeUpDirectory(customer: MadeUpCustomer, workspace: Workspace, at: Instant): Desk['directory'] {
  const source = { source: 'scenario', record: customer.company, asOf: at };
  const dossier = heirOf(customer, workspace, at);
  const roster = rosterOf([...peopleOf(customer, workspace)].map((one) => personOf(one, source)));
  const email = customer.email === null ? null : normalEmail(customer.email);
  return {
    accountsById: async (_tenant, id) => (id === madeUpId(customer) ? [dossier.account] : []),
    accountsByEmail: async (_tenant, asked) => (asked === email ? [dossier.account] : []),
    accountsByDomain: async () => [],
    namespaces: async () => new Set([NAMESPACE]),
    dossier: async (_tenant, account) => (account === dossier.account ? dossier : undefined),
    roster: async () => roster,
    identities: async () => ({
      ids: [{ namespace: NAMESPACE, id: madeUpId(customer) }],
      emails: email === null ? [] : [email],
    }),
  };
}

function heirOf({ parent, ...customer }: MadeUpCustomer, { inheritance }: Workspace, at: Instant): Dossier {
  const own = dossierOf(customer, at);
  if (parent === null) return own;
  const above = dossierOf(parent, at);
  return withInherited({ ...own, parent: above.account }, [above], inheritance);
}

function dossierOf({ company, facts, assignments }: MadeUpAccount, at: Instant): Dossier {
  const source = { source: 'scenario', record: company, asOf: at };
  return {
    account: `${NAMESPACE}:${company}`,
    name: company,
    parent: null,
    facts: Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, { value, ...source }])),
    assignments: assignments.map(({ role, email }, index) => ({
      role,
      person: keyOf(email),
      primary: assignments.findIndex((one) => one.role === role) === index,
      since: null,
      source,
    })),
    asOf: source.asOf,
  };
}

function peopleOf(customer: MadeUpCustomer, workspace: Workspace): Iterable<MadeUpPerson> {
  const described = new Map(customer.people.map((person) => [person.email, person]));
  const named = [...namedBy(customer), ...namedIn(workspace)].filter((email) => !described.has(email));
  return [...described.values(), ...[...new Set(named)].map(atWork)];
}

function namedBy({ assignments, parent, people }: MadeUpCustomer): readonly string[] {
  const others = people.flatMap(({ deputy, manager, away }) => [deputy, manager, away?.deputy ?? null]);
  const holders = [...assignments, ...(parent?.assignments ?? [])].map(({ email }) => email);
  return [...holders, ...others.filter((email) => email !== null)];
}

function namedIn({ escalation, teams }: Workspace): readonly string[] {
  const links = escalation.rules.flatMap(({ route }) => route);
  const routed = links.flatMap((link) => {
    const named = link.kind === 'manager' ? link.of : link;
    return named?.kind === 'person' ? [named.email] : [];
  });
  return [...routed, ...[...teams.values()].flatMap(inTeam)];
}

function inTeam({ members, rotation }: Team): readonly string[] {
  const covering = (rotation?.overrides ?? []).map(({ person }) => person);
  return [...(members.people ?? []), ...(rotation?.people ?? []), ...covering];
}

function atWork(email: string): MadeUpPerson {
  return {
    email,
    name: null,
    title: null,
    kind: 'human',
    active: true,
    away: null,
    deputy: null,
    manager: null,
    roles: [],
    calendar: null,
    timezone: null,
    bookingLink: null,
    openLoad: null,
    languages: [],
    region: null,
    products: [],
  };
}

function personOf({ away, deputy, manager, ...person }: MadeUpPerson, source: Provenance): Person {
  return {
    ...person,
    key: keyOf(person.email),
    name: person.name ?? person.email,
    deputy: deputy === null ? null : keyOf(deputy),
    manager: manager === null ? null : keyOf(manager),
    headshotUrl: null,
    weight: 1,
    absences: away === null ? [] : [absenceOf(away, source)],
    sourced: { rows: [], conflicts: [] },
    asOf: source.asOf,
  };
}

function absenceOf({ from, to, deputy }: NonNullable<MadeUpPerson['away']>, source: Provenance): Absence {
  return { kind: 'on_leave', from, to, deputy: deputy === null ? null : keyOf(deputy), source };
}

function keyOf(email: string): string {
  return `email:${email}`;
}
