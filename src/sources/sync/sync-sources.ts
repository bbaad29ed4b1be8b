/** Syncs what is due of a company's systems: sources beside each other, the reads of one in turn. What fails stops nothing else. */
import type { EpochMs } from '../../base/clock.ts';
import { errorKind } from '../../base/error-kind.ts';
import { Failure } from '../../base/failure.ts';
import { canonicalJson } from '../../base/json.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { CopyStore } from '../../store/copies.ts';
import type { SourceDeclaration, SystemRead, SystemSource } from '../declaration.ts';
import { connectorOf } from '../connector-of.ts';
import { isFileSource } from '../declaration.ts';
import type { SourceClient } from '../kit/http/client.ts';
import type { Connector } from '../kit/http/connector.ts';
import { SourceFailure } from '../kit/http/source-failure.ts';
import { columnsOf } from '../kit/records.ts';
import { TROUBLE } from '../row.ts';
import { holdSource } from './claim.ts';
import { noteOfFailure, noteOfSuccess } from './note-sync.ts';
import { shapeOf } from './shape.ts';
import type { ReadToSync } from './sync-plan.ts';
import type { SyncedRead } from './sync-read.ts';
import { syncRead } from './sync-read.ts';

export type SyncRequest = {
  /** `due`: those whose time has come. */
  readonly sources: 'due' | 'all' | readonly string[];
  readonly full: boolean;
  /** Of those that are named: what was read since this moment, by whomever, is not read again. */
  readonly unlessSince?: Readonly<Record<string, EpochMs>>;
};

/** How one read of one source went. */
export type ReadOutcome = { readonly source: string; readonly read: string } & (
  | ({ readonly outcome: 'synced' } & SyncedRead)
  | { readonly outcome: 'not_due' }
  /** Another process syncs this source just now. */
  | { readonly outcome: 'busy' }
  /** `kind` of SourceFailure, the code of a Failure, or `defect`. */
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

/**
 * What is of no source any more is dropped before.
 * @throws Failure `store_unavailable`, or the signal's reason
 */
export async function syncSources(
  sources: readonly SourceDeclaration[],
  request: SyncRequest,
  surroundings: SyncSurroundings,
): Promise<readonly ReadOutcome[]> {
  const systems = sources.filter((source): source is SystemSource => !isFileSource(source));
  const declared = systems.map(({ name, reads }) => ({ source: name, reads: reads.map((read) => read.name) }));
  await surroundings.copies.keepOnly(surroundings.tenant, declared);
  // All of them have ended before one's failure ends the sync: then the copies may be closed.
  const settled = await Promise.allSettled(systems.map((source) => syncSource(source, request, surroundings)));
  return settled.flatMap((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

async function syncSource(
  source: SystemSource,
  request: SyncRequest,
  surroundings: SyncSurroundings,
): Promise<readonly ReadOutcome[]> {
  try {
    const due = await dueReads(source, request, surroundings);
    const idle = source.reads.filter((read) => !due.includes(read));
    return [...outcomeOf(source, idle, { outcome: 'not_due' }), ...(await syncDue(source, due, request, surroundings))];
  } catch (error) {
    return outcomeOf(source, source.reads, failed(error, surroundings));
  }
}

function outcomeOf<const Outcome>(source: SystemSource, reads: readonly SystemRead[], outcome: Outcome) {
  return reads.map((read) => ({ source: source.name, read: read.name, ...outcome }));
}

async function dueReads(
  source: SystemSource,
  { sources }: SyncRequest,
  surroundings: SyncSurroundings,
): Promise<readonly SystemRead[]> {
  if (sources === 'all') return source.reads;
  if (sources !== 'due') return sources.includes(source.name) ? source.reads : [];
  const due = await Promise.all(source.reads.map((read) => isDue(source, read, surroundings)));
  return source.reads.filter((_read, index) => due[index]);
}

async function syncDue(
  source: SystemSource,
  due: readonly SystemRead[],
  request: SyncRequest,
  surroundings: SyncSurroundings,
): Promise<readonly ReadOutcome[]> {
  if (due.length === 0) return [];
  const { tenant, copies, now, signal } = surroundings;
  const held = await holdSource(copies, { tenant, source: source.name }, now);
  if (held === null) return outcomeOf(source, due, { outcome: 'busy' });
  try {
    const stop = signal === undefined ? held.lost : AbortSignal.any([held.lost, signal]);
    const still = await notReadSince(source, due, request, surroundings);
    const read = due.filter((each) => !still.includes(each));
    return [
      ...outcomeOf(source, read, { outcome: 'not_due' }),
      ...(await syncReads(source, still, request, surroundings, stop)),
    ];
  } finally {
    await held.release();
  }
}

/** Asked while the source is held: another process may have been quicker. */
async function notReadSince(
  source: SystemSource,
  due: readonly SystemRead[],
  { unlessSince }: SyncRequest,
  { tenant, copies }: SyncSurroundings,
): Promise<readonly SystemRead[]> {
  const sinceMs = unlessSince?.[source.name];
  if (sinceMs === undefined) return due;
  const read = await Promise.all(
    due.map(async ({ name }) => {
      const { asOf, running } = await copies.state({ tenant, source: source.name, read: name });
      return asOf !== null && running === null && Date.parse(asOf) >= sinceMs;
    }),
  );
  return due.filter((_read, index) => read[index] !== true);
}

async function isDue(source: SystemSource, { name }: SystemRead, surroundings: SyncSurroundings): Promise<boolean> {
  const { copies, now } = surroundings;
  const what = readToSync(source, name, surroundings);
  const { asOf, running, shape } = await copies.state(what.key);
  const isNone = asOf === null || running !== null || shape !== shapeOf(what);
  return isNone || now() - Date.parse(asOf) >= source.sync.everyMs;
}

async function syncReads(
  source: SystemSource,
  reads: readonly SystemRead[],
  { full }: SyncRequest,
  surroundings: SyncSurroundings,
  signal: AbortSignal,
): Promise<readonly ReadOutcome[]> {
  const outcomes: ReadOutcome[] = [];
  const { tenant, copies, now } = surroundings;
  let client: SourceClient | null = null;
  for (const { name } of reads) {
    const of = { source: source.name, read: name };
    const key = { tenant, ...of };
    const before = await copies.noted(key);
    try {
      const what = readToSync(source, name, surroundings);
      client ??= surroundings.clientFor(source, what.connector);
      const shape = shapeOf(what);
      const order = {
        full,
        fullEveryMs: source.sync.fullMs,
        now,
        before: before?.profiles?.shape === shape ? before.profiles.columns : null,
        onRows: (rows: number) => surroundings.onRows(source.name, rows),
        signal,
      };
      const synced = await syncRead(what, order, client, copies);
      await copies.note(key, noteOfSuccess(before, synced, shape, { nowMs: now(), client }));
      const { profiles: _profiles, ...told } = synced;
      outcomes.push({ ...of, outcome: 'synced', ...told });
    } catch (error) {
      const outcome = failed(error, surroundings);
      await copies.note(
        key,
        noteOfFailure(before, { ...outcome, retryAfterMs: retryAfter(error) }, { nowMs: now(), client }),
      );
      outcomes.push({ ...of, ...outcome });
    }
  }
  return outcomes;
}

/** @throws what is no failure of this source alone */
function failed(
  error: unknown,
  { signal }: SyncSurroundings,
): { readonly outcome: 'failed'; readonly kind: string; readonly message: string } {
  signal?.throwIfAborted();
  if (error instanceof SourceFailure) return { outcome: 'failed', kind: error.kind, message: error.message };
  if (!(error instanceof Failure))
    return { outcome: 'failed', kind: 'defect', message: `This program broke over it (${errorKind(error)}).` };
  if (error.code === 'configuration')
    return { outcome: 'failed', kind: error.code, message: `${error.message} ${error.mend}`.trim() };
  throw error;
}

function retryAfter(error: unknown): number | null {
  return error instanceof SourceFailure ? error.retryAfterMs : null;
}

export function readToSync(
  source: SystemSource,
  name: string,
  { tenant, connectors }: Pick<SyncSurroundings, 'tenant' | 'connectors'>,
): ReadToSync {
  const connector = connectorOf(source, connectors);
  const declared = source.reads.find((read) => read.name === name);
  if (connector === undefined || declared === undefined)
    throw new RangeError(`No read ${name} of a ${source.connector} source.`);
  const columns = source.mappings.filter(({ from }) => from === name).flatMap((mapping) => [...columnsOf(mapping)]);
  const { access, system } = source;
  return {
    key: { tenant, source: source.name, read: name },
    connector,
    read: declared.read,
    columns: [...new Set([...columns, ...(source.files === undefined ? [] : [TROUBLE])])].toSorted(),
    place: canonicalJson({ access, system }),
  };
}
