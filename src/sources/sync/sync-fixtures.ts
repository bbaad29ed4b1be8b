/** For tests: a system as a source declares it, and what was noted of its syncs. */
import type { SyncNote } from '../../store/sync-notes.ts';
import type { SystemSource } from '../declaration.ts';

type Said = Partial<Omit<SystemSource, 'reads'>> & { readonly reads?: readonly string[]; readonly everyMs?: number };

export function system({ reads = ['accounts'], everyMs = 15 * 60_000, ...also }: Said = {}): SystemSource {
  return {
    name: 'crm',
    connector: 'hubspot',
    system: null,
    mappings: [],
    reads: reads.map((name) => ({ name, read: name })),
    access: { settings: {}, wayIn: 'private_app', words: {}, secrets: {}, baseUrl: null },
    sync: { everyMs, fullMs: 24 * 60 * 60_000 },
    ...also,
  };
}

export const NOTED: SyncNote = {
  attemptAt: '2026-11-23T08:00:00Z',
  successAt: '2026-11-23T08:00:00Z',
  kind: 'full',
  rows: 1,
  outcome: 'synced',
  failure: null,
  failures: 0,
  failingSince: null,
  retryAt: null,
  quota: null,
  isDown: false,
  drift: [],
  profiles: null,
  counts: { synced: 1, failed: {} },
};
