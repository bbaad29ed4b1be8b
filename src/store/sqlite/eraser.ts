/**
 * Looks at decision records and their snapshots and drops those that tell of whom is erased, page by page. Each page is
 * dropped and said to be in one transaction. Not for when to look again, nor for the bytes that SQLite leaves.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { PURGE_WRITER } from '../../audit/chain.ts';
import type { ErasureSelection, Purged } from '../../audit/erasure.ts';
import { PURGE_VERSION } from '../../audit/erasure.ts';
import type { DecisionRecord } from '../../audit/record.ts';
import { newRecordId } from '../../audit/recorder.ts';
import { instantOf } from '../../base/clock.ts';
import { jsonIn } from '../../base/json.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { SqliteConnection, SqliteStatement } from './connection.ts';
import { inTransaction } from './database.ts';
import { purgeChain } from './purge-chain.ts';
import type { Row } from './rows.ts';
import { numberIn, textIn } from './rows.ts';

/** Rows looked at for one transaction at most. */
const ROWS_PER_PAGE = 500;

export type Eraser = {
  /** Looks at all rows, and later at those that came since; says whether any had to go. */
  readonly look: () => Promise<boolean>;
  /** The next look is at all rows again. */
  readonly startOver: () => void;
  readonly purged: () => Purged;
};

export function eraser(database: SqliteConnection, tenant: Tenant, selection: ErasureSelection): Eraser {
  const rows = erasableRows(database, tenant);
  const told = erasedEntries(database, tenant, selection);
  const start = { snapshots: 0, records: 0 };
  let from = start;
  let looked = 0;

  /** A record's snapshots are stored with it: one that isn't there was erased, by this or by an erasure that died. */
  const tells = (text: string): boolean => {
    const record = jsonIn(text);
    // One that was spoilt goes for what it may hold.
    if (record === undefined) return selection.needles.some((needle) => text.includes(needle));
    return selection.record(record as DecisionRecord, rows.isMissing);
  };

  /** One transaction: what is still there goes, and an entry says so. */
  const drop = (names: readonly string[], one: SqliteStatement, say: (gone: readonly string[]) => void): void => {
    if (names.length === 0) return;
    inTransaction(database, () => {
      const gone = names.filter((name) => Number(one.run(tenant, name).changes) > 0);
      if (gone.length > 0) say(gone);
    });
  };

  /** Returns the last position. A page that isn't full is the last one: what comes meanwhile is for the next look. */
  const eachPage = async (page: SqliteStatement, after: number, work: (rows: readonly Row[]) => void) => {
    for (let position = after; ;) {
      const found = page.all(tenant, position);
      work(found);
      position = found.map((row) => numberIn(row, 'position')).at(-1) ?? position;
      looked += found.length;
      selection.onProgress?.(looked);
      if (found.length < ROWS_PER_PAGE) return position;
      await turn();
    }
  };

  const look = async (): Promise<boolean> => {
    const before = told.count();
    // A record may come with a snapshot that only the next look drops, so the next look sees it again.
    const records = rows.lastRecord();
    const snapshots = await eachPage(rows.snapshots, from.snapshots, (page) =>
      drop(namesOf(page, selection.snapshot), rows.dropSnapshot, (gone) => told.say([], gone.length)),
    );
    await eachPage(rows.records, from.records, (page) =>
      drop(namesOf(page, tells), rows.dropBody, (gone) => told.say(gone, 0)),
    );
    from = { snapshots, records };
    return told.count() > before;
  };

  const startOver = (): void => {
    from = start;
  };
  return { look, startOver, purged: told.purged };
}

/** Of the rows whose text is the tenant's own, the names of those that have to go. */
function namesOf(rows: readonly Row[], goes: (text: string) => boolean): readonly string[] {
  return rows.filter((row) => row['text'] !== null && goes(textIn(row, 'text'))).map((row) => textIn(row, 'name'));
}

/** Pages are of any tenant's rows, so that each takes the same time; the text is there for the tenant's own alone. */
function erasableRows(database: SqliteConnection, tenant: Tenant) {
  const inOrder = `ORDER BY position LIMIT ${ROWS_PER_PAGE}`;
  const snapshot = database.prepare('SELECT 1 FROM snapshot WHERE tenant = ? AND hash = ?');
  const lastRecord = database.prepare('SELECT coalesce(max(rowid), 0) AS position FROM record');
  return {
    snapshots: database.prepare(
      `SELECT position, hash AS name, iif(tenant = ?, json, NULL) AS text FROM snapshot WHERE position > ? ${inOrder}`,
    ),
    records: database.prepare(
      `SELECT rowid AS position, id AS name, iif(tenant = ? AND writer <> '${PURGE_WRITER}', body, NULL) AS text
       FROM record WHERE rowid > ? ${inOrder}`,
    ),
    dropSnapshot: database.prepare('DELETE FROM snapshot WHERE tenant = ? AND hash = ?'),
    dropBody: database.prepare(
      'UPDATE record SET salt = NULL, body = NULL WHERE tenant = ? AND id = ? AND body IS NOT NULL',
    ),
    isMissing: (hash: string): boolean => snapshot.get(tenant, hash) === undefined,
    lastRecord: (): number => numberIn(lastRecord.get() ?? {}, 'position'),
  };
}

type ErasedEntries = {
  readonly say: (records: readonly string[], snapshots: number) => void;
  readonly count: () => number;
  readonly purged: () => Purged;
};

function erasedEntries(database: SqliteConnection, tenant: Tenant, { atMs, reason }: ErasureSelection): ErasedEntries {
  const chain = purgeChain(database);
  const entries: string[] = [];
  const dropped = { records: 0, snapshots: 0 };
  return {
    say: (records, snapshots) => {
      const id = newRecordId(atMs);
      const at = instantOf(atMs);
      chain.append({ version: PURGE_VERSION, entry: 'erased', id, tenant, at, reason, records, snapshots }, atMs);
      entries.push(id);
      dropped.records += records.length;
      dropped.snapshots += snapshots;
    },
    count: () => entries.length,
    purged: () => ({ ...dropped, entries }),
  };
}
