/**
 * From what an upstream's tool replied to rows, of which a service shapes its approved fields. Images, sounds, resources and links are
 * dropped and counted; that a tool failed is told without its words. Pure.
 */
import { exactJsonIn, isPlainObject } from '../base/json.ts';
import { valueAt } from '../sources/kit/http/dotted-path.ts';
import { SourceFailure } from '../sources/kit/http/source-failure.ts';
import type { UpstreamTool } from './declaration.ts';

export type ToolReply = {
  readonly content?: readonly unknown[] | undefined;
  readonly structuredContent?: unknown;
  readonly isError?: boolean | undefined;
};

export type ReadReply = { readonly rows: readonly unknown[]; readonly dropped: number };

/** @throws SourceFailure `tool_error` where the tool says that it failed, `contract` where there are no such records */
export function readReply(
  { content = [], structuredContent, isError }: ToolReply,
  replies: UpstreamTool['replies'],
): ReadReply {
  if (isError === true) throw new SourceFailure('tool_error', 'The tool says that it failed.');
  const texts = content.flatMap((part) => textOf(part) ?? []);
  const dropped = content.length - texts.length;
  if (replies === 'text') return { rows: texts.length === 0 ? [] : [{ text: texts.join('\n') }], dropped };
  const document =
    structuredContent ?? texts.map(exactJsonIn).find((value) => typeof value === 'object' && value !== null);
  return { rows: rowsIn(valueAt(document, replies.at)), dropped };
}

function textOf(part: unknown): string | null {
  if (!isPlainObject(part) || part['type'] !== 'text') return null;
  return typeof part['text'] === 'string' ? part['text'] : null;
}

function rowsIn(value: unknown): readonly unknown[] {
  if (value === null) return [];
  if (isPlainObject(value)) return [value];
  if (Array.isArray(value) && value.every(isPlainObject)) return value;
  throw new SourceFailure('contract', 'The tool replied without records where they should be.');
}
