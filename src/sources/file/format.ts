/** In which format an export is, by the ending of its name. */
import { extname } from 'node:path';
import type { FileRead } from '../declaration.ts';

const FORMATS: Readonly<Record<string, FileRead['format']>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.xlsx': 'xlsx',
  '.json': 'json',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
};

/** Undefined for an ending that tells none. */
export function formatOf(path: string): FileRead['format'] | undefined {
  return FORMATS[extname(path).toLowerCase()];
}
