/** Syncs what is due of a company's systems: sources beside each other, the reads of one in turn. What fails stops nothing else. */
import { randomUUID } from 'node:crypto';
import type { EpochMs } from '../../base/clock.ts';
import { Failure } from '../../base/failure.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { CopyStore } from '../../store/copies.ts';
import type { SourceDeclaration, SystemRead, SystemSource } from '../declaration.ts';
import { restConnector } from '../connectors/rest.ts';
import { isFileSource } from '../declaration.ts';
import type { SourceClient } from '../kit/http/client.ts';
import type { Connector } from '../kit/http/connector.ts';
import { SourceFailure } from '../kit/http/source-failure.ts';
import { columnsOf } from '../kit/records.ts';
import type { ReadToSync, SyncedRead } from './sync-read.ts';
import { shapeOf, syncRead } from './sync-read.ts';

export type SyncRequest = {
  /** `due`: those whose time has come. */
  readonly sources: 'due' | 'all' | readonly string[];
  readonly full: boolean;
};

/** How one read of one source went. */
export type ReadOutcome = { readonly source: string; readonly read: string } & (
  | ({ readonly outcome: 'synced' } & SyncedRead)
  | { readonly outcome: 'not_due' }
  /** Another process syncs this source just now. */
  | { readonly outcome: 'busy' }
  /** `kind` of SourceFailure, or the code of a Failure. */
  | { readonly outcome: 'failed'; readonly kind: string; readonly message: string }
);

export type SyncSurroundings = {
  readonly tenant: Tenant;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly copies: CopyStore;
  /** @throws Failure `configuration` */
  readonly clientFor: (source: SystemSource, connector: Connector) => SourceClient;
  readonly now: () => EpochMs;
  readonly onRows: (source: string, rows: number) => void;
  readonly signal?: AbortSignal;
};

/** A sync that says nothing for so long has died: another may take its place. */
const CLAIM_MS = 5 * 60_000;

/** @throws Failure `store_unavailable`, or the signal's reason */
export async function syncSources(
  sources: readonly SourceDeclaration[],
  request: SyncRequest,
  surroundings: SyncSurroundings,
): Promise<readonly ReadOutcome[]> {
  const systems = sources.filter((source): source is SystemSource => !isFileSource(source));
  const outcomes = await Promise.all(systems.map((source) => syncSource(source, request, surroundings)));
  return outcomes.flat();
}

async function syncSource(
  source: SystemSource,
  request: SyncRequest,
  surroundings: SyncSurroundings,
): Promise<readonly ReadOutcome[]> {
  const { tenant, copies, now } = surroundings;
  const isNamed = request.sources === 'all' || (request.sources !== 'due' && request.sources.includes(source.name));
  const plans = await Promise.all(
    source.reads.map(async (read) => ({
      read,
      isDue: isNamed || (request.sources === 'due' && (await isDue(source, read, surroundings))),
    })),
  );
  const idle = plans
    .filter((plan) => !plan.isDue)
    .map(({ read }) => ({ source: source.name, read: read.name, outcome: 'not_due' }) as const);
  if (idle.length === plans.length) return idle;
  const claim = { tenant, source: source.name, holder: randomUUID() };
  if (!(await copies.claim(claim, now(), CLAIM_MS)))
    return source.reads.map((read) => ({ source: source.name, read: read.name, outcome: 'busy' }));
  try {
    const due = plans.filter((plan) => plan.isDue).map(({ read }) => read);
    return [
      ...idle,
      ...(await syncReads(source, due, request, {
        ...surroundings,
        renew: () => copies.claim(claim, now(), CLAIM_MS),
      })),
    ];
  } finally {
    await copies.release(claim);
  }
}

async function isDue(source: SystemSource, { name }: SystemRead, surroundings: SyncSurroundings): Promise<boolean> {
  const { copies, now } = surroundings;
  const what = readToSync(source, name, surroundings);
  const { asOf, running, shape } = await copies.state(what.key);
  const isNone = asOf === null || running !== null || shape !== shapeOf(what);
  return isNone || now() - Date.parse(asOf) >= source.sync.everyMs;
}

type Claimed = SyncSurroundings & { readonly renew: () => Promise<boolean> };

async function syncReads(
  source: SystemSource,
  reads: readonly SystemRead[],
  { full }: SyncRequest,
  surroundings: Claimed,
): Promise<readonly ReadOutcome[]> {
  const outcomes: ReadOutcome[] = [];
  let client: SourceClient | undefined;
  for (const { name } of reads) {
    const of = { source: source.name, read: name };
    try {
      const what = readToSync(source, name, surroundings);
      client ??= surroundings.clientFor(source, what.connector);
      const onRows = (rows: number): void => {
        surroundings.onRows(source.name, rows);
        void surroundings.renew();
      };
      const order = {
        full,
        fullEveryMs: source.sync.fullMs,
        now: surroundings.now,
        onRows,
        ...(surroundings.signal && { signal: surroundings.signal }),
      };
      outcomes.push({ ...of, outcome: 'synced', ...(await syncRead(what, order, client, surroundings.copies)) });
    } catch (error) {
      outcomes.push({ ...of, ...failed(error) });
    }
  }
  return outcomes;
}

/** @throws what is no failure of this source alone */
function failed(error: unknown): { readonly outcome: 'failed'; readonly kind: string; readonly message: string } {
  if (error instanceof SourceFailure) return { outcome: 'failed', kind: error.kind, message: error.message };
  if (error instanceof Failure && error.code === 'configuration')
    return { outcome: 'failed', kind: error.code, message: `${error.message} ${error.mend}`.trim() };
  throw error;
}

export function readToSync(
  source: SystemSource,
  name: string,
  { tenant, connectors }: Pick<SyncSurroundings, 'tenant' | 'connectors'>,
): ReadToSync {
  const connector = source.system === null ? connectors.get(source.connector) : restConnector(source.system);
  const declared = source.reads.find((read) => read.name === name);
  if (connector === undefined || declared === undefined)
    throw new RangeError(`No read ${name} of a ${source.connector} source.`);
  const columns = source.mappings.filter(({ from }) => from === name).flatMap((mapping) => [...columnsOf(mapping)]);
  const place = JSON.stringify([source.access.baseUrl, source.access.settings, source.system]);
  return {
    key: { tenant, source: source.name, read: name },
    connector,
    read: declared.read,
    columns: [...new Set(columns)].toSorted(),
    place,
  };
}
