/**
 * How the sources are doing, as metrics: worked out from the store when somebody looks, so that what other processes synced counts,
 * too. Labels are names of the workspace and words of closed lists.
 */
import type { Registry } from 'prom-client';
import { Counter, Gauge } from 'prom-client';
import type { SourceStanding } from '../../sources/sync/standing.ts';
import type { SourcesNow } from '../sources/source-standings.ts';

export type ReadStandings = () => Promise<SourcesNow>;

/** Undefined where there is nothing to tell. */
type Value = (standing: SourceStanding) => number | undefined;

const GAUGES: readonly (readonly [name: string, help: string, value: Value])[] = [
  [
    'last_success_timestamp_seconds',
    'As of when what it says is, in seconds since 1970.',
    ({ as_of: asOf }) => (asOf === null ? undefined : Date.parse(asOf) / 1000),
  ],
  ['lag_seconds', 'How old what it says is.', ({ age_seconds: age }) => age ?? undefined],
  ['stale', '1 where that is older than it may be.', ({ stale }) => Number(stale)],
  ['records', 'Records in the copy of a system.', ({ rows, due_at: due }) => (due === null ? undefined : rows)],
  ['failures_in_a_row', 'Syncs that failed since one succeeded.', ({ failures }) => failures],
  ['breaker_open', '1 where the last sync left it alone for a while.', ({ is_down: down }) => Number(down)],
  ['quota_remaining', 'Requests that the system said are left.', ({ quota }) => quota?.remaining],
];

/** A store that can't be read says nothing, and has its own alarm: the other metrics are served all the same. */
export function registerSources(registry: Registry, read: ReadStandings): void {
  const registers = [registry];
  const looks = latest(read);
  for (const [name, help, value] of GAUGES)
    // It is in the registry, which asks it.
    void new Gauge({
      name: `concierge_source_${name}`,
      help,
      labelNames: ['source'],
      registers,
      async collect() {
        this.reset();
        for (const standing of (await looks()).sources) {
          const number = value(standing);
          if (number !== undefined) this.set({ source: standing.source }, number);
        }
      },
    });
  void new Gauge({
    name: 'concierge_import_held',
    help: '1 where what was read last is held back, or could not be merged.',
    registers,
    async collect() {
      const { lastImport } = await looks();
      this.set(Number(lastImport?.outcome === 'held' || lastImport?.outcome === 'failed'));
    },
  });
  void new Counter({
    name: 'concierge_syncs_total',
    help: 'Syncs of the reads of a system, by how they ended.',
    labelNames: ['source', 'outcome'],
    registers,
    async collect() {
      this.reset();
      for (const { source, syncs } of (await looks()).sources) {
        this.inc({ source, outcome: 'synced' }, syncs.synced);
        const failed = Object.values(syncs.failed).reduce((sum, each) => sum + each, 0);
        this.inc({ source, outcome: 'failed' }, failed);
      }
    },
  });
  void new Counter({
    name: 'concierge_sync_failures_total',
    help: 'Those that failed, by what is to be done about it.',
    labelNames: ['source', 'kind'],
    registers,
    async collect() {
      this.reset();
      for (const { source, syncs } of (await looks()).sources)
        for (const [kind, number] of Object.entries(syncs.failed)) this.inc({ source, kind }, number);
    },
  });
}

/** All metrics of one look are asked at once: the store is read once for them. */
function latest(read: ReadStandings): ReadStandings {
  let reading: Promise<SourcesNow> | null = null;
  return async () => {
    reading ??= read()
      .catch(() => ({ sources: [], lastImport: null }))
      .finally(() => {
        reading = null;
      });
    return await reading;
  };
}
