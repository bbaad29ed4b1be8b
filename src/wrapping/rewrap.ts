/**
 * Wrapping again what was wrapped: what the document changed is carried into the files where nobody has touched them, and told where
 * somebody has. An edit, a comment, a field that was taken out stays as it is; a service that was reviewed gets nothing by itself.
 */
import { Failure } from '../base/failure.ts';
import { isPlainObject } from '../base/json.ts';
import { dataOf } from '../config/yaml/data-of.ts';
import { appendedAt, blockAt, placeAt, replacedAt } from './blocks.ts';
import type { Change } from './changes.ts';
import { changesIn } from './changes.ts';
import type { Kept, KeptOperation } from './kept.ts';
import { keptOf } from './kept.ts';
import { toolText } from './source-text.ts';
import type { AnyWrapped, Offered, QueriedSource, SourceOperation } from './wrapped-operation.ts';

export type Files = { readonly source: string; readonly service: string };

export type Told = {
  readonly key: string;
  readonly name: string;
  readonly kind: 'added' | 'changed' | 'gone';
  readonly changes: readonly string[];
  /** What is left for a person to do, with the line of the service or source. */
  readonly toDo: readonly ToDo[];
};

export type ToDo = {
  readonly file: keyof Files;
  readonly line: number;
  readonly column: number;
  readonly what: string;
};

export type Rewrapped = {
  readonly files: Files;
  readonly operations: readonly KeptOperation[];
  readonly told: readonly Told[];
  /** In the document, and not known the last time. */
  readonly unheard: readonly AnyWrapped[];
};

export type AnyOffered = Offered<SourceOperation | QueriedSource>;

/** `chosen`: what shall be there, too. `from`: what was wrapped, in a word. */
export function rewrapped(
  kept: Kept,
  offered: AnyOffered,
  chosen: readonly AnyWrapped[],
  files: Files,
  from = 'document',
): Rewrapped {
  const now = new Map(offered.operations.map((operation) => [operation.key, operation]));
  const state = { ...files };
  const told: Told[] = [];
  const operations: KeptOperation[] = [];
  for (const before of kept.operations.filter(({ name }) => isThere(name, files))) {
    const after = now.get(before.key);
    if (after === undefined) {
      operations.push(before);
      if (before.pasted === true) continue;
      told.push(goneOf(before, offered, state, from));
      continue;
    }
    const made = keptOf(after);
    operations.push(made);
    const changes = changesIn(before, made);
    if (changes.length === 0) continue;
    carry(before, made, state);
    told.push({
      key: made.key,
      name: made.name,
      kind: 'changed',
      changes: changes.map(({ what }) => what),
      toDo: toDoOf(made, changes, state),
    });
  }
  for (const operation of chosen.filter(({ key }) => !kept.operations.some((each) => each.key === key))) {
    const added = addedTo(operation, state);
    if (added.toDo.length === 0) operations.push(keptOf(operation));
    told.push(added);
  }
  const heard = new Set([...kept.known, ...chosen.map(({ key }) => key)]);
  return { files: state, operations, told, unheard: offered.operations.filter(({ key }) => !heard.has(key)) };
}

/** What somebody took out of both files is no longer wrapped. */
function isThere(name: string, { source, service }: Files): boolean {
  return placeAt(source, [...operationsIn(source), name]) !== null || placeAt(service, [...SERVICE, name]) !== null;
}

/** Of a database they stand by themselves. */
function operationsIn(source: string): readonly string[] {
  return placeAt(source, ['system']) === null ? ['operations'] : ['system', 'operations'];
}

const SERVICE = ['tools'];

/** Only over what is still as it was written. */
function carry(before: KeptOperation, after: KeptOperation, state: { source: string; service: string }): void {
  const source = [...operationsIn(state.source), before.name];
  if (blockAt(state.source, source)?.text === before.text.source)
    state.source = replacedAt(state.source, source, after.text.source) ?? state.source;
  const tool = [...SERVICE, before.name];
  if (!isReviewed(state.service) && blockAt(state.service, tool)?.text === before.text.tool)
    state.service = replacedAt(state.service, tool, after.text.tool) ?? state.service;
}

function isReviewed(service: string): boolean {
  const data = dataOf(service);
  return !(isPlainObject(data) && data['reviewed'] === false);
}

function addedTo(operation: AnyWrapped, state: { source: string; service: string }): Told {
  const { key, name } = operation;
  const { text } = keptOf(operation);
  const source = appendedAt(state.source, operationsIn(state.source), text.source);
  const service = appendedAt(state.service, SERVICE, toolText(operation, isReviewed(state.service)));
  const told = { key, name, kind: 'added' as const, changes: [] };
  if (source === null || service === null) {
    const file = source === null ? 'source' : 'service';
    const what = `${key} can’t be added: write \`${file === 'source' ? 'operations' : 'tools'}\` in lines, without braces.`;
    return { ...told, toDo: [{ file, line: 1, column: 1, what }] };
  }
  state.source = source;
  state.service = service;
  return { ...told, toDo: [] };
}

/** @throws Failure `configuration` where there is no place for lines of its own */
export function withAdded(operation: AnyWrapped, files: Files): Files {
  const state = { ...files };
  const [trouble] = addedTo(operation, state).toDo;
  if (trouble !== undefined) throw new Failure('configuration', trouble.what);
  return state;
}

function goneOf(before: KeptOperation, { refused }: AnyOffered, state: Files, from: string): Told {
  const why = refused.find(({ key }) => key === before.key)?.why;
  const toDo = (['service', 'source'] as const).flatMap((file): readonly ToDo[] => {
    const place = placeAt(state[file], [...(file === 'source' ? operationsIn(state.source) : SERVICE), before.name]);
    return place === null ? [] : [{ file, ...place, what: `Take \`${before.name}\` out, or leave it as your own.` }];
  });
  return {
    key: before.key,
    name: before.name,
    kind: 'gone',
    changes: [why === undefined ? `it is gone from the ${from}` : `it can’t be wrapped any more: ${why}`],
    toDo,
  };
}

/** What the files still say otherwise than the document does now. */
function toDoOf({ name, text }: KeptOperation, changes: readonly Change[], state: Files): readonly ToDo[] {
  const toDo: ToDo[] = [];
  const source = blockAt(state.source, [...operationsIn(state.source), name]);
  if (source !== null && source.text !== text.source && isOfSource(changes))
    toDo.push({
      file: 'source',
      line: source.line,
      column: source.indent + 1,
      what: 'You have changed this operation: it was left as it is.',
    });
  const tool = blockAt(state.service, [...SERVICE, name]);
  if (tool === null || tool.text === text.tool) return toDo;
  const data = dataOf(state.service);
  const written = [...SERVICE, name].reduce<unknown>((at, key) => (isPlainObject(at) ? at[key] : undefined), data);
  const named = new Set(changes.flatMap(({ field, input }) => field ?? input ?? []));
  const found = [...usesIn(written, 'fields', 'at', named), ...usesIn(written, 'arguments', 'input', named)];
  for (const { path, word } of found) {
    const place = placeAt(state.service, [...SERVICE, name, ...path]);
    const change = changes.find(({ field, input }) => (field ?? input) === word);
    if (place === null || change === undefined) continue;
    const what = change.what.endsWith('gone') ? 'Take this out' : 'Look at this';
    toDo.push({ file: 'service', ...place, what: `${what}: ${change.what}.` });
  }
  const at = { file: 'service' as const, line: tool.line, column: tool.indent + 1 };
  const used = new Set(usesIn(written, 'arguments', 'input', null).map(({ word }) => word));
  for (const { input, isNeeded } of changes)
    if (input !== undefined && isNeeded === true && !used.has(input))
      toDo.push({ ...at, what: `It needs \`${input}\` now: make that an argument, or fix it.` });
  if (toDo.length === 0) toDo.push({ ...at, what: 'This tool was left as it is: take over what an agent needs.' });
  return toDo;
}

function isOfSource(changes: readonly Change[]): boolean {
  return changes.some(({ what, input }) => input !== undefined || what.startsWith('its request'));
}

type Use = { readonly path: readonly string[]; readonly word: string };

/** Entries of `fields` or `arguments` that lead to one of these; null for all. */
function usesIn(
  tool: unknown,
  list: 'fields' | 'arguments',
  by: 'at' | 'input',
  words: ReadonlySet<string> | null,
): readonly Use[] {
  const entries = isPlainObject(tool) && isPlainObject(tool[list]) ? Object.entries(tool[list]) : [];
  return entries.flatMap(([name, value]) => {
    const said = isPlainObject(value) ? value[by] : typeof value === 'string' ? value : undefined;
    const word = typeof said === 'string' ? said : name;
    return words === null || words.has(word) ? [{ path: [list, name], word }] : [];
  });
}
