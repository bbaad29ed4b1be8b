/**
 * What a merge was made of, in a file of its own for each tenant beside the store's. Written without a journal while a whole merge
 * fills it, for until it is finished it counts for nothing; after that as any other file. It holds what sources say of people
 * and customers: whoever erases somebody takes the file away, and the next merge is a whole one.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Tenant } from '../../caller/caller.ts';
import type {
  FirstSaid,
  KeptRow,
  MergeNotes,
  NewNotes,
  NotedRow,
  NotesState,
  OpenNotes,
  RowRef,
} from '../merge-notes.ts';
import { storeFailure } from './database.ts';
import { numberIn, ownJson, textIn } from './rows.ts';
import { PAGE_BYTES } from './schema.ts';

const FORMAT = 1;
const CACHE_KIB = 8_192;

const SCHEMA = `
  CREATE TABLE state (json TEXT NOT NULL) STRICT;
  CREATE TABLE row (
    read INTEGER NOT NULL, row TEXT NOT NULL, names TEXT NOT NULL, sayings TEXT NOT NULL, kept TEXT,
    PRIMARY KEY (read, row)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE name (
    how INTEGER NOT NULL, what TEXT NOT NULL, read INTEGER NOT NULL, row TEXT NOT NULL,
    PRIMARY KEY (how, what, read, row)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE saying (
    saying INTEGER PRIMARY KEY, mapping INTEGER NOT NULL, text TEXT NOT NULL, UNIQUE (mapping, text)
  ) STRICT;
  CREATE TABLE said (
    saying INTEGER NOT NULL, read INTEGER NOT NULL, row TEXT NOT NULL, PRIMARY KEY (saying, read, row)
  ) STRICT, WITHOUT ROWID;
`;

/** Each has another name, so that two imports at once never write into one file. */
const [PREFIX, SUFFIX] = ['merged.', '.sqlite'] as const;

/** @throws Failure `store_unavailable`, of everything in it */
export function sqliteMergeNotes(folder: string, tenant: Tenant): MergeNotes {
  return {
    begin: () => {
      dropMergeNotes(folder, tenant);
      const file = join(folder, `${PREFIX}${tenant}.${randomUUID()}${SUFFIX}`);
      return guarded(file, () => newNotes(file));
    },
    open: () => {
      const [file] = notesIn(folder, tenant).filter((name) => name.endsWith(SUFFIX));
      return file === undefined ? null : openNotes(join(folder, file));
    },
  };
}

/** With what SQLite keeps beside it; of all tenants where none is named. */
export function dropMergeNotes(folder: string, tenant?: Tenant): void {
  for (const name of notesIn(folder, tenant)) rmSync(join(folder, name), { force: true });
}

function notesIn(folder: string, tenant?: Tenant): readonly string[] {
  const begin = tenant === undefined ? PREFIX : `${PREFIX}${tenant}.`;
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith(begin)) : [];
}

function guarded<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw storeFailure(file, error);
  }
}

function newNotes(file: string): NewNotes {
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA page_size = ${PAGE_BYTES}; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    PRAGMA temp_store = FILE; PRAGMA cache_size = -${CACHE_KIB}; PRAGMA user_version = ${FORMAT}; ${SCHEMA}
    CREATE TEMP TABLE name_came (how INTEGER, what TEXT, read INTEGER, row TEXT) STRICT; BEGIN`);
  const row = database.prepare('INSERT INTO row VALUES (?, ?, ?, ?, ?)');
  const name = database.prepare('INSERT INTO name_came VALUES (?, ?, ?, ?)');
  const said = database.prepare('INSERT INTO said VALUES (?, ?, ?)');
  const sayings = sayingNumbers(database);
  let rows = 0;
  const close = (): void => {
    if (database.isOpen) database.close();
  };
  return {
    add: (ref, noted, kept) =>
      guarded(file, () => {
        const numbers = sayings.all(noted);
        row.run(ref.read, ref.row, JSON.stringify(noted.names), JSON.stringify(numbers), keptText(kept));
        for (const [how, what] of noted.names) name.run(how, what, ref.read, ref.row);
        for (const number of numbers) said.run(number, ref.read, ref.row);
        rows += 1;
      }),
    finish: (state) =>
      guarded(file, () => {
        // Sorted, each page is written once.
        database.exec(`INSERT INTO name SELECT how, what, read, row FROM name_came ORDER BY how, what, read, row;
          COMMIT; DROP TABLE name_came`);
        sync(file);
        database.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL');
        database.prepare('INSERT INTO state VALUES (?)').run(JSON.stringify({ ...state, rows } satisfies NotesState));
        close();
      }),
    drop: () => {
      if (!database.isOpen) return;
      close();
      rmSync(file, { force: true });
    },
  };
}

function sync(file: string): void {
  const descriptor = openSync(file, 'r+');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

function keptText(kept: KeptRow | null): string | null {
  return kept === null ? null : JSON.stringify([kept.place, kept.values]);
}

function openNotes(file: string): OpenNotes | null {
  const database = new DatabaseSync(file);
  const close = (): void => {
    if (database.isOpen) database.close();
  };
  try {
    const version = numberIn(database.prepare('PRAGMA user_version').get() ?? {}, 'user_version');
    const state = version === FORMAT ? database.prepare('SELECT json FROM state').get() : undefined;
    if (state === undefined) {
      close();
      return null;
    }
    database.exec(`PRAGMA secure_delete = ON; PRAGMA cache_size = -${CACHE_KIB}; BEGIN IMMEDIATE`);
    return openedNotes(database, file, ownJson<NotesState>(textIn(state, 'json')), close);
  } catch {
    // Whatever is the matter with it: it is only a memory.
    close();
    return null;
  }
}

function openedNotes(database: DatabaseSync, file: string, state: NotesState, close: () => void): OpenNotes {
  const select = database.prepare('SELECT names, sayings, kept FROM row WHERE read = ? AND row = ?');
  const naming = database.prepare('SELECT read, row FROM name WHERE how = ? AND what = ?');
  const saying = database.prepare('SELECT mapping, text FROM saying WHERE saying = ?');
  const statements = {
    dropRow: database.prepare('DELETE FROM row WHERE read = ? AND row = ?'),
    row: database.prepare('INSERT INTO row VALUES (?, ?, ?, ?, NULL)'),
    dropName: database.prepare('DELETE FROM name WHERE how = ? AND what = ? AND read = ? AND row = ?'),
    name: database.prepare('INSERT INTO name VALUES (?, ?, ?, ?)'),
    unsaid: database.prepare('DELETE FROM said WHERE saying = ? AND read = ? AND row = ?'),
    said: database.prepare('INSERT INTO said VALUES (?, ?, ?)'),
    // A saying of nobody goes with the last who said it.
    silent: database.prepare(
      'DELETE FROM saying WHERE saying = ?1 AND NOT EXISTS (SELECT 1 FROM said WHERE saying = ?1)',
    ),
  };
  const sayings = sayingNumbers(database);
  let rows = state.rows;
  const found = (ref: RowRef) => {
    const row = select.get(ref.read, ref.row);
    if (row === undefined) return null;
    const names = ownJson<NotedRow['names']>(textIn(row, 'names'));
    return { names, numbers: ownJson<number[]>(textIn(row, 'sayings')), kept: row['kept'] };
  };
  const remove = (ref: RowRef): void => {
    const old = found(ref);
    if (old === null) return;
    statements.dropRow.run(ref.read, ref.row);
    for (const [how, what] of old.names) statements.dropName.run(how, what, ref.read, ref.row);
    for (const number of old.numbers) {
      statements.unsaid.run(number, ref.read, ref.row);
      statements.silent.run(number);
    }
    rows -= 1;
  };
  return {
    state,
    noted: (ref) =>
      guarded(file, () => {
        const row = found(ref);
        if (row === null) return null;
        return { names: row.names, sayings: row.numbers.map((number) => sayingIn(saying.get(number) ?? {})) };
      }),
    kept: (ref) =>
      guarded(file, () => {
        const text = found(ref)?.kept;
        if (typeof text !== 'string') return null;
        const [place, values] = ownJson<readonly [string, KeptRow['values']]>(text);
        return { place, values };
      }),
    naming: (how, what) => guarded(file, () => naming.all(how, what).map(refIn)),
    sayings: () => guarded(file, () => firstSaid(database)),
    put: (ref, noted) =>
      guarded(file, () => {
        remove(ref);
        if (noted === null) return;
        const numbers = sayings.all(noted);
        statements.row.run(ref.read, ref.row, JSON.stringify(noted.names), JSON.stringify(numbers));
        for (const [how, what] of noted.names) statements.name.run(how, what, ref.read, ref.row);
        for (const number of numbers) statements.said.run(number, ref.read, ref.row);
        rows += 1;
      }),
    keep: (mergedAs) =>
      guarded(file, () => {
        database.prepare('UPDATE state SET json = ?').run(JSON.stringify({ ...state, mergedAs, rows }));
        database.exec('COMMIT');
        close();
      }),
    leave: close,
  };
}

function sayingNumbers(database: DatabaseSync) {
  const select = database.prepare('SELECT saying FROM saying WHERE mapping = ? AND text = ?');
  const insert = database.prepare('INSERT INTO saying (mapping, text) VALUES (?, ?)');
  return {
    all: ({ sayings }: NotedRow): readonly number[] =>
      sayings.map(({ mapping, text }) => {
        const known = select.get(mapping, text);
        return known === undefined ? Number(insert.run(mapping, text).lastInsertRowid) : numberIn(known, 'saying');
      }),
  };
}

function firstSaid(database: DatabaseSync): readonly FirstSaid[] {
  // A saying is of one mapping, so of one read.
  const first = (column: string): string =>
    `(SELECT ${column} FROM said WHERE said.saying = saying.saying ORDER BY read, row LIMIT 1)`;
  const sql = `SELECT mapping, text, ${first('read')} AS read, ${first('row')} AS row FROM saying ORDER BY 3, 4, 1`;
  return database
    .prepare(sql)
    .all()
    .map((row) => ({ ...sayingIn(row), ...refIn(row) }));
}

function sayingIn(row: Parameters<typeof textIn>[0]) {
  return { mapping: numberIn(row, 'mapping'), text: textIn(row, 'text') };
}

function refIn(row: Parameters<typeof textIn>[0]): RowRef {
  return { read: numberIn(row, 'read'), row: textIn(row, 'row') };
}
