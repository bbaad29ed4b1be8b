/**
 * SQLite over a {@link LossyDisk}, with the part of `DatabaseSync` that the store uses: the same engine as in the runtime,
 * compiled to WebAssembly, since the runtime's own lets nobody stand between it and the disk. Several connections of one
 * thread share a file's memory, as processes do through the operating system.
 */
import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import initSqlite from '@sqlite.org/sqlite-wasm';
import type { Database, PreparedStatement } from '@sqlite.org/sqlite-wasm';
import type { SqliteConnection, SqliteStatement } from '../../src/store/sqlite/connection.ts';
import { LossyDisk } from './lossy-disk.ts';
import { FileLock, SharedLocks } from './shared-locks.ts';

const sqlite = await initSqlite();
const { capi, config, wasm } = sqlite;
// Each cut is an error that the test meant.
config.warn = () => {};

/** The disk of the moment; file names are the disk's own. */
let disk = new LossyDisk();
const opened = new Map<number, string>();

/** Memory that connections to one file share, in regions, and who holds which lock on it. */
type Shared = { readonly regions: number[]; readonly locks: SharedLocks; readonly whole: FileLock };

const shared = new Map<string, Shared>();

/** Whatever was open before counts as gone with its machine, and its memory too. */
export function insertDisk(next: LossyDisk): void {
  disk = next;
  opened.clear();
  shared.clear();
}

function sharedOf(file: number): Shared {
  const name = nameOf(file);
  const known = shared.get(name) ?? { regions: [], locks: new SharedLocks(), whole: new FileLock() };
  shared.set(name, known);
  return known;
}

const OK = capi.SQLITE_OK;
/** Of sqlite3.h; the module doesn't list them. */
const [SHM_UNLOCK, SHM_SHARED] = [1, 4];

function attempt(work: () => void, trouble: number): number {
  try {
    work();
    return OK;
  } catch {
    return trouble;
  }
}

function nameOf(file: number): string {
  const name = opened.get(file);
  if (name === undefined) throw new Error('this file is not open');
  return name;
}

const fileMethods = {
  xClose: (file: number) => {
    sharedOf(file).whole.lower(file, 0);
    opened.delete(file);
    return OK;
  },
  xRead: (file: number, target: number, length: number, at: bigint) => {
    try {
      const bytes = disk.read(nameOf(file), Number(at), length);
      wasm
        .heap8u()
        .fill(0, target, target + length)
        .set(bytes, target);
      return bytes.length < length ? capi.SQLITE_IOERR_SHORT_READ : OK;
    } catch {
      return capi.SQLITE_IOERR_READ;
    }
  },
  xWrite: (file: number, source: number, length: number, at: bigint) =>
    attempt(
      () => disk.write(nameOf(file), Number(at), wasm.heap8u().subarray(source, source + length)),
      capi.SQLITE_IOERR_WRITE,
    ),
  xTruncate: (file: number, size: bigint) =>
    attempt(() => disk.truncate(nameOf(file), Number(size)), capi.SQLITE_IOERR_TRUNCATE),
  xSync: (file: number) => attempt(() => disk.sync(nameOf(file)), capi.SQLITE_IOERR_FSYNC),
  xFileSize: (file: number, target: number) => (wasm.poke64(target, BigInt(disk.size(nameOf(file)))), OK),
  xLock: (file: number, level: number) => (sharedOf(file).whole.raise(file, level) ? OK : capi.SQLITE_BUSY),
  xUnlock: (file: number, level: number) => (sharedOf(file).whole.lower(file, level), OK),
  xCheckReservedLock: (file: number, target: number) => {
    wasm.poke32(target, sharedOf(file).whole.isReserved() ? 1 : 0);
    return OK;
  },
  xFileControl: () => capi.SQLITE_NOTFOUND,
  xSectorSize: () => 512,
  xDeviceCharacteristics: () => 0,
  xShmMap: (file: number, index: number, bytes: number, extend: number, target: number) => {
    const { regions } = sharedOf(file);
    if (regions[index] === undefined && extend !== 0) {
      const region = wasm.alloc(bytes);
      wasm.heap8u().fill(0, region, region + bytes);
      regions[index] = region;
    }
    wasm.pokePtr(target, regions[index] ?? 0);
    return OK;
  },
  xShmLock: (file: number, from: number, count: number, flags: number) => {
    const { locks } = sharedOf(file);
    const isShared = (flags & SHM_SHARED) !== 0;
    if ((flags & SHM_UNLOCK) !== 0) locks.give(file, from, count);
    else if (!locks.take(file, from, count, isShared)) return capi.SQLITE_BUSY;
    return OK;
  },
  xShmBarrier: () => {},
  xShmUnmap: (file: number) => {
    sharedOf(file).locks.giveAll(file);
    return OK;
  },
};

const diskMethods = {
  xOpen: (_vfs: number, name: number, file: number, flags: number, outFlags: number) =>
    attempt(() => {
      const path = wasm.cstrToJs(name) ?? `unnamed-${file}`;
      disk.open(path);
      opened.set(file, path);
      wasm.pokePtr(file, io.pointer);
      if (outFlags !== 0) wasm.poke32(outFlags, flags);
    }, capi.SQLITE_CANTOPEN),
  xDelete: (_vfs: number, name: number) =>
    attempt(() => disk.remove(wasm.cstrToJs(name) ?? ''), capi.SQLITE_IOERR_DELETE),
  xAccess: (_vfs: number, name: number, _flags: number, target: number) => {
    wasm.poke32(target, disk.exists(wasm.cstrToJs(name) ?? '') ? 1 : 0);
    return OK;
  },
  xFullPathname: (_vfs: number, name: number, length: number, target: number) => {
    wasm.cstrncpy(target, name, length);
    return OK;
  },
  xGetLastError: () => 0,
};

const VFS = 'lossy';
const POINTER_BYTES = 4;

const io = new capi.sqlite3_io_methods();
io.installMethods(fileMethods);
Object.assign(io, { $iVersion: 2 });

const usual = new capi.sqlite3_vfs(capi.sqlite3_vfs_find(null));
const vfs = new capi.sqlite3_vfs();
const { $xRandomness, $xSleep, $xCurrentTime } = usual as unknown as Record<string, number>;
Object.assign(vfs, { $iVersion: 1, $szOsFile: POINTER_BYTES, $mxPathname: 512, $xRandomness, $xSleep, $xCurrentTime });
vfs.$zName = wasm.allocCString(VFS, false);
vfs.installMethods(diskMethods);
sqlite.vfs.installVfs({ vfs: { struct: vfs, methods: {} } });

/** As the store sees a connection. */
export class DiskDatabase implements SqliteConnection {
  readonly #database: Database;

  constructor(path: string) {
    this.#database = new sqlite.oo1.DB({ filename: path, flags: 'c', vfs: VFS });
    capi.sqlite3_extended_result_codes(this.#pointer, 1);
  }

  get #pointer(): number {
    const { pointer } = this.#database;
    if (pointer === undefined) throw new Error('the connection is closed');
    return pointer;
  }

  get isTransaction(): boolean {
    return capi.sqlite3_get_autocommit(this.#pointer) === 0;
  }

  exec(sql: string): void {
    told(() => this.#database.exec(sql));
  }

  prepare(sql: string): DiskStatement {
    return new DiskStatement(
      told(() => this.#database.prepare(sql)),
      () => capi.sqlite3_changes(this.#pointer),
    );
  }

  close(): void {
    this.#database.close();
  }
}

type Row = Record<string, SQLOutputValue>;

class DiskStatement implements SqliteStatement {
  readonly #statement: PreparedStatement;
  readonly #changes: () => number;
  #returnsArrays = false;

  constructor(statement: PreparedStatement, changes: () => number) {
    this.#statement = statement;
    this.#changes = changes;
  }

  run(...values: SQLInputValue[]): { readonly changes: number } {
    this.all(...values);
    return { changes: this.#changes() };
  }

  setReturnArrays(enabled: boolean): void {
    this.#returnsArrays = enabled;
  }

  get(...values: SQLInputValue[]): Row | undefined {
    return this.all(...values)[0];
  }

  *iterate(...values: SQLInputValue[]): Generator<Row> {
    yield* this.all(...values);
  }

  all(...values: SQLInputValue[]): Row[] {
    const statement = this.#statement;
    return told(() => {
      try {
        if (values.length > 0) statement.bind(values as never);
        const rows: Row[] = [];
        while (statement.step()) rows.push((this.#returnsArrays ? statement.get([]) : statement.get({})) as Row);
        return rows;
      } finally {
        statement.reset(true);
      }
    });
  }
}

/** With SQLite's code where the runtime has it. */
function told<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof sqlite.SQLite3Error) throw Object.assign(error, { errcode: error.resultCode });
    throw error;
  }
}
