/** What is old enough to go for its age, page by page, for whoever holds the file's write lock. Not for saying that it went. */
import { PURGE_WRITER } from '../../audit/chain.ts';
import { purgeEntryIn } from '../../audit/purge-entry.ts';
import { firstRecordId } from '../../audit/recorder.ts';
import type { EpochMs } from '../../base/clock.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { SqliteConnection } from './connection.ts';
import type { PurgeState } from './purge-chain.ts';
import type { Row } from './rows.ts';
import { numberIn, textIn } from './rows.ts';

/** Rows looked at in one transaction at most. */
const ROWS_PER_PAGE = 500;

export type ExpirableLinks = {
  /** The last position at which a link that is old by its id lies; 0 where there is none. */
  readonly lastOld: () => number;
  /** Links that may go, of those at positions after the one and up to the other. `last` is `null` where there were none. */
  readonly page: (after: number, until: number) => { readonly last: number | null; readonly going: readonly Row[] };
  readonly drop: (row: Row) => void;
};

/** For one walk from the start: a chain of which a link stays keeps all links after it as well. */
export function expirableLinks(database: SqliteConnection, tenant: Tenant, beforeMs: EpochMs): ExpirableLinks {
  const lastOld = database.prepare(
    'SELECT coalesce(max(rowid), 0) AS position FROM record WHERE tenant = ? AND id < ?',
  );
  const firstYoungId = firstRecordId(Math.max(0, Math.ceil(beforeMs)));
  const select = database.prepare(
    `SELECT rowid AS position, tenant = ? AS own, id, writer, sequence, at_ms, hash,
       iif(writer = '${PURGE_WRITER}', body, NULL) AS entry
     FROM record WHERE rowid > ? AND rowid <= ? ORDER BY rowid LIMIT ${ROWS_PER_PAGE}`,
  );
  const drop = database.prepare('DELETE FROM record WHERE rowid = ?');
  const byId = database.prepare('SELECT 1 FROM record WHERE tenant = ? AND id = ?');
  const staying = new Set<string>();

  const isNeeded = (row: Row, going: ReadonlyMap<string, Row>): boolean =>
    !isRecord(row) && isNeededEntry(row, (id) => !going.has(id) && byId.get(tenant, id) !== undefined);

  return {
    lastOld: () => numberIn(lastOld.get(tenant, firstYoungId) ?? {}, 'position'),
    page: (after, until) => {
      const rows = select.all(tenant, after, until);
      const going = new Map<string, Row>();
      for (const row of rows) {
        if (row['own'] === 0) continue;
        const writer = textIn(row, 'writer');
        const stays = staying.has(writer) || numberIn(row, 'at_ms') >= beforeMs || isNeeded(row, going);
        if (stays) staying.add(writer);
        else going.set(textIn(row, 'id'), row);
      }
      return { last: positionOf(rows.at(-1)), going: [...going.values()] };
    },
    drop: (row) => void drop.run(numberIn(row, 'position')),
  };
}

export function isRecord(row: Row): boolean {
  return row['writer'] !== PURGE_WRITER;
}

/**
 * An `erased` entry is needed while one of its records is there. An `expired` one is not: the entry that tells of its own
 * end takes over its heads. What can't be read is left for whoever verifies.
 */
function isNeededEntry(row: Row, isThere: (id: string) => boolean): boolean {
  const entry = row['entry'] === null ? undefined : purgeEntryIn(textIn(row, 'entry'));
  if (entry === undefined) return true;
  return entry.entry === 'erased' && entry.records.some(isThere);
}

export type ExpirableSnapshots = {
  /** Snapshots that no record of this day or later has used may go. */
  readonly beforeDay: number;
  /** After which position to look; `null` where none can have become old since the last time. */
  readonly start: (state: PurgeState) => number | null;
  /** Positions of snapshots that may go. `last` is `null` at the end. */
  readonly page: (after: number) => { readonly last: number | null; readonly going: readonly number[] };
  readonly drop: (position: number) => void;
};

export function expirableSnapshots(database: SqliteConnection, tenant: Tenant, beforeDay: number): ExpirableSnapshots {
  const select = database.prepare(
    `SELECT position, tenant = ? AND used_day < ? AS old FROM snapshot WHERE position > ?
     ORDER BY position LIMIT ${ROWS_PER_PAGE}`,
  );
  const drop = database.prepare('DELETE FROM snapshot WHERE position = ?');
  return {
    beforeDay,
    // Where nothing was ever purged, every record is there and needs its own.
    start: ({ end, expiredDay }) => (end.sequence === 0 || expiredDay >= beforeDay ? null : 0),
    page: (after) => {
      const rows = select.all(tenant, beforeDay, after);
      const going = rows.filter((row) => row['old'] === 1).map((row) => numberIn(row, 'position'));
      return { last: rows.length < ROWS_PER_PAGE ? null : positionOf(rows.at(-1)), going };
    },
    drop: (position) => void drop.run(position),
  };
}

function positionOf(row: Row | undefined): number | null {
  return row === undefined ? null : numberIn(row, 'position');
}
