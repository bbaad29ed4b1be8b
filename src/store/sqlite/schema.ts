/**
 * The tables of the embedded store's five files, as migrations: a file's `user_version` counts those it has had.
 * A migration that was published is never changed; the next change is another one. The tenant leads every key.
 */

/** A dossier or a record has some 2,000 bytes: three or four fill such a page, where one of SQLite's default stays half empty. */
export const PAGE_BYTES = 8_192;

/** One database file of the store's folder. */
export type FileSchema = {
  readonly name: string;
  /** The commit that brings the write-ahead log to this many pages carries them over into the file. */
  readonly checkpointPages: number;
  readonly migrations: readonly string[];
};

/** What an import makes: read for every answer, written rarely. */
export const DIRECTORY_FILE: FileSchema = {
  name: 'directory.sqlite',
  checkpointPages: 1_000,
  migrations: [
    // Rows of a kilobyte or more stay out of WITHOUT ROWID tables: those keep whole rows in their inner pages.
    `CREATE TABLE directory (
       tenant TEXT NOT NULL, generation INTEGER NOT NULL, namespaces TEXT NOT NULL,
       PRIMARY KEY (tenant)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE dossier (
       tenant TEXT NOT NULL, account TEXT NOT NULL, json TEXT NOT NULL,
       PRIMARY KEY (tenant, account)
     ) STRICT;
     CREATE TABLE person (
       tenant TEXT NOT NULL, person TEXT NOT NULL, json TEXT NOT NULL,
       PRIMARY KEY (tenant, person)
     ) STRICT;
     CREATE TABLE account_id (
       tenant TEXT NOT NULL, id TEXT NOT NULL, namespace TEXT NOT NULL, account TEXT NOT NULL,
       PRIMARY KEY (tenant, id, namespace, account)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE customer_contact (
       tenant TEXT NOT NULL, email TEXT NOT NULL, account TEXT NOT NULL,
       PRIMARY KEY (tenant, email, account)
     ) STRICT, WITHOUT ROWID;
     CREATE INDEX account_id_by_account ON account_id (tenant, account);
     CREATE INDEX customer_contact_by_account ON customer_contact (tenant, account);
     CREATE TABLE account_domain (
       tenant TEXT NOT NULL, domain TEXT NOT NULL, account TEXT NOT NULL,
       PRIMARY KEY (tenant, domain, account)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE release (
       tenant TEXT NOT NULL, id TEXT NOT NULL, at TEXT NOT NULL, json TEXT NOT NULL,
       PRIMARY KEY (tenant, id)
     ) STRICT;`,
    // Dossiers are stored more tightly from now on; those that are there are read as they are until an import.
    // Releases have a file of their own; those that are there are read where they are.
    `ALTER TABLE dossier RENAME COLUMN json TO text`,
    // What moments are that dossiers and people name (facts/as-of.ts); and which merge made it, null where none that is remembered did.
    `ALTER TABLE directory ADD COLUMN moments TEXT NOT NULL DEFAULT '{}';
     ALTER TABLE directory ADD COLUMN merged_as TEXT`,
    // Counts up with every erasure, so that an import that began to read before one doesn't bring anybody back.
    `ALTER TABLE directory ADD COLUMN erasures INTEGER NOT NULL DEFAULT 0`,
  ],
};

/** Releases, and when each went live: in a file of their own, so that publishing waits for no import that is writing the directory. */
export const RELEASES_FILE: FileSchema = {
  name: 'releases.sqlite',
  checkpointPages: 1_000,
  migrations: [
    `CREATE TABLE release (
       tenant TEXT NOT NULL, id TEXT NOT NULL, at TEXT NOT NULL, json TEXT NOT NULL,
       PRIMARY KEY (tenant, id)
     ) STRICT;`,
    // What an earlier version kept was served then, and nothing says which is live: the next start publishes.
    `CREATE TABLE publication (
       tenant TEXT NOT NULL, sequence INTEGER NOT NULL, number INTEGER NOT NULL, release TEXT NOT NULL, at TEXT NOT NULL,
       how TEXT NOT NULL, by TEXT, note TEXT, effect TEXT,
       PRIMARY KEY (tenant, sequence)
     ) STRICT, WITHOUT ROWID;
     CREATE INDEX publication_by_release ON publication (tenant, release);`,
  ],
};

/** Decision records: written for every answer, in a file of their own so that commits don't hold up reads. */
export const RECORDS_FILE: FileSchema = {
  name: 'records.sqlite',
  // Small, because answers wait meanwhile: a quarter of SQLite's default halves their 99th percentile and costs nothing.
  checkpointPages: 250,
  migrations: [
    // The order of rows is the order of commits. Erasing empties a row's salt and body; its place in the chain stays.
    // One table and one index: each further one costs every answer a tenth of its record.
    `CREATE TABLE record (
       tenant TEXT NOT NULL, id TEXT NOT NULL, at_ms INTEGER NOT NULL, writer TEXT NOT NULL, sequence INTEGER NOT NULL,
       body_hash BLOB NOT NULL, previous BLOB, hash BLOB NOT NULL, salt BLOB, body TEXT,
       PRIMARY KEY (tenant, id)
     ) STRICT;
     CREATE TABLE snapshot (
       tenant TEXT NOT NULL, hash TEXT NOT NULL, json TEXT NOT NULL,
       PRIMARY KEY (tenant, hash)
     ) STRICT;
     CREATE TABLE probe (id INTEGER PRIMARY KEY, filler BLOB NOT NULL) STRICT;`,
    // The day of the newest record that used a snapshot, so that it can go when it is older than every record. Positions
    // are never taken again: who looks at all of them misses none that comes meanwhile. `purge` is where each tenant's
    // chain of purge entries has come to, after which heads its other chains go on, and which snapshots have expired.
    `ALTER TABLE snapshot RENAME TO undated;
     CREATE TABLE snapshot (
       position INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, hash TEXT NOT NULL, used_day INTEGER NOT NULL,
       json TEXT NOT NULL, UNIQUE (tenant, hash)
     ) STRICT;
     INSERT INTO snapshot (tenant, hash, used_day, json) SELECT tenant, hash, unixepoch() / 86400, json FROM undated;
     DROP TABLE undated;
     CREATE TABLE purge (
       tenant TEXT NOT NULL, sequence INTEGER NOT NULL, hash BLOB NOT NULL, heads TEXT NOT NULL,
       expired_day INTEGER NOT NULL,
       PRIMARY KEY (tenant)
     ) STRICT, WITHOUT ROWID;`,
  ],
};

/** API keys: who may ask. In a file of their own, so that they admit callers while another file is damaged. */
export const KEYS_FILE: FileSchema = {
  name: 'keys.sqlite',
  // Batches of uses are all that is written often, a page each: a few times a day one of them waits for the disk.
  checkpointPages: 1_000,
  migrations: [
    // Keys are added and revoked, never changed otherwise and never dropped. Uses are apart because they are written often
    // and matter little.
    `CREATE TABLE api_key (
       tenant TEXT NOT NULL, id TEXT NOT NULL, caller TEXT NOT NULL, scopes TEXT, label TEXT, hash TEXT NOT NULL,
       created_at TEXT NOT NULL, expires_at TEXT, revoked_at TEXT,
       PRIMARY KEY (tenant, id)
     ) STRICT;
     CREATE TABLE key_use (
       tenant TEXT NOT NULL, id TEXT NOT NULL, used_at TEXT NOT NULL,
       PRIMARY KEY (tenant, id)
     ) STRICT, WITHOUT ROWID;`,
  ],
};

/** What syncs have read of systems, before it is merged; and how far each sync is. */
export const COPIES_FILE: FileSchema = {
  name: 'sources.sqlite',
  checkpointPages: 1_000,
  migrations: [
    // `run` counts the full syncs of a copy: what has an older one when a full sync ends is gone.
    `CREATE TABLE copied_row (
       tenant TEXT NOT NULL, source TEXT NOT NULL, read TEXT NOT NULL, id TEXT NOT NULL, run INTEGER NOT NULL,
       json TEXT NOT NULL,
       PRIMARY KEY (tenant, source, read, id)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE copy (
       tenant TEXT NOT NULL, source TEXT NOT NULL, read TEXT NOT NULL, run INTEGER NOT NULL, rows INTEGER NOT NULL,
       shape TEXT, as_of TEXT, full_at TEXT, mark TEXT, running TEXT,
       PRIMARY KEY (tenant, source, read)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE token (
       tenant TEXT NOT NULL, source TEXT NOT NULL, token TEXT NOT NULL,
       PRIMARY KEY (tenant, source)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE claim (
       tenant TEXT NOT NULL, source TEXT NOT NULL, holder TEXT NOT NULL, until_ms INTEGER NOT NULL,
       PRIMARY KEY (tenant, source)
     ) STRICT, WITHOUT ROWID;`,
    // How the last sync of each read went, and the last import: for whoever asks from another process.
    `CREATE TABLE sync_note (
       tenant TEXT NOT NULL, source TEXT NOT NULL, read TEXT NOT NULL, json TEXT NOT NULL,
       PRIMARY KEY (tenant, source, read)
     ) STRICT;
     CREATE TABLE import_note (
       tenant TEXT NOT NULL, json TEXT NOT NULL,
       PRIMARY KEY (tenant)
     ) STRICT;`,
    // Rows that are others than they were when a merge began to read them: what the next one has to look at. Only where one
    // remembers what it merged is anything noted; see merge-notes.ts. A row that changes again gets a later position.
    `CREATE TABLE watched (tenant TEXT NOT NULL, token TEXT NOT NULL, PRIMARY KEY (tenant)) STRICT, WITHOUT ROWID;
     CREATE TABLE changed_row (
       position INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, source TEXT NOT NULL, read TEXT NOT NULL,
       id TEXT NOT NULL, UNIQUE (tenant, source, read, id)
     ) STRICT;
     CREATE TRIGGER copied_row_added AFTER INSERT ON copied_row
       WHEN EXISTS (SELECT 1 FROM watched WHERE tenant = NEW.tenant)
       BEGIN
         DELETE FROM changed_row WHERE tenant = NEW.tenant AND source = NEW.source AND read = NEW.read AND id = NEW.id;
         INSERT INTO changed_row (tenant, source, read, id) VALUES (NEW.tenant, NEW.source, NEW.read, NEW.id);
       END;
     CREATE TRIGGER copied_row_changed AFTER UPDATE ON copied_row
       WHEN OLD.json <> NEW.json AND EXISTS (SELECT 1 FROM watched WHERE tenant = NEW.tenant)
       BEGIN
         DELETE FROM changed_row WHERE tenant = NEW.tenant AND source = NEW.source AND read = NEW.read AND id = NEW.id;
         INSERT INTO changed_row (tenant, source, read, id) VALUES (NEW.tenant, NEW.source, NEW.read, NEW.id);
       END;
     CREATE TRIGGER copied_row_dropped AFTER DELETE ON copied_row
       WHEN EXISTS (SELECT 1 FROM watched WHERE tenant = OLD.tenant)
       BEGIN
         DELETE FROM changed_row WHERE tenant = OLD.tenant AND source = OLD.source AND read = OLD.read AND id = OLD.id;
         INSERT INTO changed_row (tenant, source, read, id) VALUES (OLD.tenant, OLD.source, OLD.read, OLD.id);
       END`,
  ],
};
