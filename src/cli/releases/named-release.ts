/** A release as somebody names it: its number, the beginning of its hash, `live`, or `folder` for the workspace as it stands. */
import { Failure } from '../../base/failure.ts';
import { requireWorkspace } from '../../config/load-workspace.ts';
import { shortRelease } from '../../config/release.ts';
import type { EpochMs } from '../../base/clock.ts';
import type { Publication } from '../../store/store.ts';
import type { Archive } from '../records/archive.ts';
import type { LiveRelease } from '../serving/live-release.ts';
import { folderRelease, publishedRelease } from '../serving/live-release.ts';

export type ReleasePlace = Pick<Archive, 'tenant' | 'store'> & {
  /** The folder of the workspace, and where it stands in time. */
  readonly folder: string;
  readonly now: EpochMs;
};

export type NamedRelease = LiveRelease & {
  /** `release 3`, `the folder`: for sentences. */
  readonly called: string;
};

/** @throws Failure `not_found`, `usage`, or with everything that is wrong in the folder */
export async function releaseNamed(name: string, place: ReleasePlace): Promise<NamedRelease> {
  const { tenant, store, folder, now } = place;
  if (name === 'folder') {
    const workspace = requireWorkspace(folder);
    return { ...(await folderRelease(workspace, store.releases, now)), called: 'the folder' };
  }
  const publication = await publicationNamed(name, place);
  const called = `release ${publication.number}`;
  return { ...(await publishedRelease(publication, tenant, store.releases)), called };
}

/** @throws Failure `not_found`, `usage` */
export async function publicationNamed(
  name: string,
  { tenant, store: { releases } }: Pick<ReleasePlace, 'tenant' | 'store'>,
): Promise<Publication> {
  const all = await releases.publications(tenant);
  const [live] = all;
  if (live === undefined)
    throw new Failure('not_found', 'Nothing is published yet.', 'Run `concierge publish`, or `concierge start`.');
  if (name === 'live') return live;
  const found = all.filter((one) => String(one.number) === name || (isHash(name) && one.release.startsWith(name)));
  const [first] = found;
  if (first === undefined)
    throw new Failure('not_found', `There is no release ${name}.`, 'See `concierge releases` for those there are.');
  if (found.some(({ release }) => release !== first.release))
    throw new Failure(
      'usage',
      `Several releases begin with ${name}: ${[...new Set(found.map(({ release }) => shortRelease(release)))].join(', ')}.`,
      'Write more of it, or the number.',
    );
  return first;
}

/** Shorter ones could be numbers. */
function isHash(name: string): boolean {
  return /^[\da-f]{6,64}$/.test(name);
}
