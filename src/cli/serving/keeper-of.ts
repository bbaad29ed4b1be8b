/** What keeps the systems of a serving process synced; null where its deployment leaves that to others. */
import type { Concierge } from '../concierge.ts';
import type { CommandContext } from '../context.ts';
import type { Keeper } from './keep-synced.ts';
import { keepSynced } from './keep-synced.ts';
import { syncsTo } from '../log/log.ts';
import type { Log } from '../log/log-writer.ts';
import { sourceStandings } from '../sources/source-standings.ts';

export function keeperOf(concierge: Concierge, { clock }: Pick<CommandContext, 'clock'>, log: Log): Keeper | null {
  if (!concierge.deployment.syncs) return null;
  const { tenant, folder } = concierge.workspace;
  const sources = () => concierge.release().workspace.sources;
  return keepSynced({
    live: () => ({ id: concierge.release().id, sources: sources() }),
    book: async () => await concierge.store.copies.book(tenant, clock.now()),
    standings: async (book) => {
      const moments = await concierge.store.directory.moments(tenant);
      return sourceStandings(sources(), folder, book, clock.now(), moments);
    },
    run: async (job, signal) => await concierge.importSources({ ...job, signal, log }),
    now: clock.now,
    ...syncsTo(log),
  });
}
