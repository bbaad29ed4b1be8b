/** For tests: one record of a database now, asked for by its connector’s `one`. */
import type { SourceClient } from '../../src/sources/kit/http/client.ts';
import type { Connector } from '../../src/sources/kit/http/connector.ts';
import type { Row } from '../../src/sources/kit/http/page.ts';
import { SourceFailure } from '../../src/sources/kit/http/source-failure.ts';

export type OneBounds = {
  /** That the mapping names; the id comes too. */
  readonly columns: readonly string[];
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
};

/** Null where there is no such record. @throws SourceFailure, or the signal's reason */
export async function readOne(
  client: Pick<SourceClient, 'ask'>,
  { reads, operations, title }: Connector,
  name: string,
  id: string,
  { columns, ...bounds }: OneBounds,
): Promise<Row | null> {
  const one = reads[name]?.one ?? null;
  const operation = one === null ? undefined : operations[one.operation];
  if (one === null || operation === undefined) throw new RangeError(`${title} can't be asked for one of ${name}.`);
  try {
    const { rows } = await client.ask(operation, { [one.by]: id, columns: [...columns] }, bounds);
    return rows[0] ?? null;
  } catch (error) {
    if (error instanceof SourceFailure && error.kind === 'not_found') return null;
    throw error;
  }
}
