/** The port by which one record is asked for, and how a connector does it. */
import type { EpochMs } from '../../base/clock.ts';
import type { Connector, SyncRead } from '../kit/http/connector.ts';
import type { SourceClient } from '../kit/http/client.ts';
import { momentText } from '../kit/http/moment.ts';
import type { Input, Operation } from '../kit/http/operation.ts';
import { shapedPage } from '../kit/http/shaped-page.ts';
import { SourceFailure } from '../kit/http/source-failure.ts';
import type { SystemSource } from '../declaration.ts';
import type { SourceRow } from '../row.ts';
import { projection } from '../sync/project.ts';
import type { ReadToSync } from '../sync/sync-plan.ts';
import { operationOf, readOf } from '../sync/sync-plan.ts';

export type OneRecord = {
  /** As a sync would have it. */
  readonly id: string;
  readonly values: SourceRow['values'];
};

/** `signal` ends what nobody waits for any more. */
export type OneBounds = { readonly deadlineMs: number; readonly signal: AbortSignal };

/**
 * One record of a source's read as it is now, cut down to the columns that its mappings name; null where there is none.
 * @throws SourceFailure, or Failure `configuration` for a secret or an address
 */
export type ReadOne = (source: SystemSource, read: string, id: string, bounds: OneBounds) => Promise<OneRecord | null>;

/** What a client is asked with. */
export type OneRead = Pick<ReadToSync, 'connector' | 'read' | 'columns'>;

/** A reply of one record is small. */
const MAX_BYTES = 1024 * 1024;

/** By a connector's `one`. @throws SourceFailure, or RangeError where it has none */
export async function readOneBy(
  client: Pick<SourceClient, 'ask'>,
  what: OneRead & Pick<ReadToSync, 'key' | 'place'>,
  id: string,
  nowMs: EpochMs,
  { deadlineMs, signal }: OneBounds,
): Promise<OneRecord | null> {
  const read = readOf(what);
  if (read.one === null) throw new RangeError(`${what.connector.name} can't be asked for one of ${what.read}.`);
  signal.throwIfAborted();
  const operation = operationOf(what, read.one.operation);
  const input = inputOf(read, operation, what.columns, { by: read.one.by, id });
  const rows = await client
    .ask(operation, input, { deadlineMs, maxBytes: MAX_BYTES, once: true })
    .then(
      (page) =>
        shapedPage({ ...page, goesOnAt: null }, read, { today: String(momentText(nowMs, 'day')), asked: null }).rows,
      gone,
    );
  if (rows.length > 1) throw unlike(what.connector, 'several records in place of one');
  const [row] = rows;
  if (row === undefined) return null;
  const project = projection(read.id, what.columns);
  const record = project.row(row);
  if (record === null) throw unlike(what.connector, 'a record without its id');
  if (project.seen.some(({ objects }) => objects > 0)) throw unlike(what.connector, 'an object in place of a value');
  return record;
}

function gone(error: unknown): readonly [] {
  if (error instanceof SourceFailure && error.kind === 'not_found') return [];
  throw error;
}

function unlike({ title }: Connector, what: string): SourceFailure {
  return new SourceFailure('contract', `${title} replied with ${what}.`);
}

function inputOf(
  read: SyncRead,
  { input: fields }: Operation,
  columns: readonly string[],
  { by, id }: { readonly by: string; readonly id: string },
): Input {
  const named: Input = read.columns === null ? {} : { [read.columns]: columns };
  const input: Input = { ...read.input, ...named, [by]: inputValue(fields[by]?.type, id) };
  return Object.fromEntries(Object.entries(input).filter(([field]) => Object.hasOwn(fields, field)));
}

function inputValue(type: string | undefined, id: string): Input[string] {
  if (type === 'integer') return Number(id);
  return type === 'strings' ? [id] : id;
}
