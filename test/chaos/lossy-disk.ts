/**
 * A disk in memory that loses what was not synced. Writes land in a cache; `sync` makes a file's writes durable; a power
 * cut keeps what is durable and, of the rest, any of the writes that the test's luck picks, whole or torn. Counts every
 * operation, and cuts the power at the one that it is told to.
 */
export class PowerCut extends Error {}

type Write = { readonly at: number; readonly bytes: Uint8Array } | { readonly truncateTo: number };

type StoredFile = { durable: Uint8Array; cached: Uint8Array; unsynced: Write[] };

const NOTHING = new Uint8Array();

/** Below this a disk writes whole or not at all. */
const SECTOR_BYTES = 512;

export class LossyDisk {
  readonly #files = new Map<string, StoredFile>();
  #operations = 0;
  #cutAt = Number.POSITIVE_INFINITY;
  #isOff = false;

  get operations(): number {
    return this.#operations;
  }

  get names(): readonly string[] {
    return [...this.#files.keys()];
  }

  /** The power goes with the operation of this number. */
  cutAt(operation: number): void {
    this.#cutAt = operation;
  }

  /** After a cut, or at any time: `luck` gives 0 to 1 for each write that was not synced. */
  restart(luck: () => number): void {
    this.#isOff = false;
    this.#cutAt = Number.POSITIVE_INFINITY;
    for (const file of this.#files.values()) {
      for (const write of file.unsynced) survive(file.durable, write, luck);
      file.cached = contentOf(file.durable);
      file.unsynced = [];
    }
  }

  exists(name: string): boolean {
    return this.#files.has(name);
  }

  open(name: string): void {
    this.#step();
    if (!this.#files.has(name))
      this.#files.set(name, { durable: contentOf(NOTHING), cached: contentOf(NOTHING), unsynced: [] });
  }

  /** As much of it as there is. */
  read(name: string, at: number, length: number): Uint8Array {
    if (this.#isOff) throw new PowerCut();
    return this.#of(name).cached.subarray(at, at + length);
  }

  size(name: string): number {
    return this.#of(name).cached.length;
  }

  write(name: string, at: number, bytes: Uint8Array): void {
    const write = { at, bytes: bytes.slice() };
    const file = this.#of(name);
    file.unsynced.push(write);
    apply(file.cached, write);
    this.#step();
  }

  truncate(name: string, truncateTo: number): void {
    const file = this.#of(name);
    file.unsynced.push({ truncateTo });
    apply(file.cached, { truncateTo });
    this.#step();
  }

  /** Durable once it returns; where the power goes meanwhile, nobody can say. */
  sync(name: string): void {
    this.#step();
    const file = this.#of(name);
    file.durable = contentOf(file.cached);
    file.unsynced = [];
  }

  remove(name: string): void {
    this.#step();
    this.#files.delete(name);
  }

  #of(name: string): StoredFile {
    const file = this.#files.get(name);
    if (file === undefined) throw new Error(`there is no file ${name}`);
    return file;
  }

  #step(): void {
    if (!this.#isOff) this.#operations += 1;
    this.#isOff ||= this.#operations >= this.#cutAt;
    if (this.#isOff) throw new PowerCut();
  }
}

/** A third of what was not synced is there all the same, a third is lost, and of a third some sectors are there. */
function survive(durable: Uint8Array, write: Write, luck: () => number): void {
  const fate = luck();
  if (fate < 1 / 3) return;
  if ('truncateTo' in write || fate < 2 / 3) return apply(durable, write);
  for (let from = 0; from < write.bytes.length; from += SECTOR_BYTES) {
    const bytes = write.bytes.subarray(from, from + SECTOR_BYTES);
    if (luck() < 1 / 2) apply(durable, { at: write.at + from, bytes });
  }
}

function apply(content: Uint8Array, write: Write): void {
  if ('truncateTo' in write) return resize(content, write.truncateTo);
  const { at, bytes } = write;
  if (content.length < at + bytes.length) resize(content, at + bytes.length);
  content.set(bytes, at);
}

const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** A view that follows its buffer's length. */
function contentOf(bytes: Uint8Array): Uint8Array {
  const content = new Uint8Array(new ArrayBuffer(bytes.length, { maxByteLength: MAX_FILE_BYTES }));
  content.set(bytes);
  return content;
}

function resize(content: Uint8Array, length: number): void {
  if (!(content.buffer instanceof ArrayBuffer)) throw new TypeError('a content has a buffer of its own');
  content.buffer.resize(length);
}
