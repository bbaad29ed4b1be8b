/**
 * Asks systems for tools: by one client a source, which is paced and breaks off where the system is down, and from a short memory
 * where a tool allows it. What a system does never rejects.
 */
import { LRUCache } from 'lru-cache';
import type { EpochMs } from '../base/clock.ts';
import { Failure } from '../base/failure.ts';
import type { ContentHash } from '../base/hash.ts';
import { contentHash } from '../base/hash.ts';
import type { Json } from '../base/json.ts';
import { canonicalJson } from '../base/json.ts';
import type { SystemSource } from '../sources/declaration.ts';
import type { SourceClient } from '../sources/kit/http/client.ts';
import type { Operation } from '../sources/kit/http/operation.ts';
import type { UpstreamClient } from '../upstreams/client.ts';
import type { SourceFailureKind } from '../sources/kit/http/source-failure.ts';
import { SourceFailure } from '../sources/kit/http/source-failure.ts';
import type { AskedOperation, AskSystem, SystemFailed, SystemQuestion, SystemReply } from './ask-system.ts';

/** Hears of each call that failed, an agent's bad arguments (`rejected`) included. `operation`: of a service, or an upstream's tool. */
export type OnSystemFailure = (source: string, why: SourceFailureKind, operation: string) => void;

export type AskedSystems = {
  readonly clientFor: (source: SystemSource) => Promise<SourceClient>;
  readonly upstreamFor: (source: SystemSource) => UpstreamClient;
  readonly now: () => EpochMs;
  readonly onFailure: OnSystemFailure;
};

type Remembered = Pick<SystemReply, 'rows' | 'more' | 'atMs'>;

/** Of one reply; a model reads no more. */
const MAX_BYTES = 2 * 1024 * 1024;
const MAX_REMEMBERED = 5_000;
const MAX_REMEMBERED_BYTES = 32 * 1024 * 1024;

export function askedSystems({ clientFor, upstreamFor, now, onFailure }: AskedSystems): AskSystem {
  const ask = async ({ source, name, operation, input, timeoutMs }: SystemQuestion): Promise<Remembered> => {
    if ('kind' in operation) {
      const rows = await upstreamFor(source).ask({ name, tool: operation, input, timeoutMs });
      return { rows, more: false, atMs: now() };
    }
    const client = await clientFor(source);
    const page = await client.ask(operation, input, { deadlineMs: timeoutMs, maxBytes: MAX_BYTES, failsOnce: true });
    return { rows: page.rows, more: page.next !== null, atMs: now() };
  };
  const memory = new LRUCache<string, Remembered, SystemQuestion>({
    max: MAX_REMEMBERED,
    maxSize: MAX_REMEMBERED_BYTES,
    sizeCalculation: sizeOf,
    ttl: 1,
    ttlResolution: 0,
    perf: { now },
    fetchMethod: async (_key, _stale, { context: question, options }) => {
      options.ttl = question.cacheMs;
      return await ask(question);
    },
  });
  const remembered = async (question: SystemQuestion): Promise<Remembered & { readonly isCached: boolean }> => {
    const key = keyOf(question);
    const isCached = memory.has(key);
    const reply = await memory.fetch(key, { context: question });
    if (reply === undefined) throw new SourceFailure('transient', `${question.source.name} gave no answer.`);
    return { ...reply, isCached };
  };
  return async (question): Promise<SystemReply | SystemFailed> => {
    try {
      if (question.cacheMs > 0) return { kind: 'replied', ...(await remembered(question)) };
      const { rows, more, atMs } = await ask(question);
      return { kind: 'replied', rows, more, atMs, isCached: false };
    } catch (error) {
      const why = kindOf(error);
      if (why === null) throw error;
      if (!UNTOLD.includes(why)) onFailure(question.source.name, why, question.name);
      return { kind: 'failed', why };
    }
  };
}

/** That there is no such record is an answer; a changed tool is told of once, by whoever finds it. */
const UNTOLD: readonly SourceFailureKind[] = ['not_found', 'changed'];

/** @throws SourceFailure `contract` for rows that are nested too deeply to be written */
function sizeOf({ rows }: Remembered): number {
  try {
    return Math.max(1, JSON.stringify(rows).length);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SourceFailure('contract', 'A reply is nested too deeply.', { cause: error });
  }
}

/** What stands in the configuration, a secret without a value say, keeps it from being sent. Null for a defect. */
function kindOf(error: unknown): SourceFailureKind | null {
  if (error instanceof SourceFailure) return error.kind;
  return error instanceof Failure ? 'blocked' : null;
}

/**
 * Where it is asked, as whom, for what, and how it is asked and kept: nobody's answer is another's, nor one release's another's where
 * that asks otherwise.
 */
function keyOf({ source, name, operation, input, cacheMs, timeoutMs }: SystemQuestion): string {
  return canonicalJson([hashOf(source, sourceHashes, asDeclared), name, askedBy(operation), input, cacheMs, timeoutMs]);
}

function askedBy(operation: AskedOperation): Json {
  if ('kind' in operation) return [operation.pin, operation.replies];
  return hashOf(operation, operationHashes, ({ request, paging, rows, keeps, emptyIf }) => [
    request,
    paging,
    rows,
    keeps ?? null,
    emptyIf ?? null,
  ]);
}

function asDeclared({ name, connector, access, system, queries, operations, files, upstream }: SystemSource): unknown {
  return { name, connector, access, system, queries, operations, files, at: upstream?.at };
}

/** Declarations never change: each is hashed once. */
const sourceHashes = new WeakMap<SystemSource, ContentHash>();
const operationHashes = new WeakMap<Operation, ContentHash>();

function hashOf<Declared extends object>(
  declared: Declared,
  hashes: WeakMap<Declared, ContentHash>,
  content: (declared: Declared) => unknown,
): ContentHash {
  const hash = hashes.get(declared) ?? contentHash(content(declared));
  hashes.set(declared, hash);
  return hash;
}
