/**
 * The parts of a ZIP archive as text, read one by one from the disk and inflated as they are taken. What an archive says
 * of a part's size is not believed: bytes are counted, and too many end the read.
 */
import type { Entry, ZipFile } from 'yauzl';
import { fromBufferPromise, openPromise } from 'yauzl';
import { Failure } from '../../base/failure.ts';
import type { OpenFile } from './open-file.ts';
import { unreadable } from './open-file.ts';

/** Entries of an archive that are looked at; a workbook has some hundreds. */
const MAX_ENTRIES = 10_000;

export class Archive {
  readonly #file: OpenFile;
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(file: OpenFile, zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#file = file;
    this.#zip = zip;
    this.#entries = entries;
  }

  /** Close it. @throws Failure when the file can't be read, and the unzipper's error when it is no archive */
  static async open(file: OpenFile): Promise<Archive> {
    const options = { autoClose: false, lazyEntries: true } as const;
    const opening = typeof file.at === 'string' ? openPromise(file.at, options) : fromBufferPromise(file.at, options);
    const zip = await opening.catch((cause: unknown) => {
      throw cause instanceof Error && 'syscall' in cause ? unreadable(file, cause) : cause;
    });
    try {
      return new Archive(file, zip, await entriesOf(zip));
    } catch (cause) {
      zip.close();
      throw cause;
    }
  }

  has(part: string): boolean {
    return this.#entries.has(part);
  }

  /** The part's text in pieces; none when there is no such part. @throws Failure when it has more than `maxBytes` */
  async *text(part: string, maxBytes: number): AsyncGenerator<string> {
    const entry = this.#entries.get(part);
    if (entry === undefined) return;
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const chunks: AsyncIterable<Buffer> = await this.#zip.openReadStreamPromise(entry);
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw this.#tooLarge(part, maxBytes);
      yield decoder.decode(chunk, { stream: true });
    }
    decoder.decode();
  }

  close(): void {
    this.#zip.close();
  }

  #tooLarge(part: string, maxBytes: number): Failure {
    return new Failure(
      'unreadable_source',
      `${this.#file.name}: its \`${part}\` unpacks to more than ${maxBytes} bytes.`,
      'Export it as CSV.',
    );
  }
}

async function entriesOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    entries.set(entry.fileName, entry);
    if (entries.size > MAX_ENTRIES) throw new Error(`more than ${MAX_ENTRIES} entries`);
  }
  return entries;
}
