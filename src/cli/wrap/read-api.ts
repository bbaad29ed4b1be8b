/** Reads an OpenAPI document from a file or an address, and what it refers to: files beside it alone, addresses by the one way out. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { createOutbound } from '../../outbound/guarded.ts';
import type { Outbound } from '../../outbound/outbound.ts';
import { OutboundFailure } from '../../outbound/outbound.ts';
import type { ApiDocument } from '../../wrapping/api-document.ts';
import { apiDocument } from '../../wrapping/api-document.ts';
import { MOST_BYTES } from '../../wrapping/parse-document.ts';

export type ReadApi = {
  readonly api: ApiDocument;
  /** Where it was read, null for a file. */
  readonly url: string | null;
};

type Way = { readonly cwd: string; readonly allowPrivate: readonly string[] };

/** @throws Failure `missing_file`, `configuration`, `not_found` where an address gives no document */
export async function readApi(from: string, { cwd, allowPrivate }: Way): Promise<ReadApi> {
  const outbound = createOutbound({ allowPrivate });
  try {
    if (isAddress(from)) {
      const text = await textAt(from, outbound);
      return { api: await apiDocument(text, from, (other) => otherAt(other, outbound)), url: from };
    }
    const text = textOfFile(resolve(cwd, from), from);
    const folder = realpathSync(dirname(resolve(cwd, from)));
    const beside = (other: string): Promise<string> =>
      isAddress(other) ? textAt(other, outbound) : Promise.resolve(textBeside(other, folder, cwd));
    return { api: await apiDocument(text, from, beside), url: null };
  } finally {
    await outbound.close();
  }
}

function isAddress(from: string): boolean {
  return /^https?:\/\//i.test(from);
}

async function otherAt(other: string, outbound: Outbound): Promise<string> {
  if (isAddress(other)) return await textAt(other, outbound);
  throw new Failure(
    'configuration',
    `The document refers to the file ${other}, which lies on this machine.`,
    'Bundle it.',
  );
}

const TIMEOUT_MS = 30_000;

async function textAt(url: string, outbound: Outbound): Promise<string> {
  try {
    const headers = { accept: 'application/json, application/yaml;q=0.9, */*;q=0.5' };
    const reply = await outbound.send({ url, headers, maxBytes: MOST_BYTES, timeoutMs: TIMEOUT_MS });
    if (reply.status === 200) return reply.body.toString('utf8');
    throw new Failure(
      'not_found',
      `${hostOf(url)} replied ${reply.status}, and no document.`,
      'Download it, and name the file.',
    );
  } catch (cause) {
    if (!(cause instanceof OutboundFailure)) throw cause;
    throw new Failure('not_found', `The document can’t be read: ${cause.message}`, 'Download it, and name the file.', {
      cause,
    });
  }
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? 'The address';
}

function textBeside(other: string, folder: string, cwd: string): string {
  const path = resolve(cwd, other);
  const way = relative(folder, realPathOf(path, other));
  if (way === '..' || way.startsWith(`..${sep}`) || resolve(folder, way) !== realPathOf(path, other))
    throw new Failure(
      'configuration',
      `The document refers to ${other}, which doesn’t lie beside it.`,
      'Bundle it, or copy that file there.',
    );
  return textOfFile(path, other);
}

function realPathOf(path: string, shown: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    throw missing(shown, cause);
  }
}

function textOfFile(path: string, shown: string): string {
  try {
    if (statSync(path).size > MOST_BYTES)
      throw new Failure('configuration', `${shown} is larger than 40 MB.`, 'Take out the parts that you don’t wrap.');
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    if (cause instanceof TypeError)
      throw new Failure('configuration', `${shown} is not UTF-8 text.`, 'Save it so.', { cause });
    throw missing(shown, cause);
  }
}

function missing(shown: string, cause: unknown): Failure {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  return new Failure(
    'missing_file',
    `${shown} can’t be read (${code}).`,
    'Name an OpenAPI document: a file, or its address.',
    { cause },
  );
}
