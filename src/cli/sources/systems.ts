/** The systems of a job's sources made ready to be asked: their copies, the way out, and credentials from the deployment. */
import { instantOf, systemClock } from '../../base/clock.ts';
import type { StoreChoice } from '../../config/deployment.ts';
import { copiedRows } from '../../directory/copied-rows.ts';
import type { ImportGround, ImportJob } from '../../directory/import-job.ts';
import { WITHOUT_SYSTEMS } from '../../directory/import-job.ts';
import type { OnProgress } from '../../directory/progress.ts';
import { createDatabases } from '../../outbound/database/databases.ts';
import { createOutbound } from '../../outbound/guarded.ts';
import { CONNECTORS } from '../../sources/connectors.ts';
import type { SystemSource } from '../../sources/declaration.ts';
import { isFileSource } from '../../sources/declaration.ts';
import type { SourceClient } from '../../sources/kit/http/client.ts';
import type { Connector } from '../../sources/kit/http/connector.ts';
import { shapeOf } from '../../sources/sync/shape.ts';
import { readToSync, syncSources } from '../../sources/sync/sync-sources.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { CopyStore } from '../../store/copies.ts';
import type { ImportNote } from '../../store/sync-notes.ts';
import type { MergeNotes } from '../../store/merge-notes.ts';
import type { ImportDeployment } from '../processes/import-in-process.ts';
import { secretsOf, systemClient } from './system-client.ts';

export type Systems = {
  readonly ground: Omit<ImportGround, 'directory'>;
  /** For whoever asks later how the import ended; nothing where there are no systems. */
  readonly noteImport: (note: Omit<ImportNote, 'at'>) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type SystemsWatch = {
  readonly openCopies: (choice: StoreChoice) => Promise<CopyStore>;
  /** Null where none were ever made. */
  readonly openKeptCopies: (choice: StoreChoice) => Promise<CopyStore | null>;
  readonly openMergeNotes: (choice: StoreChoice, tenant: Tenant) => Promise<MergeNotes>;
  readonly onProgress: OnProgress;
};

/** Where every source is a file, what systems have left is dropped, and nothing stays open. @throws Failure `store_unavailable` */
export async function openSystems(
  { tenant, workspace: { sources, folder } }: ImportJob,
  deployment: ImportDeployment,
  { openCopies, openKeptCopies, openMergeNotes, onProgress }: SystemsWatch,
): Promise<Systems> {
  if (sources.every(isFileSource)) {
    const left = await openKeptCopies(deployment.store);
    await left?.keepOnly(tenant, []);
    await left?.close();
    return { ground: WITHOUT_SYSTEMS, noteImport: async () => {}, close: async () => {} };
  }
  const copies = await openCopies(deployment.store);
  const outbound = createOutbound(deployment.outbound);
  const databases = createDatabases(deployment.outbound);
  const surroundings = {
    tenant,
    connectors: CONNECTORS,
    copies,
    clientFor: (source: SystemSource, connector: Connector): SourceClient =>
      systemClient(source, connector, {
        tenant,
        outbound,
        databases,
        folder,
        secretFor: secretsOf(deployment),
        copies: async () => copies,
      }),
    now: systemClock.now,
    onRows: (source: string, rows: number) => onProgress({ phase: 'syncing', source, rows }),
  };
  const systemOf = (name: string): SystemSource => {
    const source = sources.find((each): each is SystemSource => each.name === name && !isFileSource(each));
    if (source === undefined) throw new RangeError(`No system is called ${name}.`);
    return source;
  };
  return {
    ground: {
      copied: copiedRows(copies, tenant, (source, read) => shapeOf(readToSync(systemOf(source), read, surroundings))),
      sync: (request) => syncSources(sources, request, surroundings),
      remembered: { notes: await openMergeNotes(deployment.store, tenant), watched: copies.watched },
    },
    noteImport: async (note) => await copies.noteImport(tenant, { ...note, at: instantOf(systemClock.now()) }),
    close: async () => {
      await outbound.close();
      await copies.close();
    },
  };
}
