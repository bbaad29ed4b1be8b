/**
 * Looks for texts among a file's bytes, whatever the file means: the proof that what was erased is not lying about in the
 * gaps of a database's pages. Read in chunks, so memory doesn't grow with the file. Not for finding anything else.
 */
import type { FileHandle } from 'node:fs/promises';
import { open, stat } from 'node:fs/promises';

export const CHUNK_BYTES = 1_048_576;

/** A text in one of its forms, and the longer texts in which it may stand: `before` bytes into one of `length`. */
type Needle = { readonly bytes: Buffer; readonly inside: readonly Inside[] };
type Inside = { readonly before: number; readonly length: number; readonly texts: Set<string> };

/**
 * Whether any of the needles is in the file, as UTF-8 or as it is escaped in JSON. An occurrence within one of the texts
 * of `within` is theirs and doesn't count: `hr:E1` is in `hr:E10` as well. A file that isn't there holds nothing.
 */
export async function bytesHold(
  file: string,
  needles: readonly string[],
  within: readonly string[] = [],
): Promise<boolean> {
  const longer = formsOf(within);
  const sought = formsOf(needles).map((bytes): Needle => ({ bytes, inside: insidesOf(bytes, longer) }));
  if (sought.length === 0) return false;
  const reach = [...sought.map(({ bytes }) => bytes), ...longer].reduce(
    (most, { length }) => Math.max(most, length),
    0,
  );
  return lookInto(file, false, async (handle) => {
    for await (const window of windowsOf(handle, reach)) {
      if (sought.some((needle) => isIn(window, needle, reach))) return true;
    }
    return false;
  });
}

/**
 * The pages of the file in which a needle lies whole, so many at most; for finding what to mend. That no byte is left only
 * {@link bytesHold} proves.
 */
export async function pagesHolding(
  file: string,
  needles: readonly string[],
  pageBytes: number,
  most: number,
): Promise<readonly Buffer[]> {
  const forms = formsOf(needles);
  return lookInto(file, [], async (handle) => {
    const found: Buffer[] = [];
    const holds = (bytes: Buffer): boolean => forms.some((form) => bytes.includes(form));
    const chunk = Buffer.alloc(CHUNK_BYTES);
    for (let position = 0, read = 1; read > 0; position += read) {
      ({ bytesRead: read } = await handle.read(chunk, 0, CHUNK_BYTES, position));
      if (!holds(chunk.subarray(0, read))) continue;
      for (let start = 0; start < read && found.length < most; start += pageBytes) {
        const page = chunk.subarray(start, start + pageBytes);
        if (holds(page)) found.push(Buffer.from(page));
      }
    }
    return found;
  });
}

/** Each text as UTF-8 and as JSON has it between its quotes, once. */
function formsOf(texts: readonly string[]): readonly Buffer[] {
  const forms = texts.flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]);
  return [...new Set(forms)].filter((form) => form !== '').map((form) => Buffer.from(form));
}

function insidesOf(bytes: Buffer, longer: readonly Buffer[]): readonly Inside[] {
  const insides = new Map<string, Inside>();
  for (const text of longer) {
    for (let before = text.indexOf(bytes); before >= 0; before = text.indexOf(bytes, before + 1)) {
      const shape = `${before} ${text.length}`;
      const inside = insides.get(shape) ?? { before, length: text.length, texts: new Set() };
      insides.set(shape, inside);
      inside.texts.add(text.toString('latin1'));
    }
  }
  return [...insides.values()];
}

/** Whether the needle begins anywhere in the window but in its first and last `reach` bytes: those are context. */
function isIn(window: Buffer, { bytes, inside }: Needle, reach: number): boolean {
  for (let at = window.indexOf(bytes, reach); at >= 0; at = window.indexOf(bytes, at + 1)) {
    if (at >= window.length - reach) return false;
    const isPartOf = ({ before, length, texts }: Inside): boolean =>
      texts.has(window.toString('latin1', at - before, at - before + length));
    if (!inside.some(isPartOf)) return true;
  }
  return false;
}

/** The file in overlapping pieces: each byte of it is once further than `reach` from both ends of one. */
async function* windowsOf(handle: FileHandle, reach: number): AsyncGenerator<Buffer> {
  const context = 2 * reach;
  const window = Buffer.alloc(context + CHUNK_BYTES);
  for (let position = 0; ;) {
    const { bytesRead } = await handle.read(window, context, CHUNK_BYTES, position);
    position += bytesRead;
    // After the end come as many zeros as were before the start.
    if (bytesRead === 0) window.fill(0, context, context + reach);
    const length = context + (bytesRead === 0 ? reach : bytesRead);
    yield window.subarray(0, length);
    if (bytesRead === 0) return;
    window.copyWithin(0, length - context, length);
  }
}

/** Opens the file for one look; `absent` where there is none. */
async function lookInto<Result>(
  file: string,
  absent: Result,
  look: (handle: FileHandle) => Promise<Result>,
): Promise<Result> {
  try {
    if (!LOCKS_SURVIVE_CLOSING && !file.endsWith('-wal')) return await look(await keptOpen(file));
    const handle = await open(file);
    try {
      return await look(handle);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return absent;
    throw error;
  }
}

/**
 * POSIX drops all locks that a process has on a file as soon as it closes any descriptor of it, SQLite's too: another
 * process may then take the database for its own alone. So what was opened once stays open for later looks; one
 * descriptor for each file that a store consists of. Write-ahead logs are not locked themselves, and come and go.
 */
const LOCKS_SURVIVE_CLOSING = process.platform === 'win32';
const OPENED = new Map<string, Promise<FileHandle>>();

async function keptOpen(file: string): Promise<FileHandle> {
  const { dev, ino } = await stat(file, { bigint: true });
  const identity = `${dev} ${ino}`;
  const opened = OPENED.get(identity) ?? open(file);
  OPENED.set(identity, opened);
  opened.catch(() => OPENED.delete(identity));
  return opened;
}
