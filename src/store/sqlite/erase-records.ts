/**
 * Takes somebody out of the decision records while others may go on writing: in pages, each of which is dropped and said to
 * be, or neither; then again, until nothing more comes; then out of whatever the file's pages and its log have left of
 * them. On a connection and the thread of whoever asks for it.
 */
import { join } from 'node:path';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { PURGE_WRITER } from '../../audit/chain.ts';
import type { ErasureSelection, Purged } from '../../audit/erasure.ts';
import { PURGE_VERSION } from '../../audit/erasure.ts';
import type { DecisionRecord } from '../../audit/record.ts';
import { newRecordId } from '../../audit/recorder.ts';
import { instantOf } from '../../base/clock.ts';
import { Failure } from '../../base/failure.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { SqliteConnection } from './connection.ts';
import type { StorePlace } from './database.ts';
import { emptyLog, extendedCode, inTransaction, openDatabase, storeFailure } from './database.ts';
import { purgeChain } from './purge-chain.ts';
import type { Row } from './rows.ts';
import { numberIn, ownJson, textIn } from './rows.ts';
import { bytesHold } from './scan-file.ts';
import { RECORDS_FILE } from './schema.ts';
import { FRESH_MS } from './views.ts';

/** Rows looked at for one transaction at most. */
const ROWS_PER_PAGE = 500;
/** For so long a process that serves may not have seen that the directory forgot somebody, and may be writing of them. */
const SETTLE_MS = FRESH_MS + 300;
const MAX_LOOKS = 30;

/**
 * @throws Failure `store_unavailable`: the file fails, somebody reads its log without a pause, records of whom is erased
 * keep coming, or bytes of them stay
 */
export async function eraseRecords(
  { folder, busyTimeoutMs }: StorePlace,
  tenant: Tenant,
  selection: ErasureSelection,
  settleMs = SETTLE_MS,
): Promise<Purged> {
  const file = join(folder, RECORDS_FILE.name);
  const database = openDatabase(folder, RECORDS_FILE, { use: 'bulk', busyTimeoutMs });
  try {
    const erasing = eraser(database, tenant, selection);
    await eraseUntilNoneComes(erasing, settleMs);
    if (await leavesBytes(database, file, selection, busyTimeoutMs)) {
      // Pages that SQLite filled anew may keep copies of rows that lay there once; this writes all of them afresh.
      database.exec('PRAGMA temp_store = FILE; VACUUM');
      await eraseUntilNoneComes(erasing, settleMs);
      if (await leavesBytes(database, file, selection, busyTimeoutMs)) throw bytesLeft(file);
    }
    return erasing.purged();
  } catch (error) {
    // What a predicate threw is its own; only the file's trouble gets the file's sentence.
    throw extendedCode(error) === 0 ? error : storeFailure(file, error);
  } finally {
    database.close();
  }
}

/** Looks at every row, then at those that came meanwhile, until none of them had to go. */
async function eraseUntilNoneComes(erasing: Eraser, settleMs: number): Promise<void> {
  let snapshots = 0;
  let records = 0;
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    const dropped = erasing.dropped();
    // A record may come with a snapshot that the next look drops, so the next look sees it again.
    const before = erasing.lastRecord();
    snapshots = await erasing.snapshots(snapshots);
    await erasing.records(records);
    records = before;
    if (look > 0 && erasing.dropped() === dropped) return;
    await sleep(settleMs);
  }
  throw new Failure(
    'store_unavailable',
    'Records of whom is erased keep being written.',
    'Take them out of the directory first, then erase them again.',
  );
}

/** Whether any file still has what was erased. The log is emptied before. */
async function leavesBytes(
  database: SqliteConnection,
  file: string,
  { needles }: ErasureSelection,
  patienceMs: number,
): Promise<boolean> {
  await emptyLog(database, file, patienceMs);
  return (await bytesHold(file, needles)) || (await bytesHold(`${file}-wal`, needles));
}

function bytesLeft(file: string): Failure {
  const message = `The store's file ${file} still holds texts of whom was erased.`;
  return new Failure('store_unavailable', message, 'Name texts that nobody else has, then erase again.');
}

/** Both look at rows after a position and return the last one that they saw. */
type Eraser = {
  readonly snapshots: (after: number) => Promise<number>;
  readonly records: (after: number) => Promise<number>;
  readonly lastRecord: () => number;
  readonly dropped: () => number;
  readonly purged: () => Purged;
};

function eraser(database: SqliteConnection, tenant: Tenant, selection: ErasureSelection): Eraser {
  const { onProgress, reason, atMs } = selection;
  const entries: string[] = [];
  let [looked, droppedRecords, droppedSnapshots] = [0, 0, 0];
  const chain = purgeChain(database);
  const snapshotPage = database.prepare(
    `SELECT position, hash, iif(tenant = ?, json, NULL) AS text FROM snapshot WHERE position > ?
     ORDER BY position LIMIT ${ROWS_PER_PAGE}`,
  );
  const recordPage = database.prepare(
    `SELECT rowid AS position, id, iif(tenant = ? AND writer <> '${PURGE_WRITER}', body, NULL) AS text
     FROM record WHERE rowid > ? ORDER BY rowid LIMIT ${ROWS_PER_PAGE}`,
  );
  const lastRecord = database.prepare('SELECT coalesce(max(rowid), 0) AS position FROM record');
  const dropSnapshot = database.prepare('DELETE FROM snapshot WHERE tenant = ? AND hash = ?');
  const dropBody = database.prepare(
    'UPDATE record SET salt = NULL, body = NULL WHERE tenant = ? AND id = ? AND body IS NOT NULL',
  );
  const snapshot = database.prepare('SELECT 1 FROM snapshot WHERE tenant = ? AND hash = ?');

  /** A record's snapshots are stored with it: one that isn't there was erased, by this or by an erasure that died. */
  const isErased = (hash: string): boolean => snapshot.get(tenant, hash) === undefined;
  const tells = (text: string): boolean => selection.record(ownJson<DecisionRecord>(text), isErased);

  const append = (records: readonly string[], snapshots: number): void => {
    const id = newRecordId(atMs);
    const at = instantOf(atMs);
    chain.append({ version: PURGE_VERSION, entry: 'erased', id, tenant, at, reason, records, snapshots }, atMs);
    entries.push(id);
    droppedRecords += records.length;
    droppedSnapshots += snapshots;
  };
  /** One transaction: those that are still there go, and an entry says so. */
  const drop = (names: readonly string[], one: typeof dropBody, said: (gone: readonly string[]) => void): void => {
    if (names.length === 0) return;
    inTransaction(database, () => {
      const gone = names.filter((name) => Number(one.run(tenant, name).changes) > 0);
      if (gone.length > 0) said(gone);
    });
  };

  const eachPage = async (page: typeof recordPage, after: number, work: (rows: readonly Row[]) => void) => {
    let position = after;
    for (;;) {
      const rows = page.all(tenant, position);
      const last = rows.at(-1);
      if (last === undefined) return position;
      work(rows);
      position = numberIn(last, 'position');
      looked += rows.length;
      onProgress?.(looked);
      await turn();
    }
  };

  return {
    snapshots: (after) =>
      eachPage(snapshotPage, after, (rows) => {
        const hashes = namesWhere(rows, 'hash', selection.snapshot);
        drop(hashes, dropSnapshot, (gone) => append([], gone.length));
      }),
    records: (after) =>
      eachPage(recordPage, after, (rows) => {
        drop(namesWhere(rows, 'id', tells), dropBody, (gone) => append(gone, 0));
      }),
    lastRecord: () => numberIn(lastRecord.get() ?? {}, 'position'),
    dropped: () => droppedRecords + droppedSnapshots,
    purged: () => ({ records: droppedRecords, snapshots: droppedSnapshots, entries }),
  };
}

/** Of the rows whose text is the tenant's own, the names of those that have to go. */
function namesWhere(rows: readonly Row[], name: string, goes: (text: string) => boolean): readonly string[] {
  return rows.filter((row) => row['text'] !== null && goes(textIn(row, 'text'))).map((row) => textIn(row, name));
}
