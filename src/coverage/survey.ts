/**
 * Who would answer for each account of a directory, account by account, and what it all comes to. Pure: accounts, people and
 * the moment are arguments. Memory doesn't grow with the number of accounts.
 */
import { instantOf } from '../base/clock.ts';
import { compareText } from '../base/compare-text.ts';
import type { Dossier } from '../directory/records.ts';
import type { AccountCoverage, Setting } from './account-coverage.ts';
import { accountCoverage } from './account-coverage.ts';
import type { Band } from './bands.ts';
import { bandOf, BANDS } from './bands.ts';
import type { DeadEnds } from './dead-ends.ts';
import { deadEnds } from './dead-ends.ts';
import type { Cause } from './outcome.ts';
import { missingMembers } from './missing-members.ts';
import { CAUSES } from './outcome.ts';
import type { CoverageReport, TeamPart } from './report.ts';
import { catchAllOf, silences } from './silent-rows.ts';
import type { StaleOwners } from './stale-owners.ts';
import { staleOwners } from './stale-owners.ts';
import type { AsPart, Part, Tally } from './tally.ts';
import { add, inCents, newTally, partsOf, tallyOf } from './tally.ts';

export type Survey = {
  /** Each account comes once. */
  readonly add: (dossier: Dossier) => AccountCoverage;
  readonly report: () => CoverageReport;
};

export function survey(setting: Setting): Survey {
  const counted: Counted = {
    all: newTally(),
    groups: new Map(),
    bands: new Map(),
    causes: new Map(),
    rows: new Map(),
    teams: new Map(),
    stale: staleOwners(setting.roster, setting.release.house.approver),
    dead: deadEnds(),
    inheritedOwners: 0,
    withoutValue: 0,
  };
  return {
    add: (dossier) => {
      const one = accountCoverage(dossier, setting);
      count(counted, one);
      counted.stale.add(dossier, one.value);
      return one;
    },
    report: () => report(counted, setting),
  };
}

type Counted = {
  readonly all: Tally;
  readonly groups: Map<string | null, Tally>;
  readonly bands: Map<Band | null, Tally>;
  readonly causes: Map<Cause, Tally>;
  readonly rows: Map<string | null, Tally>;
  /** By row, and in it by team and whether it is by design. */
  readonly teams: Map<string, TeamCount>;
  readonly stale: StaleOwners;
  readonly dead: DeadEnds;
  inheritedOwners: number;
  withoutValue: number;
};

type TeamCount = { -readonly [Key in keyof TeamPart]: TeamPart[Key] } & { value: number };

function count(counted: Counted, one: AccountCoverage): void {
  const { outcome, value, cause } = one;
  const tallies = [
    counted.all,
    tallyOf(counted.groups, one.group),
    tallyOf(counted.bands, value === null ? null : bandOf(value)),
    tallyOf(counted.rows, one.row),
  ];
  for (const tally of tallies) add(tally, outcome, value);
  if (cause !== null) add(tallyOf(counted.causes, cause), outcome, value);
  if (outcome === 'owner' && one.isInherited) counted.inheritedOwners += 1;
  if (value === null) counted.withoutValue += 1;
  countTeam(counted.teams, one);
  counted.dead.add(one);
}

function countTeam(teams: Counted['teams'], { row, team, outcome, contact, value }: AccountCoverage): void {
  if (row === null || team === null) return;
  const byDesign = outcome === 'team';
  const key = `${row}\n${team}\n${byDesign}`;
  const known = teams.get(key) ?? { row, team, byDesign, accounts: 0, byName: 0, value: 0 };
  known.accounts += 1;
  known.byName += contact.kind === 'person' ? 1 : 0;
  known.value += value ?? 0;
  teams.set(key, known);
}

function report(counted: Counted, { release, roster, question, facts }: Setting): CoverageReport {
  const { by, value } = facts;
  const valued = value !== null;
  const asPart = partsOf(counted.all, valued);
  return {
    at: instantOf(question.atMs),
    release: release.id,
    audience: question.audience,
    by: by?.name ?? null,
    value: value?.name ?? null,
    all: asPart(counted.all),
    inheritedOwners: counted.inheritedOwners,
    withoutValue: valued ? counted.withoutValue : null,
    groups: by === null ? [] : groupParts(counted.groups, by.values, asPart),
    bands: valued ? [...BANDS, null].flatMap((band) => partUnder('band', band, counted.bands, asPart)) : [],
    causes: CAUSES.flatMap((cause) => partUnder('cause', cause, counted.causes, asPart)),
    ...rowParts(counted, { release, question }, asPart),
    teams: teamParts(counted.teams, release.escalation.rules, valued),
    deadEnds: counted.dead.list(),
    staleOwners: counted.stale.list(valued),
    missingMembers: missingMembers(release.house.teams, roster, release.house.approver),
  };
}

/** A value that the workspace no longer declares stands behind the declared ones, until the next import. */
function groupParts(groups: Counted['groups'], declared: readonly string[], asPart: AsPart): CoverageReport['groups'] {
  const found = [...groups.keys()].filter((group) => group !== null);
  const others = found.filter((group) => !declared.includes(group)).toSorted(compareText);
  return [...declared, ...others, null].flatMap((group) => partUnder('group', group, groups, asPart));
}

function rowParts(
  { rows }: Counted,
  { release, question }: Pick<Setting, 'release' | 'question'>,
  asPart: AsPart,
): Pick<CoverageReport, 'rows' | 'noRow' | 'catchAll'> {
  const { rules } = release.escalation;
  const silenceOf = silences(question, release);
  return {
    rows: rules.map(({ id }, index) => {
      const tally = rows.get(id);
      return { row: id, silent: tally === undefined ? silenceOf(index) : null, ...asPart(tally ?? newTally()) };
    }),
    noRow: asPart(rows.get(null) ?? newTally()),
    catchAll: catchAllOf(rules)?.id ?? null,
  };
}

/** By row as the table has them, and in a row the team with the most accounts first. */
function teamParts(
  teams: Counted['teams'],
  rules: readonly { readonly id: string }[],
  valued: boolean,
): CoverageReport['teams'] {
  const places = new Map(rules.map(({ id }, place) => [id, place]));
  const place = ({ row }: TeamPart): number => places.get(row) ?? 0;
  return [...teams.values()]
    .map((team): TeamPart => ({ ...team, value: valued ? inCents(team.value) : null }))
    .toSorted(
      (one, other) => place(one) - place(other) || other.accounts - one.accounts || compareText(one.team, other.team),
    );
}

/** The part under a key, with the key; none where no account is. */
function partUnder<Name extends string, Key>(
  name: Name,
  key: Key,
  tallies: ReadonlyMap<Key, Tally>,
  asPart: AsPart,
): readonly (Part & Readonly<Record<Name, Key>>)[] {
  const tally = tallies.get(key);
  if (tally === undefined) return [];
  return [{ ...({ [name]: key } as Record<Name, Key>), ...asPart(tally) }];
}
