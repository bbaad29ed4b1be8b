/** What an answer needs from outside: the live release, the store, the clock, and somebody to call when it burns. */
import type { Clock } from '../base/clock.ts';
import type { Tenant } from '../caller/caller.ts';
import type { DirectoryStore, RecordStore } from '../store/store.ts';
import type { PreparedRelease } from './prepared-release.ts';

export type Alarm = (what: 'record_not_written' | 'directory_unreadable' | 'answer_failed', cause: unknown) => void;

export type Desk = {
  readonly tenant: Tenant;
  /** The release of this moment; one answer asks once and keeps to it. */
  readonly release: () => PreparedRelease;
  readonly directory: Pick<
    DirectoryStore,
    'accountsById' | 'accountsByEmail' | 'accountsByDomain' | 'namespaces' | 'dossier' | 'roster' | 'identities'
  >;
  readonly records: Pick<RecordStore, 'append'>;
  readonly clock: Clock;
  readonly alarm: Alarm;
};
