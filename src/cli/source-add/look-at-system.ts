/** Tries a system before its source is written: lets it in, asks which fields there are, and reads the first rows of each read. */
import type { SourceClient } from '../../sources/kit/http/client.ts';
import type { Connector } from '../../sources/kit/http/connector.ts';
import { SourceFailure } from '../../sources/kit/http/source-failure.ts';
import type { Fields } from '../../sources/examine/discover-fields.ts';
import { discoverFields } from '../../sources/examine/discover-fields.ts';
import { sampleRead } from '../../sources/examine/sample-read.ts';
import { columnsOfRecord } from '../../sources/propose/proposal.ts';
import type { SampledRead } from '../../sources/propose/propose-system.ts';
import { isUnlooked } from '../../sources/propose/unlooked.ts';

const SAMPLE_ROWS = 200;
const DEADLINE_MS = 30_000;
/** Of one request. */
const MOST_COLUMNS = 90;

/** @throws SourceFailure, Failure */
export async function probe(client: SourceClient, connector: Connector): Promise<void> {
  const operation = connector.operations[connector.probe.operation];
  if (operation !== undefined) await client.ask(operation, connector.probe.input, { deadlineMs: DEADLINE_MS });
}

export type LookedAt = {
  readonly reads: readonly SampledRead[];
  /** Reads that can't be had, and why. */
  readonly refused: readonly { readonly read: string; readonly message: string }[];
};

/** Where nobody asks the system. */
export function notLooked(reads: readonly string[]): LookedAt {
  return {
    refused: [],
    reads: reads.map((read) => ({ name: read, read, rows: null, labels: new Map(), fields: null })),
  };
}

export async function sampleReads(
  client: SourceClient,
  connector: Connector,
  reads: readonly string[],
  { now, onRead }: { readonly now: () => number; readonly onRead: (read: string) => void },
): Promise<LookedAt> {
  const found: SampledRead[] = [];
  const refused: { read: string; message: string }[] = [];
  for (const read of reads) {
    onRead(read);
    try {
      found.push(await sampled(client, connector, read, now()));
    } catch (error) {
      if (!(error instanceof SourceFailure)) throw error;
      refused.push({ read, message: error.message });
    }
  }
  return { reads: found, refused };
}

async function sampled(client: SourceClient, connector: Connector, read: string, nowMs: number): Promise<SampledRead> {
  const fields = await discoverFields(client, connector, read, DEADLINE_MS).catch((error: unknown) => {
    // Then there is what is usual.
    if (error instanceof SourceFailure) return null;
    throw error;
  });
  const columns = columnsToAsk(connector, read, fields);
  const order = { columns, most: SAMPLE_ROWS, nowMs, deadlineMs: DEADLINE_MS };
  const { rows } = await sampleRead(client, connector, read, order);
  const labels = new Map((fields?.open ?? []).map(({ column, label }) => [column, label ?? '']));
  return { name: read, read, rows, labels, fields: fields === null || fields.all.size === 0 ? null : fields.all };
}

/** What is usual, and of accounts what the company has added, before what every system has. */
function columnsToAsk({ usual, reads, operations }: Connector, read: string, fields: Fields | null): readonly string[] {
  const records = usual?.records[read] ?? [];
  const needed = records
    .flatMap(columnsOfRecord)
    .filter((column) => fields === null || fields.all.has(column) || column.includes('.'));
  const { columns: input = null, operation = '' } = reads[read] ?? {};
  const listed = input === null ? [] : (operations[operation]?.input[input]?.oneOf ?? []);
  const isOfAccounts = records.some(({ kind }) => kind === 'account');
  const more = isOfAccounts
    ? (fields?.open ?? []).map(({ column }) => column).filter((column) => !isUnlooked(column, true))
    : listed;
  return [...new Set([...needed, ...more])].slice(0, MOST_COLUMNS);
}
