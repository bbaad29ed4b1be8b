/**
 * The text of an OpenAPI document as data: JSON or YAML, bounded in size, depth and number of values before anything else looks at
 * it. Not for meaning.
 */
import { parseDocument } from 'yaml';
import { Failure } from '../base/failure.ts';
import { jsonIn } from '../base/json.ts';

/** Of a document in JSON. YAML takes ten times as long, and a hundred times its size in memory. */
export const MOST_BYTES = 40 * 1024 * 1024;
const MOST_YAML_BYTES = 10 * 1024 * 1024;
const DEEPEST = 200;
const MOST_VALUES = 3_000_000;

/** `file` names it in what is said. @throws Failure `configuration` with the place */
export function parseDocumentText(text: string, file: string): unknown {
  if (Buffer.byteLength(text) > MOST_BYTES)
    throw broken(file, 'is larger than 40 MB', 'Take out the parts that you don’t wrap.');
  const value = dataIn(text.replace(/^\uFEFF/, ''), file);
  refuseEndless(value, file);
  return value;
}

function dataIn(text: string, file: string): unknown {
  const json = /^\s*[{[]/.test(text) ? jsonIn(text) : undefined;
  if (json !== undefined) return json;
  if (Buffer.byteLength(text) > MOST_YAML_BYTES)
    throw broken(file, 'is no JSON, and larger than the 10 MB that YAML may have', 'Convert it to JSON.');
  try {
    const document = parseDocument(text, { version: '1.2', schema: 'core', logLevel: 'silent' });
    const [error] = document.errors;
    if (error === undefined) return document.toJS({ maxAliasCount: 1_000 });
    const { line = 1, col = 1 } = error.linePos?.[0] ?? {};
    const [what = ''] = error.message.split(' at line');
    throw new Failure('configuration', `${file}:${line}:${col}: This is neither JSON nor YAML: ${what}.`);
  } catch (cause) {
    // The parser's own bounds: aliases that unfold without end, and nesting that outgrows the stack.
    if (cause instanceof ReferenceError || cause instanceof RangeError)
      throw broken(file, 'is nested or repeated without end', 'Write it out flat.', cause);
    throw cause;
  }
}

/** Breadth first, so that neither depth nor repetition costs more than is allowed. */
function refuseEndless(root: unknown, file: string): void {
  let level: readonly unknown[] = [root];
  let values = 0;
  for (let depth = 0; level.length > 0; depth++) {
    values += level.length;
    if (depth > DEEPEST || values > MOST_VALUES)
      throw broken(file, `is nested deeper than ${DEEPEST}, or has more than 3 million values`, 'Take parts out.');
    level = level.flatMap((value): readonly unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
}

function broken(file: string, what: string, mend: string, cause?: unknown): Failure {
  return new Failure('configuration', `${file} ${what}.`, mend, { cause });
}
