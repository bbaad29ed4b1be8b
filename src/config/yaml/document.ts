/**
 * A configuration file under inspection: its data, read piece by piece, and the problems found in it.
 * A piece that doesn't fit its schema reads as `undefined`; `check` has reported it already.
 */
import type { z } from 'zod';
import { isPlainObject } from '../../base/json.ts';
import type { Place, Problem, Severity, ValuePath, ValueProblem } from '../../base/problem.ts';
import { schemaProblems } from './schema-problems.ts';
import { valueAt } from './value-at.ts';
import type { ScalarText } from './yaml-nodes.ts';
import type { YamlFile } from './yaml-file.ts';

export type ConfigDocument = {
  readonly file: string;
  readonly value: unknown;
  /** Reports everything in the file that doesn't fit. */
  readonly check: (schema: z.ZodType) => void;
  readonly read: <T>(path: ValuePath, schema: z.ZodType<T>) => T | undefined;
  /** The keys of the map at `path` as written, whatever stands behind them. */
  readonly keys: (path: ValuePath) => readonly string[];
  readonly has: (path: ValuePath) => boolean;
  /** The path of each entry of the list at `path`. */
  readonly indexes: (path: ValuePath) => readonly ValuePath[];
  readonly textAt: (path: ValuePath) => ScalarText | null;
  /** The source texts of a word, or of a list of words. */
  readonly textsAt: (path: ValuePath) => readonly string[];
  readonly valueAt: (path: ValuePath) => unknown;
  readonly placeOf: (path: ValuePath) => Place;
  readonly error: (path: ValuePath, message: string, mend: string, part?: 'key' | 'value') => void;
  readonly warning: (path: ValuePath, message: string, mend: string, part?: 'key' | 'value') => void;
  /** Problems of a value that stands at `base`. */
  readonly addAll: (base: ValuePath, problems: readonly ValueProblem[]) => void;
};

/** `sink` collects the problems of all files. */
export function configDocument(yaml: YamlFile, sink: Problem[]): ConfigDocument {
  const add = (severity: Severity, path: ValuePath, message: string, mend: string, part: 'key' | 'value'): void => {
    sink.push({ severity, place: yaml.placeOf(path, part), message, mend });
  };
  const at = (path: ValuePath): unknown => valueAt(yaml.value, path);
  const indexes = (path: ValuePath): readonly ValuePath[] => {
    const value = at(path);
    return Array.isArray(value) ? value.map((_, index) => [...path, index]) : [];
  };
  return {
    file: yaml.file,
    value: yaml.value,
    check: (schema) => {
      for (const { path, part, message, mend } of schemaProblems(schema, yaml.value))
        add('error', path, message, mend, part);
    },
    read: (path, schema) => {
      const result = schema.safeParse(at(path));
      return result.success ? result.data : undefined;
    },
    keys: (path) => {
      const value = at(path);
      return isPlainObject(value) ? Object.keys(value) : [];
    },
    has: (path) => at(path) !== undefined,
    indexes,
    textAt: yaml.textAt,
    textsAt: (path) => {
      const paths = Array.isArray(at(path)) ? indexes(path) : [path];
      return paths.flatMap((each) => yaml.textAt(each)?.text ?? []);
    },
    valueAt: at,
    placeOf: (path) => yaml.placeOf(path),
    error: (path, message, mend, part = 'value') => add('error', path, message, mend, part),
    warning: (path, message, mend, part = 'value') => add('warning', path, message, mend, part),
    addAll: (base, problems) => {
      for (const { severity, path, message, mend } of problems)
        add(severity, [...base, ...path], message, mend, 'value');
    },
  };
}
