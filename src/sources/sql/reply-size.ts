/**
 * How much a database may reply with to one question, as any system: so many bytes in all. A reply is taken a few rows at a time, so
 * that little more than that is ever held. What a sync reads, page by page, has no such bound.
 */
import type { Cell } from '../../outbound/database/database.ts';
import { SourceFailure } from '../kit/http/source-failure.ts';
import { MOST_ROW_BYTES } from './statement.ts';

/** Rows that together hold no more than the reply may, however large they are: one at least, and `most` at most. */
export function rowsAtOnce(maxBytes: number | undefined, most: number): number {
  return maxBytes === undefined ? most : Math.max(1, Math.min(most, Math.floor(maxBytes / MOST_ROW_BYTES)));
}

/**
 * Adds up rows as they come: their values as text, which is what stands behind the columns, and the columns' names with each.
 * @throws SourceFailure `contract` beyond the bound, as for a reply by HTTP
 */
export function replyMeter(
  columns: readonly string[],
  maxBytes: number | undefined,
  about: string,
): (cells: readonly Cell[]) => void {
  if (maxBytes === undefined) return () => {};
  const names = Buffer.byteLength(JSON.stringify(columns));
  let bytes = 0;
  return (cells) => {
    bytes += names + Number(cells[columns.length]);
    if (bytes > maxBytes)
      throw new SourceFailure(
        'contract',
        `The reply of ${about} is larger than ${maxBytes} bytes. Bound its query with \`limit\`, or read fewer columns.`,
      );
  };
}
