/**
 * What was wrapped, as it was written: kept in `.wrapped/<name>.json` of the workspace, so that the next time shows what has changed in
 * the document, and what somebody has changed in the files.
 */
import { z } from 'zod';
import { Failure } from '../base/failure.ts';
import { jsonIn } from '../base/json.ts';
import { operationText, toolText } from './source-text.ts';
import type { AnyWrapped } from './wrapped-operation.ts';

const keptOperationSchema = z.strictObject({
  key: z.string(),
  name: z.string(),
  /** From a request that somebody pasted: in no document. */
  pasted: z.literal(true).optional(),
  /** As it stands in the source and in the service, from its name on. */
  text: z.strictObject({ source: z.string(), tool: z.string() }),
  inputs: z.record(z.string(), z.strictObject({ type: z.string(), required: z.boolean() })),
  /** All that its records hold, by path, whether proposed or held back. */
  fields: z.record(z.string(), z.string()),
});

const keptSchema = z.strictObject({
  format: z.literal(1),
  /** Where the document came from, its own title and version. */
  from: z.string(),
  title: z.string(),
  version: z.string(),
  base_url: z.string(),
  /** Of all that could have been wrapped. */
  known: z.array(z.string()),
  operations: z.array(keptOperationSchema),
  /** Of a database: the columns that somebody picked, by table; a table that isn't here was taken whole. */
  picked: z.record(z.string(), z.array(z.string())).optional(),
});

export type Kept = z.infer<typeof keptSchema>;
export type KeptOperation = z.infer<typeof keptOperationSchema>;

export function keptOf(operation: AnyWrapped): KeptOperation {
  const { key, name, source, fields, held, further } = operation;
  const typed = [...fields, ...held].map(({ at, type }) => [at, type] as const);
  return {
    key,
    name,
    text: { source: operationText(operation), tool: toolText(operation) },
    inputs: Object.fromEntries(
      Object.entries(source.input ?? {}).map(([input, { type, required }]) => [
        input,
        { type, required: required === true },
      ]),
    ),
    fields: Object.fromEntries([...further.map((at) => [at, ''] as const), ...typed]),
  };
}

/** @throws Failure `configuration` for a file that somebody has changed by hand */
export function readKept(text: string, file: string): Kept {
  const read = keptSchema.safeParse(jsonIn(text));
  if (read.success) return read.data;
  throw new Failure(
    'configuration',
    `${file} isn’t as \`concierge wrap\` wrote it.`,
    'Take it back from your version control, or wrap the document under another name.',
  );
}
