/**
 * Wrapping again what was wrapped: what the document changed is carried into the files where nobody has touched them, and told where
 * somebody has. An edit, a comment, a field that was taken out stays as it is; a service that was reviewed gets nothing by itself.
 */
import { Failure } from '../base/failure.ts';
import { isPlainObject } from '../base/json.ts';
import { dataOf } from '../config/yaml/data-of.ts';
import type { Block } from './blocks.ts';
import { appendedAt, blockAt, placeAt, replacedAt } from './blocks.ts';
import type { Change } from './changes.ts';
import { changesIn } from './changes.ts';
import type { Kept, KeptOperation } from './kept.ts';
import { keptOf } from './kept.ts';
import { draftText } from './source-text.ts';
import type { AnyWrapped, Offered, QueriedSource, SourceOperation } from './wrapped-operation.ts';

export type Files = { readonly source: string; readonly service: string };

type Writable = { source: string; service: string };

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
    told.push(...changedIn(before, made, state));
  }
  for (const made of chosen.filter(({ key }) => !kept.operations.some((each) => each.key === key)).map(keptOf)) {
    const added = addedTo(made, state);
    if (added.toDo.length === 0) operations.push(made);
    told.push(added);
  }
  const heard = new Set([...kept.known, ...chosen.map(({ key }) => key)]);
  return { files: state, operations, told, unheard: offered.operations.filter(({ key }) => !heard.has(key)) };
}

/**
 * A request that was pasted, and nothing else: `made` is added, or takes the place of what was written for it before.
 * @throws Failure `configuration` where there is no place for lines of its own
 */
export function withPasted(kept: Kept, made: KeptOperation, files: Files): Rewrapped {
  const state = { ...files };
  const there = kept.operations.filter(({ name }) => isThere(name, files));
  const before = there.find(({ key }) => key === made.key);
  if (before !== undefined) {
    const operations = there.map((each) => (each === before ? made : each));
    return { files: state, operations, told: changedIn(before, made, state), unheard: [] };
  }
  const added = addedTo(made, state);
  const [trouble] = added.toDo;
  if (trouble !== undefined) throw new Failure('configuration', trouble.what);
  return { files: state, operations: [...there, made], told: [added], unheard: [] };
}

/** What somebody took out of both files is no longer wrapped. */
export function isThere(name: string, files: Files): boolean {
  return standsIn(name, files).length > 0;
}

/** An operation stands in the source, and its tool in the service. */
export function standsIn(name: string, { source, service }: Files): readonly (keyof Files)[] {
  return [
    ...(placeAt(source, [...operationsIn(source), name]) === null ? [] : (['source'] as const)),
    ...(placeAt(service, [...SERVICE, name]) === null ? [] : (['service'] as const)),
  ];
}

/** Of a database they stand by themselves. */
function operationsIn(source: string): readonly string[] {
  return placeAt(source, ['system']) === null ? ['operations'] : ['system', 'operations'];
}

const SERVICE = ['tools'];

/** None where nothing has changed. */
function changedIn(before: KeptOperation, after: KeptOperation, state: Writable): readonly Told[] {
  const changes = changesIn(before, after);
  if (changes.length === 0) return [];
  carry(before, after, state);
  const { key, name } = after;
  const what = changes.map((change) => change.what);
  return [{ key, name, kind: 'changed', changes: what, toDo: toDoOf(after, changes, state) }];
}

/** Only over what is still as it was written. */
function carry(before: KeptOperation, after: KeptOperation, state: Writable): void {
  const source = [...operationsIn(state.source), before.name];
  if (blockAt(state.source, source)?.text === before.text.source)
    state.source = replacedAt(state.source, source, after.text.source) ?? state.source;
  const tool = [...SERVICE, before.name];
  const written = blockAt(state.service, tool)?.text;
  const isDraft = written === draftText(before.text.tool);
  if (isDraft || (written === before.text.tool && !isReviewed(state.service)))
    state.service =
      replacedAt(state.service, tool, isDraft ? draftText(after.text.tool) : after.text.tool) ?? state.service;
}

function isReviewed(service: string): boolean {
  const data = dataOf(service);
  return !(isPlainObject(data) && data['reviewed'] === false);
}

function addedTo({ key, name, text }: KeptOperation, state: Writable): Told {
  const tool = isReviewed(state.service) ? draftText(text.tool) : text.tool;
  const source = appendedAt(state.source, operationsIn(state.source), text.source);
  const service = appendedAt(state.service, SERVICE, tool);
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
function toDoOf(after: KeptOperation, changes: readonly Change[], state: Files): readonly ToDo[] {
  const tool = blockAt(state.service, [...SERVICE, after.name]);
  const isAsMade = tool === null || [after.text.tool, draftText(after.text.tool)].includes(tool.text);
  return [
    ...sourceToDo(after, changes, state),
    ...(isAsMade ? [] : toolToDo(after.name, tool, changes, state.service)),
  ];
}

function sourceToDo({ name, text }: KeptOperation, changes: readonly Change[], { source }: Files): readonly ToDo[] {
  const block = blockAt(source, [...operationsIn(source), name]);
  if (block === null || block.text === text.source || !changes.some(isOfSource)) return [];
  const what = 'You have changed this operation: it was left as it is.';
  return [{ file: 'source', line: block.line, column: block.indent + 1, what }];
}

function isOfSource({ what, input, returns }: Change): boolean {
  return input !== undefined || returns !== undefined || what.startsWith('its request');
}

/** Of a tool that somebody edited or reviewed, each place that says what has changed. */
function toolToDo(name: string, tool: Block, changes: readonly Change[], service: string): readonly ToDo[] {
  const way = [...SERVICE, name];
  const written = way.reduce<unknown>((at, key) => (isPlainObject(at) ? at[key] : undefined), dataOf(service));
  const whole = { file: 'service' as const, line: tool.line, column: tool.indent + 1 };
  const at = (path: readonly string[]) => ({ ...whole, ...placeAt(service, [...way, ...path]) });
  const isOne = isPlainObject(written) && written['returns'] === 'one';
  const [fields, inputs] = [usesIn(written, 'fields', 'at'), usesIn(written, 'arguments', 'input')];
  const toDo = changes.flatMap(({ what, field, input, isNeeded, returns }): readonly ToDo[] => {
    const verb = what.endsWith('gone') ? 'Take this out' : 'Look at this';
    const uses = [
      ...fields.filter(({ word }) => word === field),
      ...inputs.filter(({ word }) => word === input),
      ...(returns !== undefined && isOne !== (returns === 'one') ? [{ path: ['returns'] }] : []),
    ];
    const isMissing = isNeeded === true && !inputs.some(({ word }) => word === input);
    return [
      ...uses.map(({ path }) => ({ ...at(path), what: `${verb}: ${what}.` })),
      ...(isMissing ? [{ ...whole, what: `It needs \`${input}\` now: make that an argument, or fix it.` }] : []),
    ];
  });
  if (toDo.length > 0) return toDo.toSorted((one, other) => one.line - other.line);
  return [{ ...whole, what: 'This tool was left as it is: take over what an agent needs.' }];
}

type Use = { readonly path: readonly string[]; readonly word: string };

/** Entries of `fields` or `arguments`, and the field or input that each leads to. */
function usesIn(tool: unknown, list: 'fields' | 'arguments', by: 'at' | 'input'): readonly Use[] {
  const entries = isPlainObject(tool) && isPlainObject(tool[list]) ? Object.entries(tool[list]) : [];
  return entries.map(([name, value]) => {
    const said = isPlainObject(value) ? value[by] : typeof value === 'string' ? value : undefined;
    return { path: [list, name], word: typeof said === 'string' ? said : name };
  });
}
