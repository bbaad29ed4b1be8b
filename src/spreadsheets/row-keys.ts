/**
 * What a row of a guardrail table may say, and how each part stands in a sheet. The one list of it: whoever gives rows another
 * key adds a line here (a test fails until then). Which words a key takes comes from the schema itself.
 */
import { z } from 'zod';
import { escalationRuleSchema, healthRuleSchema } from '../config/schema/guardrails-schema.ts';

/**
 * `cells`: facts and what each must be, a column for each fact. `word`: one word. `words`: a list of them. `choice`: a word, or
 * one for each of several cases; the column `reason` holds the word or the `default`, and `reason: role` the one for `role`.
 * `parts`: lists of words under names; the column `match: prefer` holds the one under `prefer`.
 */
type KeyKind = 'cells' | 'word' | 'words' | 'choice' | 'parts';

export const ROW_KEYS: Readonly<Record<string, KeyKind>> = {
  id: 'word',
  when: 'cells',
  route: 'words',
  reason: 'choice',
  hide: 'words',
  team: 'word',
  if_closed: 'word',
  match: 'parts',
  status: 'word',
};

export const TABLES = ['escalation', 'health'] as const;
export type TableName = (typeof TABLES)[number];

const SCHEMAS = { escalation: escalationRuleSchema, health: healthRuleSchema } as const;

/** A key of the table's rows; `options` are the words it takes, where there is a list of them. */
export type RowKey = {
  readonly key: string;
  readonly kind: KeyKind;
  readonly needed: boolean;
  readonly options: readonly string[];
  /** The cases of a choice, the names of parts. */
  readonly cases: readonly string[];
};

/** In the order of the schema, which is the order in which they are written. */
export function rowKeysOf(table: TableName): readonly RowKey[] {
  const shape: Readonly<Record<string, z.ZodType>> = SCHEMAS[table].shape;
  return Object.entries(shape).flatMap(([key, schema]) => {
    const kind = ROW_KEYS[key];
    const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
    const needed = inner === schema;
    return kind === undefined ? [] : [{ key, kind, needed, options: optionsOf(inner), cases: casesOf(inner) }];
  });
}

function optionsOf(schema: z.ZodType): readonly string[] {
  return schema instanceof z.ZodEnum ? schema.options.map(String) : [];
}

function casesOf(schema: z.ZodType): readonly string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (!(schema instanceof z.ZodUnion)) return [];
  return schema.options.flatMap((option) =>
    option instanceof z.ZodObject ? Object.keys(option.shape).filter((name) => name !== DEFAULT_CASE) : [],
  );
}

/** The case of a choice that its own column holds. */
export const DEFAULT_CASE = 'default';

/** The columns beside facts and keys: comment lines of YAML, within a row and above it. */
export const NOTE = 'note';
export const HEADING = 'heading';

export function caseColumn(key: string, name: string): string {
  return `${key}: ${name}`;
}
