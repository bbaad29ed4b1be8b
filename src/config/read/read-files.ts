/** The part of a source's file that is about exports: files of the workspace, or files that are fetched. */
import type { ValuePath } from '../../base/problem.ts';
import type { FetchedRead, FileRead, SourceDeclaration, SystemSource } from '../../sources/declaration.ts';
import { formatOf } from '../../sources/file/format.ts';
import { fileConnector } from '../../sources/file-url/file-connector.ts';
import { isCredentialName } from '../../sources/kit/http/connector-problems.ts';
import { fileKeysSchema, readSchema } from '../schema/source-schema.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { insideWorkspace } from './inside-workspace.ts';
import { readStale } from './read-stale.ts';
import { readWayIn, scheduleOf } from './read-system.ts';
import type { SourceContext } from './source-context.ts';

/** Reports every problem; `null` where too little can be read. */
export function readFiles(
  document: ConfigDocument,
  of: Pick<SystemSource, 'name' | 'mappings'>,
  context: SourceContext,
): SourceDeclaration | null {
  const names = document.keys(['reads']).toSorted();
  const isFetched = (name: string): boolean => document.has(['reads', name, 'url']);
  if (!names.some(isFetched)) {
    for (const key of ['auth', 'redirect_hosts', 'sync'].filter((each) => document.has([each])))
      document.error(
        [key],
        `A file of the workspace has no \`${key}\`.`,
        'Delete it, or say `url` in place of `path`.',
        'key',
      );
    const reads = names.flatMap((name) => readFileRead(document, name, context) ?? []);
    return { ...of, connector: 'file', reads, ...readStale(document) };
  }
  for (const name of names.filter((each) => !isFetched(each)))
    document.error(
      ['reads', name],
      'The other reads of this source are fetched.',
      'Give this file a source of its own.',
    );
  return readFetched(document, of, names);
}

function readFetched(
  document: ConfigDocument,
  of: Pick<SystemSource, 'name' | 'mappings'>,
  names: readonly string[],
): SystemSource | null {
  const files = names.flatMap((name) => readFetchedFile(document, name) ?? []);
  const wayIn = document.has(['auth'])
    ? readWayIn(document, { ...fileConnector([]) })
    : { wayIn: 'none', words: {}, secrets: {} };
  if (wayIn === null) return null;
  for (const { name, url } of files) if (wayIn.wayIn === 'signed') refuseQuery(document, ['reads', name, 'url'], url);
  const hosts = document.read(['redirect_hosts'], fileKeysSchema.shape.redirect_hosts) ?? [];
  return {
    ...of,
    connector: 'file',
    system: null,
    files,
    reads: files.map(({ name }) => ({ name, read: name })),
    access: { settings: { redirect_hosts: hosts.join(',') }, ...wayIn, baseUrl: null },
    sync: scheduleOf(document),
    ...readStale(document),
  };
}

function refuseQuery(document: ConfigDocument, at: ValuePath, url: string): void {
  if (!url.includes('?')) return;
  document.error(at, 'A signed address ends before the question mark here.', 'What stands after it is the secret.');
}

function readFetchedFile(document: ConfigDocument, name: string): FetchedRead | null {
  const at = ['reads', name];
  const written = document.read(at, readSchema);
  const address = URL.parse(written?.url ?? '');
  if (written?.url === undefined || address === null) return null;
  if (written.path !== undefined)
    document.error([...at, 'path'], 'A file has a `path` or a `url`.', 'Delete one of them.', 'key');
  const key = [...address.searchParams.keys()].find(isCredentialName);
  if (key !== undefined)
    document.error(
      [...at, 'url'],
      "A credential doesn't belong into the workspace.",
      'Say `auth: { way: signed, secret: … }`, and put all that stands after the question mark into that secret.',
    );
  const how = readFormat(document, at, 'url', address.pathname);
  return how === null ? null : { name, url: written.url, ...how };
}

function readFileRead(document: ConfigDocument, name: string, context: SourceContext): FileRead | null {
  const at = ['reads', name];
  const written = document.read(at, readSchema);
  if (written === undefined) return null;
  if (written.path === undefined) {
    document.error(at, 'Nothing says where the file is.', 'Add `path`, or `url` for a file that is fetched.');
    return null;
  }
  const path = insideWorkspace(document, [...at, 'path'], written.path, context);
  const how = readFormat(document, at, 'path', written.path);
  return path === null || how === null ? null : { name, path, ...how };
}

function readFormat(
  document: ConfigDocument,
  at: ValuePath,
  key: 'path' | 'url',
  path: string,
): Omit<FileRead, 'name' | 'path'> | null {
  const written = document.read(at, readSchema);
  const format = written?.format ?? formatOf(path);
  if (format === undefined) {
    document.error(
      [...at, key],
      'The ending of this file tells no format.',
      'Add `format:` csv, xlsx, json or ndjson.',
    );
  }
  if (written === undefined || format === undefined) return null;
  refuseForeignSettings(document, at, format);
  return {
    format,
    sheet: written.sheet ?? null,
    headerRow: written.header_row ?? 1,
    list: written.list?.split('.') ?? [],
  };
}

const SETTINGS = { csv: ['header_row'], xlsx: ['header_row', 'sheet'], json: ['list'], ndjson: [] } as const;

/** A setting that this format doesn't have would be ignored without a word. */
function refuseForeignSettings(document: ConfigDocument, at: ValuePath, format: FileRead['format']): void {
  const allowed: readonly string[] = SETTINGS[format];
  for (const setting of ['header_row', 'sheet', 'list']) {
    if (!document.has([...at, setting]) || allowed.includes(setting)) continue;
    document.error([...at, setting], `A ${format} file has no \`${setting}\`.`, 'Delete it.', 'key');
  }
}
