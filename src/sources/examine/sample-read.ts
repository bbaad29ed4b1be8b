/** The first rows of one of a connector's reads: enough to look at, and never all that there is. */
import type { SourceClient } from '../kit/http/client.ts';
import type { Connector } from '../kit/http/connector.ts';
import type { Row } from '../kit/http/page.ts';
import { patienceOf } from '../kit/http/patience.ts';
import { readPages } from '../kit/http/read-pages.ts';

export type SampleOrder = {
  readonly columns: readonly string[];
  readonly most: number;
  readonly nowMs: number;
  /** For a page, milliseconds. */
  readonly deadlineMs: number;
};

export type Sample = {
  readonly rows: readonly Row[];
  /** Whether there are no more. */
  readonly isAll: boolean;
  /** Of whom nothing is told, where it is asked for each of another read. */
  readonly passedOver: number;
};

/** A read that finds little on many pages is left there. */
const MOST_PAGES = 20;

/** @throws SourceFailure */
export async function sampleRead(
  client: SourceClient,
  connector: Connector,
  read: string,
  { columns, most, nowMs, deadlineMs }: SampleOrder,
): Promise<Sample> {
  const rows: Row[] = [];
  let [pages, passedOver] = [0, 0];
  const bounds = { deadlineMs, patience: patienceOf(0) };
  for await (const page of readPages(client, connector, read, { columns, nowMs, bounds })) {
    rows.push(...page.rows.slice(0, most - rows.length));
    passedOver += page.passedOver?.values.length ?? 0;
    if (++pages >= MOST_PAGES || rows.length >= most) return { rows, isAll: false, passedOver };
  }
  return { rows, isAll: true, passedOver };
}
