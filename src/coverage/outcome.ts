/**
 * What routing one account came to, in the words of whoever looks after the directory: its own owner, a stand-in, a team, or
 * only the fallback, and why not the owner. It reads the walk that was walked; it never walks by itself.
 */
import type { PersonKey, Role } from '../directory/records.ts';
import type { CandidateVerdict, Reached } from '../guardrails/reached.ts';
import type { ChainLink, EscalationRule } from '../guardrails/table.ts';

/**
 * - `owner`: the first person whom the row's chain names by `role:`, `person:` or `manager of`; roles that nobody holds name
 *   nobody
 * - `stand_in`: another person that the chain names: a backup, a manager, a further role's holder
 * - `team`: a team, or somebody of it, because the row asks for it before any owner
 * - `team_instead`: the same, because no owner could be named
 * - `fallback`: only the workspace's fallback
 */
export const OUTCOMES = ['owner', 'stand_in', 'team', 'team_instead', 'fallback'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * Why the owner isn't named; `away` is on leave or out of office, `no_match` lacks what the row requires (language, region or
 * product), `no_row` that no row fits. In the order of a report.
 */
export const CAUSES = [
  'no_owner',
  'left',
  'not_human',
  'no_email',
  'unapproved_domain',
  'away',
  'closed',
  'hidden',
  'no_match',
  'no_row',
] as const;
export type Cause = (typeof CAUSES)[number];

export type Judgement = {
  readonly outcome: Outcome;
  /** Null where the owner answers, or the team that the row asks for. */
  readonly cause: Cause | null;
  /** Whom the row asks for first, answering or not; null where its chain names no person. */
  readonly owner: PersonKey | null;
  /** The role that the owner was asked by; null where the row names the person. */
  readonly role: Role | null;
};

export function judgement({ route }: Pick<EscalationRule, 'route'>, { by, contact, verdicts }: Reached): Judgement {
  const asked = ownerAsked(route, verdicts);
  const link = asked === null ? undefined : route[asked.link];
  const who = { owner: asked?.person ?? null, role: link?.kind === 'role' ? link.role : null };
  if (asked !== null && isChosen(asked, verdicts)) return { outcome: 'owner', cause: null, ...who };
  if (asked === null && by === 'team') return { outcome: 'team', cause: null, ...who };
  const cause = causeOf(asked ?? lastOfTeams(verdicts));
  if (by === 'fallback') return { outcome: 'fallback', cause, ...who };
  return { outcome: contact.kind === 'person' && by !== 'team' ? 'stand_in' : 'team_instead', cause, ...who };
}

/** Also after all were closed, where the first to open is chosen: that is told at the end, by a verdict of its own. */
function isChosen({ verdict, person, link }: CandidateVerdict, verdicts: readonly CandidateVerdict[]): boolean {
  const last = verdicts.at(-1);
  return verdict === 'chosen' || (last?.how === 'opens_first' && last.link === link && last.person === person);
}

/** The verdict on the first person whom a link names by itself, else on the first such link. */
function ownerAsked(route: readonly ChainLink[], verdicts: readonly CandidateVerdict[]): CandidateVerdict | null {
  let empty: CandidateVerdict | null = null;
  for (const verdict of verdicts) {
    if (!isNaming(route[verdict.link])) continue;
    if (verdict.verdict !== 'nobody') return verdict;
    empty ??= verdict;
  }
  return empty;
}

function isNaming(link: ChainLink | undefined): boolean {
  return link?.kind === 'role' || link?.kind === 'person' || (link?.kind === 'manager' && link.of !== undefined);
}

/** Of a chain of teams alone that came to nothing: the verdict before the fallback's. */
function lastOfTeams(verdicts: readonly CandidateVerdict[]): CandidateVerdict | null {
  return verdicts.at(-2) ?? null;
}

function causeOf(passedOver: CandidateVerdict | null): Cause {
  switch (passedOver?.verdict) {
    case undefined:
      return 'no_row';
    case 'on_leave':
    case 'out_of_office':
      return 'away';
    case 'left':
    case 'not_human':
    case 'no_email':
    case 'unapproved_domain':
    case 'closed':
    case 'hidden':
      return passedOver.verdict;
    case 'other_language':
    case 'other_region':
    case 'other_product':
    case 'no_match':
      return 'no_match';
    // Of an owner nothing else is ever said but that there is nobody.
    default:
      return 'no_owner';
  }
}
