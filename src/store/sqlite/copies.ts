/** Copies of what systems hold, in SQLite. Written by one sync at a time, a page a transaction; read by imports. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Json } from '../../base/json.ts';
import type {
  ChangeMark,
  CopiedRow,
  CopyChanges,
  CopyKey,
  CopyState,
  CopyStore,
  DeclaredSource,
  RunId,
  RunningSync,
  SyncedPage,
} from '../copies.ts';
import type { StorePlace } from './database.ts';
import { inTransaction, openDatabase, storeFailure } from './database.ts';
import { dropMergeNotes } from './merge-notes.ts';
import { pages } from './reads.ts';
import type { Row } from './rows.ts';
import { numberIn, ownJson, textIn, textOrNullIn } from './rows.ts';
import { COPIES_FILE } from './schema.ts';
import { dropNotes, syncNotes } from './sync-notes.ts';
import { unwatch, watchedCopies } from './watched-copies.ts';

const OF = 'tenant = ? AND source = ? AND read = ?';
const ROWS_PER_PAGE = 1_000;

type Keyed = readonly [tenant: string, source: string, read: string];

/** @throws Failure `store_unavailable` */
export function sqliteCopies({ folder, busyTimeoutMs }: StorePlace): CopyStore {
  const database = openDatabase(folder, COPIES_FILE, { use: 'bulk', busyTimeoutMs });
  const file = join(folder, COPIES_FILE.name);
  const attempt = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      throw storeFailure(file, error);
    }
  };
  const page = database.prepare(
    `SELECT id, json FROM copied_row WHERE ${OF} AND id > ? ORDER BY id LIMIT ${ROWS_PER_PAGE}`,
  );
  const select = database.prepare(`SELECT * FROM copy WHERE ${OF}`);
  const writer = pageWriter(database);
  const take = database.prepare(
    `INSERT INTO claim VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET holder = excluded.holder, until_ms = excluded.until_ms
     WHERE holder = excluded.holder OR until_ms <= ?`,
  );
  const token = database.prepare('SELECT token FROM token WHERE tenant = ? AND source = ?');
  const keepToken = database.prepare(
    'INSERT INTO token VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET token = excluded.token',
  );
  const holds = database.prepare('SELECT holder FROM claim WHERE tenant = ? AND source = ?');
  const drop = database.prepare('DELETE FROM claim WHERE tenant = ? AND source = ? AND holder = ?');
  return {
    ...syncNotes(database, attempt),
    claim: async ({ tenant, source, holder }, nowMs, forMs) =>
      attempt(() => take.run(tenant, source, holder, nowMs + forMs, nowMs).changes > 0),
    release: async ({ tenant, source, holder }) => {
      attempt(() => drop.run(tenant, source, holder));
    },
    state: async (key) => attempt(() => stateIn(select.get(...keyed(key)))),
    rows: (key) =>
      pages(
        '',
        async (after) => attempt(() => page.all(...keyed(key), after).map(rowIn)),
        ({ id }) => id,
      ),
    holder: async (tenant, source) => {
      const row = attempt(() => holds.get(tenant, source));
      return row === undefined ? null : textIn(row, 'holder');
    },
    keepOnly: async (tenant, declared) => {
      if (declared.length === 0) dropMergeNotes(folder, tenant);
      attempt(() => inTransaction(database, () => keepOnly(database, tenant, declared)));
    },
    begin: async (key, running) => attempt(() => begin(database, keyed(key), running)),
    goOn: async (key, run) => attempt(() => inTransaction(database, () => goOn(database, keyed(key), run))),
    keep: async (key, run, kept) => attempt(() => inTransaction(database, () => writer.keep(keyed(key), run, kept))),
    finish: async (key, run, mark) =>
      attempt(() => inTransaction(database, () => finish(database, keyed(key), run, mark))),
    keptToken: async (tenant, source) => {
      const row = attempt(() => token.get(tenant, source));
      return row === undefined ? null : textIn(row, 'token');
    },
    keepToken: async (tenant, source, text) => {
      attempt(() => keepToken.run(tenant, source, text));
    },
    watched: watchedCopies(database, attempt),
    close: async () => database.close(),
  };
}

function keyed({ tenant, source, read }: CopyKey): Keyed {
  return [tenant, source, read];
}

function rowIn(row: Row): CopiedRow {
  return { id: textIn(row, 'id'), values: ownJson<Record<string, Json>>(textIn(row, 'json')) };
}

const NEVER: CopyState = { shape: null, asOf: null, fullAt: null, mark: null, rows: 0, running: null };

function stateIn(row: Row | undefined): CopyState {
  if (row === undefined) return NEVER;
  return {
    shape: textOrNullIn(row, 'shape'),
    asOf: textOrNullIn(row, 'as_of'),
    fullAt: textOrNullIn(row, 'full_at'),
    mark: ownJson<ChangeMark>(textOrNullIn(row, 'mark') ?? 'null'),
    rows: numberIn(row, 'rows'),
    running: runningIn(row),
  };
}

function runningIn(row: Row): RunningSync | null {
  const text = textOrNullIn(row, 'running');
  return text === null ? null : ownJson<RunningSync>(text);
}

/**
 * Only a full sync counts as another run: what changes bring belongs to the run that it is added to. Rows of another shape are
 * mixed with its own until it ends.
 */
function begin(database: DatabaseSync, key: Keyed, begun: Pick<RunningSync, 'kind' | 'shape' | 'begunAt'>): RunId {
  const running: RunningSync = {
    ...begun,
    id: randomUUID(),
    point: null,
    pointAt: null,
    came: { rows: 0, nameless: 0 },
  };
  const step = running.kind === 'full' ? 1 : 0;
  const ifSame = (column: string): string => `${column} = CASE WHEN shape = ?6 THEN ${column} END`;
  database
    .prepare(
      `INSERT INTO copy (tenant, source, read, run, rows, running) VALUES (?1, ?2, ?3, ?4, 0, ?5)
       ON CONFLICT DO UPDATE SET run = run + ?4, running = excluded.running,
         ${['shape', 'as_of', 'full_at', 'mark'].map(ifSame).join(', ')}`,
    )
    .run(...key, step, JSON.stringify(running), running.shape);
  return running.id;
}

function goOn(database: DatabaseSync, key: Keyed, run: RunId): RunId | null {
  const copy = database.prepare(`SELECT running FROM copy WHERE ${OF}`).get(...key);
  const running = runOf(copy, run);
  if (running === null) return null;
  const id = randomUUID();
  database.prepare(`UPDATE copy SET running = ? WHERE ${OF}`).run(JSON.stringify({ ...running, id }), ...key);
  return id;
}

/** Null where another is under way, or none. */
function runOf(copy: Row | undefined, run: RunId): RunningSync | null {
  const running = copy === undefined ? null : runningIn(copy);
  return running?.id === run ? running : null;
}

/** What a removed source or read has left. */
function keepOnly(database: DatabaseSync, tenant: string, declared: readonly DeclaredSource[]): void {
  // Nobody merges copies any more.
  if (declared.length === 0) {
    unwatch(database, tenant);
    database.prepare('DELETE FROM import_note WHERE tenant = ?').run(tenant);
  }
  const reads = new Map(declared.map(({ source, reads: names }) => [source, names]));
  const copies = database.prepare('SELECT source, read FROM copy WHERE tenant = ?').all(tenant);
  for (const [source, read] of copies.map((row) => [textIn(row, 'source'), textIn(row, 'read')] as const))
    if (reads.get(source)?.includes(read) !== true)
      for (const table of ['copied_row', 'copy'])
        database.prepare(`DELETE FROM ${table} WHERE ${OF}`).run(tenant, source, read);
  for (const table of ['token', 'claim']) {
    const sources = database.prepare(`SELECT source FROM ${table} WHERE tenant = ?`).all(tenant);
    for (const source of sources.map((row) => textIn(row, 'source')))
      if (!reads.has(source))
        database.prepare(`DELETE FROM ${table} WHERE tenant = ? AND source = ?`).run(tenant, source);
  }
  dropNotes(database, tenant, declared);
}

type PageWriter = { readonly keep: (key: Keyed, run: RunId, page: SyncedPage) => CopyChanges | null };

function pageWriter(database: DatabaseSync): PageWriter {
  const select = database.prepare(`SELECT run, running FROM copy WHERE ${OF}`);
  const old = database.prepare(`SELECT json FROM copied_row WHERE ${OF} AND id = ?`);
  const write = database.prepare(
    `INSERT INTO copied_row VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET run = excluded.run, json = excluded.json`,
  );
  const drop = database.prepare(`DELETE FROM copied_row WHERE ${OF} AND id = ?`);
  const note = database.prepare(`UPDATE copy SET running = ?, rows = rows + ? WHERE ${OF}`);
  return {
    keep: (key, run, { rows, gone, nameless, point, at }) => {
      const copy = select.get(...key);
      const running = runOf(copy, run);
      if (copy === undefined || running === null) return null;
      const [nth, counts] = [numberIn(copy, 'run'), { added: 0, changed: 0, dropped: 0 }];
      for (const { id, values } of rows) {
        const [json, before] = [JSON.stringify(values), old.get(...key, id)];
        if (before === undefined) counts.added += 1;
        else if (textIn(before, 'json') !== json) counts.changed += 1;
        write.run(...key, id, nth, json);
      }
      for (const id of gone) counts.dropped += Number(drop.run(...key, id).changes);
      const came = { rows: running.came.rows + rows.length, nameless: running.came.nameless + nameless };
      const noted: RunningSync = { ...running, point, pointAt: at, came };
      note.run(JSON.stringify(noted), counts.added - counts.dropped, ...key);
      return counts;
    },
  };
}

function finish(database: DatabaseSync, key: Keyed, run: RunId, mark: ChangeMark): CopyChanges | null {
  const copy = database.prepare(`SELECT run, running FROM copy WHERE ${OF}`).get(...key);
  const running = runOf(copy, run);
  if (copy === undefined || running === null) return null;
  const isFull = running.kind === 'full';
  const dropped = isFull ? dropOlder(database, key, numberIn(copy, 'run')) : 0;
  database
    .prepare(
      `UPDATE copy SET shape = ?, as_of = ?, full_at = CASE WHEN ? THEN ? ELSE full_at END, mark = ?, rows = rows - ?,
       running = NULL WHERE ${OF}`,
    )
    .run(running.shape, running.begunAt, Number(isFull), running.begunAt, JSON.stringify(mark), dropped, ...key);
  return { added: 0, changed: 0, dropped };
}

function dropOlder(database: DatabaseSync, key: Keyed, run: number): number {
  return Number(database.prepare(`DELETE FROM copied_row WHERE ${OF} AND run < ?`).run(...key, run).changes);
}
