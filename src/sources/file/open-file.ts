/**
 * A file of the workspace, checked before it is read: it exists, lies inside the workspace and isn't too large.
 * Text is UTF-8 (or UTF-16 with its mark), with or without a byte order mark, and any newline.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, isAbsolute, join, normalize, sep } from 'node:path';
import type { Instant } from '../../base/clock.ts';
import { instantOf } from '../../base/clock.ts';
import { Failure } from '../../base/failure.ts';
import type { FileLimits } from './limits.ts';

export type OpenFile = {
  /** As places name it. */
  readonly name: string;
  /** Where it lies; or what is in it, of one that lies nowhere. */
  readonly at: string | Buffer;
  /** When the file was last written. */
  readonly asOf: Instant;
  readonly bytes: number;
};

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** @throws Failure `unreadable_source`, or `missing_file` */
export async function openFile(folder: string, path: string, limits: FileLimits): Promise<OpenFile> {
  const inside = normalize(path);
  if (isAbsolute(inside) || inside === '..' || inside.startsWith(`..${sep}`)) {
    throw new Failure(
      'unreadable_source',
      `\`${path}\` lies outside the workspace.`,
      'Put the file below the workspace folder.',
    );
  }
  const found = await stat(join(folder, inside)).catch((cause: unknown) => {
    throw new Failure(
      'missing_file',
      `The source file \`${path}\` can't be opened.`,
      'Check its name and that it may be read.',
      { cause },
    );
  });
  if (!found.isFile()) throw new Failure('unreadable_source', `\`${path}\` is not a file.`);
  if (found.size > limits.bytes) {
    throw new Failure(
      'unreadable_source',
      `\`${path}\` has ${found.size} bytes, more than the limit of ${limits.bytes}.`,
    );
  }
  return { name: basename(inside), at: join(folder, inside), asOf: instantOf(found.mtimeMs), bytes: found.size };
}

/** The text in pieces of the stream's size, each newline as `\n`. @throws Failure `unreadable_source` */
export async function* textOf(file: OpenFile): AsyncGenerator<string> {
  let pendingReturn = '';
  for await (const piece of piecesOf(file)) {
    const text = pendingReturn + piece.text;
    // A `\r` at the end may be the first half of `\r\n`.
    pendingReturn = text.endsWith('\r') ? '\r' : '';
    yield withNewlines(pendingReturn === '' ? text : text.slice(0, -1));
  }
  yield withNewlines(pendingReturn);
}

/** The text as UTF-8 in pieces of the stream's size, cut anywhere. @throws Failure `unreadable_source` */
export async function* utf8Of(file: OpenFile): AsyncGenerator<Buffer> {
  let isStart = true;
  for await (const { bytes, text, encoding } of piecesOf(file)) {
    if (encoding !== 'utf-8') yield Buffer.from(text);
    else
      yield isStart && bytes.subarray(0, UTF8_MARK.length).equals(UTF8_MARK) ? bytes.subarray(UTF8_MARK.length) : bytes;
    isStart = false;
  }
}

type Piece = { readonly bytes: Buffer; readonly text: string; readonly encoding: string };

async function* piecesOf(file: OpenFile): AsyncGenerator<Piece> {
  let encoding: string | undefined;
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  try {
    const chunks = typeof file.at === 'string' ? createReadStream(file.at) : slicesOf(file.at);
    for await (const bytes of chunks as AsyncIterable<Buffer> | Iterable<Buffer>) {
      encoding ??= encodingOf(bytes);
      decoder ??= new TextDecoder(encoding, { fatal: true });
      yield { bytes, text: decoder.decode(bytes, { stream: true }), encoding };
    }
    // A character that breaks off is none.
    decoder?.decode();
  } catch (cause) {
    throw cause instanceof TypeError ? notText(file, cause) : unreadable(file, cause);
  }
}

/** As large as a stream's. */
const SLICE_BYTES = 65_536;

function* slicesOf(body: Buffer): Generator<Buffer> {
  for (let at = 0; at < body.length; at += SLICE_BYTES) yield body.subarray(at, at + SLICE_BYTES);
}

/** The two bytes that Excel's "Unicode text" begins with. */
function encodingOf(start: Buffer): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-8';
}

function withNewlines(text: string): string {
  return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
}

export function unreadable(file: OpenFile, cause: unknown): Failure {
  return new Failure('unreadable_source', `${file.name} can't be read.`, 'Check that it is there and may be read.', {
    cause,
  });
}

function notText(file: OpenFile, cause: TypeError): Failure {
  return new Failure(
    'unreadable_source',
    `${file.name} is not UTF-8 text.`,
    'Export it again as "CSV UTF-8" or save it as UTF-8.',
    {
      cause,
    },
  );
}
