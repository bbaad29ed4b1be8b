/** Teams of `concierge.yaml`: cards that are always answered, with hours, members and approved addresses. */
import type { ValuePath } from '../../base/problem.ts';
import type { Approver } from '../../card/approve.ts';
import type { Membership, PoolStrategy, Team } from '../../guardrails/teams.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import type { DeclaredCalendars } from './read-calendars.ts';
import type { WrittenRotation } from './read-rotation.ts';
import { readRotation, rotationAddresses } from './read-rotation.ts';
import { teamSchema } from '../schema/workspace-schema.ts';
import { listed, meant } from '../yaml/words.ts';

export type TeamContext = {
  /** Of the workspace; null where it could not be read. */
  readonly timezone: string | null;
  readonly calendars: DeclaredCalendars;
  readonly defaultCalendar: string | null;
  /** `null` where what is approved could not be read. */
  readonly approver: Approver | null;
};

export function readTeams(document: ConfigDocument, context: TeamContext): ReadonlyMap<string, Team> {
  const teams = document.keys(['teams']).map((id) => [id, readTeam(document, id, context)] as const);
  return new Map(teams.flatMap(([id, team]) => (team === null ? [] : [[id, team]])));
}

function readTeam(document: ConfigDocument, id: string, context: TeamContext): Team | null {
  const at = ['teams', id];
  const written = document.read(at, teamSchema);
  if (written === undefined) return null;
  const members = membersOf(written.members);
  const isPool = members.role !== undefined || members.people !== undefined;
  if (written.members !== undefined && !isPool)
    document.error([...at, 'members'], 'Nobody is a member.', 'Write `role: CSM`, or `people:` with e-mail addresses.');
  const rotation = readRotation(document, at, written, context);
  if (written.strategy === 'on_call' && written.rotation === undefined)
    document.error([...at, 'strategy'], '`on_call` needs to know whose turn it is.', 'Add a `rotation`.');
  if (!isPool && written.rotation === undefined && isChoosing(written.strategy)) {
    document.error(
      [...at, 'strategy'],
      `\`${written.strategy}\` chooses among members, and there are none.`,
      'Add `members`, or write `strategy: card`.',
    );
  }
  checkApproved(document, at, written, context.approver);
  return {
    id,
    name: written.name,
    title: written.title ?? null,
    email: written.email.toLowerCase(),
    bookingLink: written.booking_link ?? null,
    hours: readHours(document, [...at, 'hours'], written.hours, context),
    strategy: written.strategy ?? (written.rotation !== undefined ? 'on_call' : isPool ? 'sticky' : 'card'),
    members,
    ...(rotation === null ? {} : { rotation }),
  };
}

function isChoosing(strategy: PoolStrategy | undefined): boolean {
  return strategy === 'sticky' || strategy === 'least_loaded';
}

type WrittenMembers =
  | { readonly role?: string | undefined; readonly people?: readonly string[] | undefined }
  | undefined;

function membersOf(written: WrittenMembers): Membership {
  return {
    ...(written?.role === undefined ? {} : { role: written.role }),
    ...(written?.people === undefined ? {} : { people: written.people.map((email) => email.toLowerCase()) }),
  };
}

function readHours(document: ConfigDocument, at: ValuePath, written: string | undefined, context: TeamContext): string {
  if (written === undefined) return context.defaultCalendar ?? 'always';
  if (written === 'always' || context.calendars.has(written)) return written;
  document.error(
    at,
    `There is no calendar \`${written}\`.`,
    meant(written, ['always', ...context.calendars.keys()], 'calendar'),
  );
  return written;
}

type Addresses = {
  readonly rotation?: WrittenRotation | undefined;
  readonly email: string;
  readonly booking_link?: string | undefined;
  readonly members?: WrittenMembers;
};

function checkApproved(document: ConfigDocument, at: ValuePath, written: Addresses, approver: Approver | null): void {
  if (approver === null) return;
  const domains = listed(approvedDomains(document));
  const people = (written.members?.people ?? []).map((email, index) => [['members', 'people', index], email] as const);
  for (const [path, email] of [
    [['email'], written.email] as const,
    ...people,
    ...rotationAddresses(written.rotation),
  ]) {
    if (approver.email(email) !== undefined) continue;
    document.error(
      [...at, ...path],
      `\`${email}\` is not in an approved domain.`,
      `Use an address in ${domains}, or add its domain to \`approved.email_domains\`.`,
    );
  }
  if (written.booking_link === undefined || approver.link(written.booking_link) !== undefined) return;
  document.error(
    [...at, 'booking_link'],
    `\`${written.booking_link}\` is not an approved link.`,
    'Add how it begins to `approved.links`.',
  );
}

function approvedDomains(document: ConfigDocument): readonly string[] {
  const domains = document.valueAt(['approved', 'email_domains']);
  return Array.isArray(domains) ? domains.map(String) : [];
}
