/** What accounts say, page by page, for whoever decides over all of them: with ages where one of the releases has rules about these. */
import type { PreparedRelease } from '../../answer/prepared-release.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { Sayings } from '../../directory/records.ts';
import { toldSayingsOf } from '../../directory/records.ts';
import type { DirectoryStore, Stretch } from '../../store/store.ts';

export function accountsSaid(
  directory: Pick<DirectoryStore, 'dossiers' | 'sayings'>,
  tenant: Tenant,
  releases: readonly Pick<PreparedRelease, 'missingAfter'>[],
  stretch?: Stretch,
): AsyncIterable<readonly Sayings[]> {
  const doAgesCount = releases.some(({ missingAfter }) => missingAfter.size > 0);
  return doAgesCount ? withAges(directory, tenant, stretch) : directory.sayings(tenant, stretch);
}

async function* withAges(
  directory: Pick<DirectoryStore, 'dossiers'>,
  tenant: Tenant,
  stretch: Stretch | undefined,
): AsyncGenerator<readonly Sayings[]> {
  for await (const dossier of directory.dossiers(tenant, stretch)) yield [toldSayingsOf(dossier)];
}
