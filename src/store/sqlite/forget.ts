/**
 * Takes somebody out of the directory, whole: the rows in one transaction, then what they left in the file. Where the second
 * fails, doing it again finishes it.
 */
import { join } from 'node:path';
import type { Tenant } from '../../caller/caller.ts';
import type { ErasedSubject } from '../../directory/forget.ts';
import type { ForgottenCounts } from '../store.ts';
import type { StorePlace } from './database.ts';
import { inTransaction, openDatabase, storeFailure } from './database.ts';
import { forgetRows } from './forget-rows.ts';
import { dropMergeNotes } from './merge-notes.ts';
import { DIRECTORY_FILE } from './schema.ts';
import { leaveNoTrace } from './traces.ts';

/** @throws Failure `store_unavailable` */
export async function forgetInDirectory(
  { folder, busyTimeoutMs }: StorePlace,
  tenant: Tenant,
  subject: ErasedSubject,
): Promise<ForgottenCounts> {
  const file = join(folder, DIRECTORY_FILE.name);
  const database = openDatabase(folder, DIRECTORY_FILE, { use: 'write', busyTimeoutMs });
  try {
    const { removed, rewritten, traces } = inTransaction(database, () => forgetRows(database, tenant, subject));
    dropMergeNotes(folder);
    await leaveNoTrace(database, file, traces, busyTimeoutMs);
    return { removed, rewritten };
  } catch (error) {
    throw storeFailure(file, error);
  } finally {
    database.close();
  }
}
