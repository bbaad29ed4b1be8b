/**
 * The part of a replacement that is about rows with a key and a text: dossiers and people. Each is compared with the row
 * of its key as it was; which have come, and how they differ, stands in a temporary table.
 */
import { createHash, hash } from 'node:crypto';
import type { ContentHash } from '../../base/hash.ts';
import type { SqliteStatement } from './connection.ts';
import { saidInDossier } from './dossier-text.ts';
import { saidInPerson } from './person-text.ts';
import type { PartDifferences, Replacing } from './replacing.ts';
import { rowsBefore, TOUCHED_ACCOUNTS } from './replacing.ts';
import { numberIn, textIn } from './rows.ts';

export type KeyedTable = {
  readonly table: 'dossier' | 'person';
  readonly key: 'account' | 'person';
  readonly text: 'text' | 'json';
  /** What a text says, without who told it and when. */
  readonly saidIn: (text: string) => string;
};

export const DOSSIERS: KeyedTable = { table: 'dossier', key: 'account', text: 'text', saidIn: saidInDossier };
export const PEOPLE: KeyedTable = { table: 'person', key: 'person', text: 'json', saidIn: saidInPerson };

/** `retold`: what it says is the same, but it was told at another time or in another place. */
type Change = 'same' | 'retold' | 'added' | 'changed' | 'dropped';

export class KeyedRows {
  readonly #replacing: Replacing;
  readonly #of: KeyedTable;
  readonly #came: string;
  readonly #select: SqliteStatement;
  readonly #note: SqliteStatement;
  readonly #noteAgain: SqliteStatement;
  readonly #write: SqliteStatement;
  readonly #mark: SqliteStatement;
  readonly #kept: SqliteStatement;
  #areSomeKept: boolean | undefined;

  constructor(replacing: Replacing, of: KeyedTable) {
    const { database, before } = replacing;
    const { table, key, text } = of;
    const came = `temp.${table}_came`;
    database.exec(`CREATE TABLE ${came} (key TEXT PRIMARY KEY, change TEXT NOT NULL, said BLOB) STRICT, WITHOUT ROWID`);
    this.#replacing = replacing;
    this.#of = of;
    this.#came = came;
    this.#select = before.prepare(`SELECT ${text} AS text FROM ${table} WHERE tenant = ? AND ${key} = ?`);
    this.#note = database.prepare(`INSERT OR IGNORE INTO ${came} VALUES (?, ?, ?)`);
    this.#noteAgain = database.prepare(`UPDATE ${came} SET change = ?, said = ? WHERE key = ?`);
    this.#write = database.prepare(
      `INSERT INTO ${table} VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET ${text} = excluded.${text}`,
    );
    this.#kept = database.prepare(`SELECT 1 FROM ${came} WHERE change IN ('same', 'retold') LIMIT 1`);
    this.#mark = database.prepare(
      `UPDATE ${came} SET change = 'changed' WHERE key = ? AND change IN ('same', 'retold')`,
    );
  }

  put(key: string, text: string): void {
    const row = this.#select.get(this.#replacing.tenant, key);
    const { change, said } = compared(row === undefined ? undefined : textIn(row, 'text'), text, this.#of.saidIn);
    const isFirst = this.#note.run(key, change, said).changes === 1;
    if (!isFirst) this.#noteAgain.run(change, said, key);
    // Where it came before, that may have been written over one that is as it was.
    if (change !== 'same' || !isFirst) this.#write.run(this.#replacing.tenant, key, text);
  }

  /** For what belongs to a row and is kept elsewhere; once all rows are put. */
  markChanged(key: string): void {
    if (this.#replacing.isPart) this.#noteOther(key);
    this.#areSomeKept ??= this.#kept.get() !== undefined;
    if (this.#areSomeKept) this.#mark.run(key);
  }

  /** What belongs to an account may change though the account isn't touched: a domain that others share. */
  #noteOther(key: string): void {
    const { tenant } = this.#replacing;
    if (this.#select.get(tenant, key) !== undefined) this.#note.run(key, 'changed', null);
  }

  /** Drops the rows that were not put. */
  dropOthers(): void {
    const { database, tenant, isPart } = this.#replacing;
    const { table, key } = this.#of;
    const within = isPart && table === 'dossier' ? `AND ${key} IN (SELECT key FROM ${TOUCHED_ACCOUNTS})` : '';
    database
      .prepare(
        `INSERT INTO ${this.#came} SELECT ${key}, 'dropped', NULL FROM ${table}
         WHERE tenant = ? ${within}
           AND NOT EXISTS (SELECT 1 FROM ${this.#came} AS came WHERE came.key = ${table}.${key})`,
      )
      .run(tenant);
    database
      .prepare(
        `DELETE FROM ${table}
         WHERE tenant = ? AND ${key} IN (SELECT key FROM ${this.#came} WHERE change = 'dropped')`,
      )
      .run(tenant);
  }

  differences(): PartDifferences {
    const counted = this.#replacing.database
      .prepare(`SELECT change, count(*) AS rows FROM ${this.#came} GROUP BY change`)
      .all();
    const counts = new Map(counted.map((row) => [textIn(row, 'change'), numberIn(row, 'rows')]));
    const count = (change: Change): number => counts.get(change) ?? 0;
    const [added, changed, dropped] = [count('added'), count('changed'), count('dropped')];
    const before = this.#replacing.isPart ? this.#before() : count('same') + count('retold') + changed + dropped;
    const isAny = added + changed + dropped + count('retold') > 0;
    return { changes: { before, added, changed, dropped }, digest: this.#digest(), isAny };
  }

  #before(): number {
    return rowsBefore(this.#replacing, this.#of.table);
  }

  #digest(): ContentHash {
    const digest = createHash('sha256');
    const differing = this.#replacing.database.prepare(
      `SELECT change, key, hex(said) AS said FROM ${this.#came}
       WHERE change IN ('added', 'changed', 'dropped') ORDER BY key`,
    );
    for (const row of differing.iterate()) digest.update(`${JSON.stringify(row)}\n`);
    return digest.digest('hex');
  }
}

type Compared = { readonly change: Change; readonly said: Uint8Array | null };

/** `said` is the hash of what an added row says, and of what a changed one said and says. */
function compared(old: string | undefined, text: string, saidIn: KeyedTable['saidIn']): Compared {
  if (old === text) return { change: 'same', said: null };
  const said = saidIn(text);
  if (old === undefined) return { change: 'added', said: hash('sha256', said, 'buffer') };
  const wasSaid = wholeOrNothing(old, saidIn);
  if (wasSaid === said) return { change: 'retold', said: null };
  return { change: 'changed', said: hash('sha256', `${wasSaid}\n${said}`, 'buffer') };
}

/** A damaged text says nothing: what comes takes its place. */
function wholeOrNothing(old: string, saidIn: KeyedTable['saidIn']): string {
  try {
    return saidIn(old);
  } catch {
    return '';
  }
}
