/** What is worth saying of a sync after another: who can't be asked any more, who can again, and that something has changed. */
import type { DemoSystem } from '../../demo/systems-of-acme.ts';
import type { ReadOutcome } from '../../sources/sync/sync-sources.ts';
import { count } from '../terminal/progress-line.ts';

export type Heard = (synced: readonly ReadOutcome[]) => readonly string[];

export function hearing(systems: readonly DemoSystem[]): Heard {
  const failing = new Set<string>();
  return (synced) =>
    systems.flatMap(({ name, title }) => {
      const reads = synced.filter(({ source }) => source === name);
      const failed = reads.find((one) => one.outcome === 'failed');
      const isKnown = failing.has(name);
      if (failed !== undefined) failing.add(name);
      else failing.delete(name);
      if (failed?.outcome === 'failed') return isKnown ? [] : [`A sync couldn’t ask ${title}. ${failed.message}`];
      const changed = reads.reduce((sum, one) => sum + changesOf(one), 0);
      const news = changed === 1 ? '1 record has changed' : `${count(changed)} records have changed`;
      if (isKnown) return [`A sync could ask ${title} again; ${changed === 0 ? 'nothing has changed' : news}.`];
      return changed === 0 ? [] : [`A sync asked ${title}: ${news}.`];
    });
}

function changesOf(one: ReadOutcome): number {
  if (one.outcome !== 'synced') return 0;
  const { added, changed, dropped } = one.changes;
  return added + changed + dropped;
}
