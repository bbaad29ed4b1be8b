/** What `concierge wrap` says: the operations that there are, what was written, what has changed since, and what comes next. */
import { splitKey } from '../../wrapping/choose.ts';
import type { Rewrapped, Told, ToDo } from '../../wrapping/rewrap.ts';
import type { AnyWrapped, Offered, RefusedOperation, WrappedOperation } from '../../wrapping/wrapped-operation.ts';
import { cut } from '../terminal/columns.ts';
import { counted } from '../terminal/counted.ts';
import type { Emphasize } from '../terminal/emphasis.ts';
import { table } from '../terminal/tables.ts';

export function operationTable(operations: readonly WrappedOperation[], emphasize: Emphasize): readonly string[] {
  const rows = operations.map((operation) => {
    const [method, path] = splitKey(operation.key);
    return [
      method,
      cut(path, 60),
      cut(operation.tags[0] ?? '', 24),
      operation.name,
      inText(operation),
      outText(operation),
    ];
  });
  return table(['method', 'path', 'tag', 'name', 'in', 'out'], rows, Number.POSITIVE_INFINITY, emphasize);
}

function inText({ source: { input = {} } }: WrappedOperation): string {
  const all = Object.values(input);
  const needed = all.filter(({ required }) => required === true).length;
  if (all.length === 0) return '–';
  return needed === 0 ? String(all.length) : `${all.length} (${needed} needed)`;
}

function outText({ source: { rows }, fields }: WrappedOperation): string {
  return `${rows === null ? 'one' : 'list'} of ${counted(fields.length, 'field')}`;
}

export function operationJson(operation: AnyWrapped): unknown {
  const [method, path] = splitKey(operation.key);
  return { method, path, tags: operation.tags, operation_id: operation.id, ...toolJson(operation) };
}

/** What becomes of it, wherever it comes from. */
export function toolJson({ name, title, description, source, fields, held }: AnyWrapped) {
  return {
    name,
    title,
    description,
    input: source.input ?? {},
    returns: source.rows === null ? 'one' : 'list',
    fields: fields.map(({ at }) => at),
    held: held.map(({ at, why }) => ({ at, why })),
  };
}

export function refusedJson({ key, id, tags, why }: RefusedOperation): unknown {
  const [method, path] = splitKey(key);
  return { method, path, tags, operation_id: id, why };
}

/** `247 operations that read, of which 16 can't be wrapped; 245 that write are never.` */
export function offeredLine({ operations, refused, writes, asking = 0 }: Offered): string {
  const reads = counted(operations.length + refused.length, 'operation');
  const not = refused.length === 0 ? '' : `, of which ${refused.length} can’t be wrapped`;
  const write = writes === 0 ? '' : `; ${writes} that may write ${writes === 1 ? 'is' : 'are'} left alone`;
  const posts =
    asking === 0 ? '' : ` (--post-search takes ${asking} that only ${asking === 1 ? 'asks' : 'ask'} by name)`;
  return `${reads} that read${reads.startsWith('1 ') ? 's' : ''}${not}${write}${posts}.`;
}

export function refusedLines(refused: readonly RefusedOperation[], most = 20): readonly string[] {
  const lines = refused.slice(0, most).map(({ key, why }) => `  ${key}: ${why}`);
  return refused.length > most ? [...lines, `  … and ${refused.length - most} more: --json has all.`] : lines;
}

/** What a person should look at in the tools, beside the fields. */
export function noteLines(operations: readonly AnyWrapped[]): readonly string[] {
  return operations.flatMap(({ name, notes }) => notes.map((note) => `  ${name}: ${note}`));
}

const SIGNS = { added: '+', changed: '~', gone: '-' } as const;
const MOST_CHANGES = 12;

export function toldLines(told: readonly Told[], place: (toDo: ToDo) => string): readonly string[] {
  return told.flatMap(({ key, name, kind, changes, toDo }) => [
    `${SIGNS[kind]} ${name} (${key})`,
    ...changes.slice(0, MOST_CHANGES).map((change) => `    ${change}`),
    ...(changes.length > MOST_CHANGES ? [`    … and ${changes.length - MOST_CHANGES} more`] : []),
    ...toDo.map((one) => `    ${place(one)}: ${one.what}`),
  ]);
}

const MOST_UNHEARD = 10;

/** `from`: what was wrapped, in a word. `adds`: the option that adds one of these. */
export function unheardLines({ unheard }: Rewrapped, from = 'document', adds = '--operation NAME'): readonly string[] {
  if (unheard.length === 0) return [];
  return [
    `${counted(unheard.length, 'operation')} of the ${from} ${unheard.length === 1 ? 'is' : 'are'} new; ${adds} adds one:`,
    ...unheard.slice(0, MOST_UNHEARD).map(({ key, name }) => `  ${name} (${key})`),
    ...(unheard.length > MOST_UNHEARD ? [`  … and ${unheard.length - MOST_UNHEARD} more: --list shows all.`] : []),
  ];
}
