/**
 * Writes another caller into the text of `concierge.yaml`, and leaves all else as it is: as lines of its own where there is a
 * place for them. Where the text is written in another way (in braces, say), the parser's own printer writes it anew, comments
 * and all. Pure; whether the caller is right is for the loader to say.
 */
import { isDeepStrictEqual } from 'node:util';
import { Document, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { z } from 'zod';
import { Failure } from '../base/failure.ts';
import type { callerSchema } from './schema/workspace-schema.ts';
import { insertEntry } from './yaml/insert-entry.ts';

export type WrittenCaller = z.input<typeof callerSchema>;

const KEY = 'callers';
const READ = { version: '1.2', schema: 'core' } as const;
const PRINT = { lineWidth: 0, flowCollectionPadding: true } as const;

/**
 * `text` is a workspace file without errors that has no caller of that name.
 * @throws Failure `configuration` where the file can't be added to
 */
export function withCaller(text: string, id: string, caller: WrittenCaller): string {
  const document = parseDocument(text, READ);
  const wanted = withValue(document.toJS() as Record<string, unknown>, id, caller);
  const inserted = insertEntry(text, document, KEY, (indent) => linesOf(id, caller, indent));
  if (inserted !== null && says(inserted, wanted)) return inserted;
  const printed = printedAnew(document, id, caller);
  if (printed !== null && says(printed, wanted)) return printed;
  throw new Failure(
    'configuration',
    '`callers` in concierge.yaml is written in a way that can’t be added to.',
    'Write it as `callers:` with an indented line for each name, and try again.',
  );
}

function withValue(company: Readonly<Record<string, unknown>>, id: string, caller: WrittenCaller): unknown {
  const plain: unknown = JSON.parse(JSON.stringify(caller));
  return { ...company, [KEY]: { ...(company[KEY] as object | undefined), [id]: plain } };
}

function says(text: string, wanted: unknown): boolean {
  const document = parseDocument(text, READ);
  return document.errors.length === 0 && isDeepStrictEqual(document.toJS(), wanted);
}

function linesOf(id: string, caller: WrittenCaller, indent: number): string {
  const text = entry(id, caller).toString({ ...PRINT, indent, flowCollectionPadding: false });
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(indent));
}

/** As somebody would write it: services and scopes in a line each, and `off` in quotes for readers that take it for a truth. */
function entry(id: string, caller: WrittenCaller): Document {
  const document = new Document({ [id]: caller }, READ);
  const [services, scopes] = ['services', 'scopes'].map((key) => document.getIn([id, key], true));
  for (const list of [services, scopes]) if (isSeq(list)) list.flow = true;
  const quoted = [
    ...(isSeq(scopes) ? scopes.items : []),
    ...(caller.binding === 'off' ? [document.getIn([id, 'binding'], true)] : []),
  ];
  for (const scalar of quoted) if (isScalar(scalar)) scalar.type = 'QUOTE_DOUBLE';
  return document;
}

/** Null where `callers` is neither a map nor nothing. */
function printedAnew(document: Document, id: string, caller: WrittenCaller): string | null {
  const there = document.get(KEY, true);
  if (there !== undefined && !isMap(there) && !(isScalar(there) && there.value === null)) return null;
  if (!isMap(there)) document.set(KEY, document.createNode({}));
  document.setIn([KEY, id], entry(id, caller).get(id, true));
  return document.toString(PRINT);
}
