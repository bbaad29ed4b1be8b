/**
 * A release: the immutable part of a workspace that decides answers, named by the hash of its content.
 * The folder, callers, what an import or a publication may do and secrets are not in it: changing them changes no decision. Where a source's exports lie inside
 * the workspace is part of its mapping, so it is. Row order counts; the order of keys, and comments, don't.
 */
import { Failure } from '../base/failure.ts';
import type { ContentHash } from '../base/hash.ts';
import { textHash } from '../base/hash.ts';
import { canonicalJson, isPlainObject } from '../base/json.ts';
import { NOTHING_INHERITED } from '../facts/inheritance.ts';
import type { Calendar, Team } from '../guardrails/teams.ts';
import type { Workspace } from './workspace.ts';

/** Bumped when the content's meaning changes; an older program refuses what it doesn't know. */
const RELEASE_FORMAT = 1;

export type Release = {
  readonly id: ContentHash;
  /** Canonical JSON of {@link ReleaseContent}; what the id is the hash of. */
  readonly json: string;
};

export type ReleaseContent = Omit<
  Workspace,
  'folder' | 'callers' | 'teams' | 'calendars' | 'holdAbove' | 'publishAbove' | 'services'
> & {
  /** Left out where there are none: then a release is named as before there were any. */
  readonly services?: Workspace['services'];
  readonly format: typeof RELEASE_FORMAT;
  readonly teams: Readonly<Record<string, Team>>;
  readonly calendars: Readonly<Record<string, Calendar>>;
};

export function releaseOf(workspace: Workspace): Release {
  const json = canonicalJson(releaseContent(workspace));
  return { id: textHash(json), json };
}

/**
 * The workspace of a kept release, for replay: without callers, and in no folder.
 * @throws Failure `not_found` for JSON that is no release which this version knows
 */
export function workspaceFromRelease(json: string): Workspace {
  const content: unknown = JSON.parse(json);
  if (!isReleaseContent(content)) {
    throw new Failure('not_found', 'This is no release that this version can read.', 'Use the version that made it.');
  }
  const { format: _format, teams, calendars, ...rest } = content;
  return {
    ...rest,
    ...whereUnsaid(rest),
    folder: '',
    callers: [],
    holdAbove: { dropped: null, changed: null },
    publishAbove: { contact: null, fallback: null },
    teams: new Map(Object.entries(teams)),
    calendars: new Map(Object.entries(calendars)),
  };
}

/** A release of before these were said decides as it did: by the bare days of absences, and with nothing inherited. */
function whereUnsaid({
  handBack = 'day_after',
  inheritance = NOTHING_INHERITED,
  services = [],
}: Partial<ReleaseContent>): Pick<Workspace, 'handBack' | 'inheritance' | 'services'> {
  return { handBack, inheritance, services };
}

/** The first twelve characters, for people. */
export function shortRelease(id: ContentHash): string {
  return id.slice(0, 12);
}

export function releaseContent(workspace: Workspace): ReleaseContent {
  const {
    folder: _folder,
    callers: _callers,
    holdAbove: _holdAbove,
    publishAbove: _publishAbove,
    services,
    teams,
    calendars,
    ...rest
  } = workspace;
  return {
    ...rest,
    ...(services.length === 0 ? {} : { services }),
    format: RELEASE_FORMAT,
    teams: Object.fromEntries(teams),
    calendars: Object.fromEntries(calendars),
  };
}

/** A release is only ever written by {@link releaseOf} and found by its hash, so its format says the rest. */
function isReleaseContent(value: unknown): value is ReleaseContent {
  return isPlainObject(value) && value['format'] === RELEASE_FORMAT;
}
