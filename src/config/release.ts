/**
 * A release: the immutable part of a workspace that decides answers, named by the hash of its content.
 * Callers, secrets and file paths are not in it: changing them changes no decision.
 */
import type { ContentHash } from '../base/hash.ts';
import { contentHash } from '../base/hash.ts';
import { canonicalJson } from '../base/json.ts';
import type { Workspace } from './workspace.ts';

export type Release = {
  readonly id: ContentHash;
  /** Canonical JSON of {@link ReleaseContent}; what the id is the hash of. */
  readonly json: string;
};

export type ReleaseContent = Omit<Workspace, 'folder' | 'callers' | 'teams' | 'calendars'> & {
  readonly teams: Record<string, unknown>;
  readonly calendars: Record<string, unknown>;
};

export function releaseOf(workspace: Workspace): Release {
  const content = releaseContent(workspace);
  return { id: contentHash(content), json: canonicalJson(content) };
}

/** The first twelve characters, for people. */
export function shortRelease(id: ContentHash): string {
  return id.slice(0, 12);
}

function releaseContent(workspace: Workspace): ReleaseContent {
  const { folder: _folder, callers: _callers, teams, calendars, ...rest } = workspace;
  return { ...rest, teams: Object.fromEntries(teams), calendars: Object.fromEntries(calendars) };
}
