/**
 * Asks systems for tools: by one client a source, which is paced and breaks off where the system is down, and from a short memory
 * where a tool allows it. What a system does never rejects.
 */
import { LRUCache } from 'lru-cache';
import type { EpochMs } from '../base/clock.ts';
import { Failure } from '../base/failure.ts';
import { canonicalJson } from '../base/json.ts';
import type { SystemSource } from '../sources/declaration.ts';
import type { SourceClient } from '../sources/kit/http/client.ts';
import type { UpstreamClient } from '../upstreams/client.ts';
import type { SourceFailureKind } from '../sources/kit/http/source-failure.ts';
import { SourceFailure } from '../sources/kit/http/source-failure.ts';
import type { AskSystem, SystemFailed, SystemQuestion, SystemReply } from './ask-system.ts';

export type AskedSystems = {
  readonly clientFor: (source: SystemSource) => Promise<SourceClient>;
  readonly upstreamFor: (source: SystemSource) => UpstreamClient;
  readonly now: () => EpochMs;
  /** Hears of what went wrong. */
  readonly onFailure: (source: string, why: SourceFailureKind) => void;
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
    const page = await client.ask(operation, input, { deadlineMs: timeoutMs, maxBytes: MAX_BYTES });
    return { rows: page.rows, more: page.next !== null, atMs: now() };
  };
  const memory = new LRUCache<string, Remembered, SystemQuestion>({
    max: MAX_REMEMBERED,
    maxSize: MAX_REMEMBERED_BYTES,
    sizeCalculation: ({ rows }) => Math.max(1, JSON.stringify(rows).length),
    ttl: 1,
    ttlResolution: 0,
    perf: { now },
    fetchMethod: async (_key, _stale, { context: question, options }) => {
      options.ttl = question.cacheMs;
      return await ask(question);
    },
  });
  const remembered = async (question: SystemQuestion): Promise<Remembered & { readonly isCached: boolean }> => {
    if (question.cacheMs === 0) return { ...(await ask(question)), isCached: false };
    const key = keyOf(question);
    const isCached = memory.has(key);
    const reply = await memory.fetch(key, { context: question });
    if (reply === undefined) throw new SourceFailure('transient', `${question.source.name} gave no answer.`);
    return { ...reply, isCached };
  };
  return (question) =>
    remembered(question).then(
      (reply): SystemReply => ({ kind: 'replied', ...reply }),
      (error: unknown): SystemFailed => {
        const why = kindOf(error);
        if (why === null) throw error;
        // A changed tool is told of once, by whoever finds it.
        if (why !== 'changed') onFailure(question.source.name, why);
        return { kind: 'failed', why };
      },
    );
}

/** What stands in the configuration, a secret without a value say, keeps it from being sent. Null for a defect. */
function kindOf(error: unknown): SourceFailureKind | null {
  if (error instanceof SourceFailure) return error.kind;
  return error instanceof Failure ? 'blocked' : null;
}

/** Where it is asked, as whom, and for what: nobody's answer is another's. */
function keyOf({ source, name, operation, input }: SystemQuestion): string {
  const upstream = 'kind' in operation ? [source.upstream?.at, operation.pin, operation.replies] : null;
  return canonicalJson([source.name, source.connector, source.access, upstream, name, input]);
}
