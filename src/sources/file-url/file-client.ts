/**
 * Fetches files as a sync asks for them. One that hasn't changed has no rows to tell; one that has is read whole, by the readers
 * of the workspace's files, and never lies on a disk.
 */
import { Failure } from '../../base/failure.ts';
import type { FetchedRead } from '../declaration.ts';
import { bodyRows } from '../file/read-file.ts';
import { checkInput } from '../kit/http/check-input.ts';
import type { SourceClient } from '../kit/http/client.ts';
import { plainText } from '../kit/http/template.ts';
import { credentialsOf } from '../kit/http/credentials.ts';
import type { SourceAccess, Surroundings } from '../kit/http/open-source.ts';
import { authOf } from '../kit/http/open-source.ts';
import type { Input, Operation } from '../kit/http/operation.ts';
import type { Page, Row } from '../kit/http/page.ts';
import type { Bounds } from '../kit/http/send.ts';
import { SourceFailure } from '../kit/http/source-failure.ts';
import type { ReadItem } from '../row.ts';
import { TROUBLE } from '../row.ts';
import { fileConnector, ROW_NUMBER } from './file-connector.ts';
import type { FetchedFile } from './fetch-file.ts';
import { fetchFile } from './fetch-file.ts';
import { fileMark, markText } from './mark.ts';

const ROWS_A_PAGE = 500;

export function fileClient(
  reads: readonly FetchedRead[],
  access: SourceAccess,
  surroundings: Surroundings,
): SourceClient {
  // One that came although only a change of it was asked for; the full read that follows takes it.
  const arrived = new Map<string, FetchedFile>();
  async function* pages(operation: Operation, input: Input, bounds: Bounds): AsyncGenerator<Page> {
    checkInput(operation.input, input);
    const read = reads.find(({ url }) => url === operation.request.path);
    if (read === undefined) throw new RangeError('No file is fetched from there.');
    const isChange = Object.hasOwn(operation.input, 'since');
    const known = isChange ? fileMark(plainText(input['since'] ?? '')) : null;
    if (isChange && (known === null || (known.etag === null && known.modified === null))) throw notToldApart();
    const file = arrived.get(read.name) ?? (await fetched(read, known, access, surroundings, bounds));
    arrived.delete(read.name);
    const until = markText(file.mark);
    if (file.body === null) {
      yield { rows: [], document: null, next: null, until };
      return;
    }
    if (isChange) {
      arrived.set(read.name, file);
      throw notToldApart();
    }
    const columns = Array.isArray(input['columns']) ? input['columns'].map(String) : [];
    for await (const rows of rowsOf(
      file.body,
      read,
      columns.filter((column) => column !== TROUBLE),
    ))
      yield { rows, document: null, next: null, until };
  }
  return {
    ask: async (operation, input, bounds) => {
      for await (const page of pages(operation, input, bounds)) return page;
      throw new SourceFailure('not_found', 'There is nothing.');
    },
    pages: async function* (operation, input, bounds) {
      for await (const page of pages(operation, input, bounds)) yield { ...page, goesOnAt: null };
    },
    quota: () => null,
    isDown: () => false,
  };
}

/** A sync that hears this reads all. */
function notToldApart(): SourceFailure {
  return new SourceFailure('rejected', 'What has changed in a file is not told: it is read whole.');
}

async function fetched(
  { name, url: written, format }: FetchedRead,
  known: ReturnType<typeof fileMark>,
  access: SourceAccess,
  surroundings: Surroundings,
  { deadlineMs }: Bounds,
): Promise<FetchedFile> {
  const url = new URL(written);
  const { secretFor } = surroundings;
  const { secrets, wayIn, settings } = access;
  if (wayIn === 'signed') url.search = secretFor(secrets['secret'] ?? '', url.hostname);
  const auth = authOf(fileConnector([]), access, {}, url);
  const headers = await credentialsOf(auth, url.hostname, surroundings).headers(deadlineMs);
  const redirectHosts = (settings['redirect_hosts'] ?? '').split(/[, ]+/).filter((host) => host !== '');
  try {
    return await fetchFile({ url, format, headers, redirectHosts, known, deadlineMs }, surroundings.outbound);
  } catch (error) {
    if (!(error instanceof SourceFailure) || error.kind !== 'not_found') throw error;
    throw new SourceFailure('contract', `${url.hostname} has no such file as \`${name}\` (${error.status}).`);
  }
}

/** @throws SourceFailure `contract` where it is no such file, or lacks a column */
async function* rowsOf(
  body: Buffer,
  { url: _url, ...read }: FetchedRead,
  columns: readonly string[],
): AsyncGenerator<readonly Row[]> {
  try {
    yield* inPages(numbered(bodyRows(body, { ...read, path: `${read.name}.${read.format}` }, columns)));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new SourceFailure('contract', `${error.message} ${error.mend}`.trim(), { cause: error });
  }
}

async function* numbered(items: AsyncIterable<ReadItem>): AsyncGenerator<Row> {
  let after = 0;
  for await (const item of items) {
    const number = numberIn(item);
    const id = number === null ? `after.${(after += 1)}` : number.padStart(DIGITS, '0');
    if (item.kind === 'row') yield { ...item.row.values, [TROUBLE]: '', [ROW_NUMBER]: id };
    else yield { [TROUBLE]: item.trouble.reason, [ROW_NUMBER]: id };
  }
}

/** Copies are read by their ids as texts: so many digits keep the rows in the file's order. */
const DIGITS = 9;

/** Of a line, or of an entry of a list. */
function numberIn(item: ReadItem): string | null {
  const { place } = item.kind === 'row' ? item.row : item.trouble;
  return /[:[](\d+)\]?$/.exec(place)?.[1] ?? null;
}

/** One page at least: of a file without rows there is still something to say. */
async function* inPages(rows: AsyncIterable<Row>): AsyncGenerator<readonly Row[]> {
  let page: Row[] = [];
  for await (const row of rows) {
    page.push(row);
    if (page.length < ROWS_A_PAGE) continue;
    yield page;
    page = [];
  }
  yield page;
}
