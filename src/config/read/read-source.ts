/**
 * `sources/<name>.yaml` → a source's declaration, with every name checked: reads, facts, calendars, value words.
 * Whether the exports exist is not asked here: they need not be where the rules are reviewed.
 */
import { basename, extname } from 'node:path';
import type { ValuePath } from '../../base/problem.ts';
import type { RecordMapping, SourceDeclaration } from '../../sources/declaration.ts';
import { CONNECTORS } from '../../sources/connectors.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { isDialect } from '../../sources/sql/dialect.ts';
import { readDatabase } from './read-database.ts';
import { readFiles } from './read-files.ts';
import { readRecord } from './read-record.ts';
import { readOwnSystem, readSystem } from './read-system.ts';
import { readUpstream } from './read-upstream.ts';
import type { SourceContext } from './source-context.ts';
import { nameSchema } from '../schema/names.ts';
import { RECORD_SCHEMAS } from '../schema/record-schema.ts';
import { sourceSchemaFor } from '../schema/source-schema.ts';
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
  if (isDialect(kind)) return readDatabase(document, kind, { name, mappings }, context);
  const connector = CONNECTORS.get(kind);
  if (connector !== undefined) return readSystem(document, connector, { name, mappings });
  return readFiles(document, { name, mappings }, context);
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
