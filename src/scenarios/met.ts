/** Whom an answer names, told apart as scenarios tell them apart: colleagues, teams, members of a team, the fallback. Pure. */
import type { Considered } from '../answer/considered.ts';
import type { ContactCard } from '../card/contract.ts';
import type { Workspace } from '../config/workspace.ts';
import type { ExpectedContact } from './scenario.ts';

export type Met = {
  readonly card: ContactCard;
  /** Null for a team. */
  readonly email: string | null;
  /** The team itself, or whose member was chosen. */
  readonly team: string | null;
  /** Nobody of the row's chain was left, or there was no row. */
  readonly isFallback: boolean;
};

/** Everybody on the card, in order; nobody for a status. */
export function metIn(considered: Considered): readonly Met[] {
  const { card } = considered;
  if ('contact' in card) return [routedTo(card.contact, considered)];
  return 'team' in card ? card.team.map((contact) => named(contact, considered)) : [];
}

function routedTo(card: ContactCard, considered: Considered): Met {
  const { verdicts, reachedBy, facts, release } = considered;
  const chosen = verdicts.findLast(({ verdict }) => verdict === 'chosen');
  if (chosen === undefined) return { card, email: null, team: release.house.fallback.id, isFallback: true };
  const person = chosen.person === null ? undefined : facts?.roster.people.get(chosen.person);
  return { card, email: person?.email ?? null, team: chosen.team, isFallback: reachedBy === 'fallback' };
}

function named(card: ContactCard, { release, reachedBy }: Considered): Met {
  if (card.kind === 'person') return { card, email: card.email?.toLowerCase() ?? null, team: null, isFallback: false };
  const { workspace, house } = release;
  const team = teamOn(card, workspace);
  const isFallback = team === house.fallback.id && (reachedBy === 'fallback' || reachedBy === null);
  return { card, email: null, team, isFallback };
}

/** A card has no ids: its address is the team's, and where that is hidden its name. */
function teamOn(card: ContactCard, { teams }: Workspace): string | null {
  const all = [...teams.values()];
  const byEmail = all.find(({ email }) => email === card.email?.toLowerCase());
  return (byEmail ?? all.find(({ name }) => name === card.name))?.id ?? null;
}

export function isMet(expected: ExpectedContact, met: Met): boolean {
  switch (expected.kind) {
    case 'person':
      return met.email === expected.email;
    case 'team':
      return met.card.kind === 'team' && met.team === expected.team;
    case 'member':
      return met.card.kind === 'person' && met.team === expected.team;
    case 'fallback':
      return met.isFallback;
  }
}

export function isSame(one: Met, other: Met): boolean {
  return (
    one.card.kind === other.card.kind && one.email === other.email && (one.email !== null || one.team === other.team)
  );
}

export function metText({ card, email, team, isFallback }: Met): string {
  if (isFallback) return `fallback (team:${team ?? card.name})`;
  if (card.kind === 'team') return `team:${team ?? card.name}`;
  return team === null ? (email ?? card.name) : `${email ?? card.name} (member:${team})`;
}
