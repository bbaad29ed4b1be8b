/**
 * All rows of one of a connector's reads, page after page: over its window of days, or asked for each value of another read,
 * cut down to the rows that are meant, with the columns that the read adds.
 */
import { DAY_MS } from '../../../base/day.ts';
import type { SourceClient } from './client.ts';
import type { Bounds } from './send.ts';
import type { PagePoint, TurnedPage } from './turn-pages.ts';
import type { Connector, ForEach, SyncRead } from './connector.ts';
import { valueAt } from './dotted-path.ts';
import { momentText } from './moment.ts';
import { patienceOf } from './patience.ts';
import type { Input, Operation } from './operation.ts';
import { isIn } from './rows-where.ts';
import { shapedPage } from './shaped-page.ts';
import type { ShapedPage } from './shaped-page.ts';
import { SourceFailure } from './source-failure.ts';

export type ReadOrder = {
  /** That the mapping names. */
  readonly columns: readonly string[];
  readonly nowMs: number;
  readonly bounds: Bounds;
  /** Where one that stopped goes on. One that is asked for each value begins anew. */
  readonly from?: PagePoint | null;
};

/** Values that nothing was told of, and why. */
export type PassedOver = { readonly values: readonly string[]; readonly failure: SourceFailure };

export type ReadPage = ShapedPage & { readonly passedOver: PassedOver | null };

/** @throws SourceFailure */
export async function* readPages(
  client: SourceClient,
  connector: Connector,
  name: string,
  order: ReadOrder,
): AsyncGenerator<ReadPage> {
  const read = readNamed(connector, name);
  const today = String(momentText(order.nowMs, 'day'));
  if (read.forEach !== undefined) {
    yield* pagesForEach(client, connector, { read, each: read.forEach, today }, order);
    return;
  }
  const operation = operationOf(connector, read);
  for await (const page of client.pages(operation, inputOf(read, operation, order), order.bounds, order.from))
    yield { ...shapedPage(page, read, { today, asked: null }), passedOver: null };
}

type EachRead = { readonly read: SyncRead; readonly each: ForEach; readonly today: string };

/** Requests under way at once, as far as the pace lets. */
const AT_ONCE = 4;
/** Such a read begins anew after a failure, so it rather waits out limits: so long in all. */
const MOST_PATIENCE_MS = 15 * 60_000;

async function* pagesForEach(
  client: SourceClient,
  connector: Connector,
  { read, each, today }: EachRead,
  given: ReadOrder,
): AsyncGenerator<ReadPage> {
  const order = { ...given, bounds: { patience: patienceOf(MOST_PATIENCE_MS, given.bounds.signal), ...given.bounds } };
  const operation = operationOf(connector, read);
  const input = inputOf(read, operation, order);
  let [hasAnswer, last]: [boolean, PassedOver | null] = [false, null];
  for await (const batches of inGroups(batchesOf(client, connector, each, order), AT_ONCE)) {
    const answers = await Promise.all(
      batches.map((values) => answer(client, operation, { ...input, ...asked(each, values) }, order.bounds, each)),
    );
    for (const [index, pages] of answers.entries()) {
      const values = batches[index] ?? [];
      if (pages instanceof SourceFailure) {
        last = { values, failure: pages };
        yield { rows: [], document: null, next: null, until: null, goesOnAt: null, strayLinks: 0, passedOver: last };
        continue;
      }
      hasAnswer = true;
      const context = { today, asked: values.length === 1 ? (values[0] ?? null) : null };
      for (const page of pages) yield { ...shapedPage(page, read, context), goesOnAt: null, passedOver: null };
    }
  }
  if (!hasAnswer && last !== null) throw last.failure;
}

/** All pages, or the failure that passes over them. @throws SourceFailure of any other kind */
async function answer(
  client: SourceClient,
  operation: Operation,
  input: Input,
  bounds: Bounds,
  { passes }: ForEach,
): Promise<readonly TurnedPage[] | SourceFailure> {
  try {
    const pages: TurnedPage[] = [];
    for await (const page of client.pages(operation, input, bounds)) pages.push(page);
    return pages;
  } catch (error) {
    if (error instanceof SourceFailure && passes.includes(error.kind)) return error;
    throw error;
  }
}

function asked({ to, batch }: ForEach, values: readonly string[]): Input {
  return { [to]: batch === 1 ? (values[0] ?? '') : values };
}

/** @throws SourceFailure `blocked` where there are more values than may be asked for */
async function* batchesOf(
  client: SourceClient,
  connector: Connector,
  each: ForEach,
  order: ReadOrder,
): AsyncGenerator<readonly string[]> {
  const columns = [each.at, ...(each.where === undefined ? [] : [each.where.at])];
  const seen = new Set<string>();
  let batch: string[] = [];
  for await (const { rows } of readPages(client, connector, each.of, { ...order, columns, from: null })) {
    for (const row of rows) {
      const value = valueAt(row, each.at);
      const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
      if (text === '' || seen.has(text) || !isIn(row, each.where)) continue;
      seen.add(text);
      if (seen.size > each.most)
        throw new SourceFailure('blocked', `There are more than ${each.most} of \`${each.of}\` to ask for.`);
      batch.push(text);
      if (batch.length < each.batch) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

async function* inGroups<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<readonly Item[]> {
  let group: Item[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

function inputOf(read: SyncRead, { input: fields }: Operation, { columns, nowMs }: ReadOrder): Input {
  const named: Input = read.columns === null ? {} : { [read.columns]: columns };
  const { window } = read;
  const days: Input =
    window === undefined
      ? {}
      : {
          [window.from]: momentText(nowMs - window.backDays * DAY_MS, window.as),
          [window.to]: momentText(nowMs + window.aheadDays * DAY_MS, window.as),
        };
  const input = { ...read.input, ...named, ...days };
  return Object.fromEntries(Object.entries(input).filter(([field]) => Object.hasOwn(fields, field)));
}

function readNamed({ reads, name: connector }: Connector, name: string): SyncRead {
  const read = Object.hasOwn(reads, name) ? reads[name] : undefined;
  if (read === undefined) throw new RangeError(`${connector} has no read ${name}.`);
  return read;
}

function operationOf({ operations, name }: Connector, read: SyncRead): Operation {
  const operation = operations[read.operation];
  if (operation === undefined) throw new RangeError(`${name} has no operation ${read.operation}.`);
  return operation;
}
