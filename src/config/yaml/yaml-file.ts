/**
 * One YAML file as data with places: every value knows its line and column, and every scalar its source text.
 * Bounded before it is read and again before it is unfolded. Not for meaning: that is the loaders'.
 */
import { readFileSync, statSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { Place, Problem, ValuePath } from '../../base/problem.ts';
import { childOf, offsetOf, scalarTextAt, unfold } from './yaml-nodes.ts';
import type { ScalarText } from './yaml-nodes.ts';
import { syntaxMessage } from './yaml-syntax.ts';

const MAX_FILE_BYTES = 1024 * 1024;
/** After a few, syntax errors are echoes of the first. */
const MAX_SYNTAX_PROBLEMS = 5;

export type YamlFile = {
  /** As problems name it. */
  readonly file: string;
  /** Plain maps, lists and scalars in YAML 1.2's core schema; keys are text. */
  readonly value: unknown;
  /** Where the value at `path` stands, or its key; the nearest ancestor's place where there is no such value. */
  readonly placeOf: (path: ValuePath, part?: 'key' | 'value') => Place;
  /** The scalar's own text; `null` for maps, lists and nothing. */
  readonly textAt: (path: ValuePath) => ScalarText | null;
};

export type YamlReading = { readonly yaml: YamlFile | null; readonly problems: readonly Problem[] };

/**
 * Reads a file; `shown` is its name in problems. A file that can't be read is a problem like any other. `draft` is read in
 * place of what is on the disk.
 */
export function readYamlFile(path: string, shown: string, draft?: string): YamlReading {
  const refuse = (message: string, mend: string): YamlReading => ({
    yaml: null,
    problems: [{ severity: 'error', place: { file: shown, line: 1, column: 1 }, message, mend }],
  });
  try {
    const bytes = draft === undefined ? statSync(path).size : Buffer.byteLength(draft);
    if (bytes > MAX_FILE_BYTES)
      return refuse('The file is larger than 1 MiB.', 'Keep data in sources, not in settings.');
    return parseYaml(draft ?? new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path)), shown);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      return refuse('The file is not UTF-8 text.', 'Save it with the encoding UTF-8.');
    return refuse(`The file can't be read (${String(error.code)}).`, 'Look at its name and permissions.');
  }
}

/** The same for text that is already at hand. */
function parseYaml(text: string, shown: string): YamlReading {
  const lines = new LineCounter();
  const document = parseDocument(text, { version: '1.2', schema: 'core', lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file: shown, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problemAt = (offset: number, message: string, mend: string): Problem => ({
    severity: 'error',
    place: placeAt(offset),
    message,
    mend,
  });

  const found = [...document.errors, ...document.warnings];
  const exhausted = found.filter(({ code }) => code === 'RESOURCE_EXHAUSTION').slice(0, 1);
  const broken = exhausted.length > 0 ? exhausted : found.slice(0, MAX_SYNTAX_PROBLEMS);
  if (broken.length > 0) {
    return {
      yaml: null,
      problems: broken.map(({ pos, code, message }) => problemAt(pos[0], ...syntaxMessage(code, message))),
    };
  }
  const { value, overrun } = unfold(document);
  if (overrun !== null)
    return { yaml: null, problems: [problemAt(offsetOf(overrun.node) ?? 0, overrun.message, overrun.mend)] };
  if (value === null)
    return { yaml: null, problems: [problemAt(0, 'The file is empty.', 'Write its settings, or delete it.')] };
  return { yaml: yamlFile(shown, document, value, placeAt), problems: [] };
}

function yamlFile(shown: string, document: Document, value: unknown, placeAt: (offset: number) => Place): YamlFile {
  const placeOf = (path: ValuePath, part: 'key' | 'value' = 'value'): Place => {
    let place = offsetOf(document.contents) ?? 0;
    let node: unknown = document.contents;
    for (const [index, step] of path.entries()) {
      const child = childOf(document, node, step);
      if (child === undefined) break;
      const asKey = part === 'key' && index === path.length - 1;
      place = (asKey ? offsetOf(child.key) : undefined) ?? offsetOf(child.value) ?? offsetOf(child.key) ?? place;
      node = child.value;
    }
    return placeAt(place);
  };
  return { file: shown, value, placeOf, textAt: (path) => scalarTextAt(document, path) };
}
