/** What the command line calls releases, wherever it speaks of them. */
import { releaseOf, shortRelease } from '../../config/release.ts';
import type { Workspace } from '../../config/workspace.ts';
import type { DraftNotes } from '../../simulation/draft-notes.ts';
import type { Publication } from '../../store/store.ts';

/** `release 3 (3f0c1a2b4d5e)` */
export function releaseWords({ number, release }: Pick<Publication, 'number' | 'release'>): string {
  return `release ${number} (${shortRelease(release)})`;
}

/** Whether the folder says what is live, in everything that a release holds. */
export function isLive(workspace: Workspace, live: Pick<Publication, 'release'> | null): boolean {
  return live !== null && releaseOf(workspace).id === live.release;
}

/** For whoever might think that the folder is served: nothing where it is. */
export function differsLines(workspace: Workspace, live: Publication | null): readonly string[] {
  if (live === null || isLive(workspace, live)) return [];
  return [
    `The folder differs from release ${live.number}, which is live. \`concierge diff\` says how; \`concierge publish\` makes it live.`,
  ];
}

/** Where the directory was filled by other sources, or lacks facts: a release decides by what is imported. */
export function importHint({
  importsOtherwise,
  newFacts,
}: Pick<DraftNotes, 'importsOtherwise' | 'newFacts'>): readonly string[] {
  if (!importsOtherwise && newFacts.length === 0) return [];
  return ['It imports otherwise than the release before: run `concierge import`, for it decides by what is imported.'];
}
