/**
 * `sources/<name>.yaml` → a source's declaration, with every name checked: reads, facts, calendars, value words.
 * Whether the exports exist is not asked here: they need not be where the rules are reviewed.
 */
import { basename, dirname, extname, relative, resolve, sep } from 'node:path';
import { realpathSync } from 'node:fs';
import type { ValuePath } from '../../base/problem.ts';
import type { FileRead, RecordMapping, SourceDeclaration } from '../../sources/declaration.ts';
import { CONNECTORS } from '../../sources/connectors.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { readRecord } from './read-record.ts';
import { readOwnSystem, readSystem } from './read-system.ts';
import { readUpstream } from './read-upstream.ts';
import type { SourceContext } from './source-context.ts';
import { nameSchema } from '../schema/names.ts';
import { readSchema, RECORD_SCHEMAS, sourceSchemaFor } from '../schema/source-schema.ts';
import { meant } from '../yaml/words.ts';

/** Reports every problem; `null` where too little of the file could be read. */
export function readSource(document: ConfigDocument, context: SourceContext): SourceDeclaration | null {
  document.check(sourceSchemaFor(document.valueAt(['connector'])));
  const name = document.read(['source'], nameSchema);
  if (name === undefined) return null;
  const file = basename(context.path, extname(context.path));
  if (name !== file)
    document.error(
      ['source'],
      `The source \`${name}\` stands in a file named \`${file}\`.`,
      'Give both the same name.',
    );
  const reads = document.keys(['reads']).toSorted();
  const mappings = document.indexes(['records']).flatMap((path) => readMapping(document, path, context) ?? []);
  warnOfUnusedReads(document, reads, mappings);
  const kind = document.read(['connector'], nameSchema) ?? '';
  if (kind === 'mcp') return readUpstream(document, { name, path: context.path });
  if (kind === 'rest') return readOwnSystem(document, { name, mappings });
  const connector = CONNECTORS.get(kind);
  if (connector !== undefined) return readSystem(document, connector, { name, mappings });
  return {
    name,
    connector: 'file',
    reads: reads.flatMap((read) => readFileRead(document, read, context) ?? []),
    mappings,
  };
}

function readMapping(document: ConfigDocument, path: ValuePath, context: SourceContext): RecordMapping | null {
  const [kind] = Object.keys(RECORD_SCHEMAS).filter((each) => document.has([...path, each]));
  if (kind === undefined) return null;
  const at = [...path, kind];
  const from = document.read([...at, 'from'], nameSchema);
  const reads = document.keys(['reads']);
  if (from !== undefined && !reads.includes(from)) {
    document.error([...at, 'from'], `There is no read \`${from}\`.`, meant(from, reads, 'read'));
  }
  return readRecord(document, at, kind, context);
}

function warnOfUnusedReads(
  document: ConfigDocument,
  reads: readonly string[],
  mappings: readonly RecordMapping[],
): void {
  const used = new Set(mappings.map(({ from }) => from));
  if (mappings.length < document.indexes(['records']).length || [...used].some((from) => !reads.includes(from))) return;
  for (const read of reads.filter((each) => !used.has(each))) {
    document.warning(
      ['reads', read],
      `No record comes from the read \`${read}\`.`,
      'Delete it, or add a record with it.',
      'key',
    );
  }
}

const FORMATS: Readonly<Record<string, FileRead['format']>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.xlsx': 'xlsx',
  '.json': 'json',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
};

function readFileRead(document: ConfigDocument, name: string, context: SourceContext): FileRead | null {
  const at = ['reads', name];
  const written = document.read(at, readSchema);
  if (written === undefined) return null;
  const path = insideWorkspace(document, [...at, 'path'], written.path, context);
  const format = written.format ?? FORMATS[extname(written.path).toLowerCase()];
  if (format === undefined) {
    document.error(
      [...at, 'path'],
      'The ending of this file tells no format.',
      'Add `format:` csv, xlsx, json or ndjson.',
    );
  }
  if (path === null || format === undefined) return null;
  refuseForeignSettings(document, at, format);
  return {
    name,
    path,
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

/** The path relative to the workspace folder, with forward slashes; refuses to leave it, by `..` or a link. */
function insideWorkspace(
  document: ConfigDocument,
  at: ValuePath,
  written: string,
  context: SourceContext,
): string | null {
  const target = resolve(dirname(context.path), written);
  if (isInside(context.folder, target) && isInside(realPath(context.folder), realPath(target))) {
    return relative(context.folder, target).split(sep).join('/');
  }
  document.error(
    at,
    `\`${written}\` lies outside the workspace folder.`,
    'Copy the file into the workspace; a source reads nothing else.',
  );
  return null;
}

function isInside(folder: string, target: string): boolean {
  const way = relative(folder, target);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === target;
}

/** With links resolved as far as the path exists. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : resolve(realPath(parent), basename(path));
  }
}
