/**
 * Asks an upstream for its tools, each only as long as it is what somebody approved. An upstream that is down, hangs or breaks is left
 * alone for a while; one that has forgotten its session is asked in another; nothing of that reaches another source.
 */
import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, handleWhen } from 'cockatiel';
import type { Input } from '../sources/kit/http/operation.ts';
import { paceOf } from '../sources/kit/http/pace.ts';
import { isOutage } from '../sources/kit/http/send.ts';
import { SourceFailure } from '../sources/kit/http/source-failure.ts';
import { argumentsOf } from './arguments.ts';
import { CONCURRENCY, IDLE_MS } from './bounds.ts';
import type { Connection, Connections, OpenSession } from './connection.ts';
import { connectionsBy } from './connection.ts';
import type { UpstreamTool } from './declaration.ts';
import { isSessionGone, upstreamFailure } from './failure.ts';
import { readReply } from './reply.ts';

export type UpstreamClient = {
  /** Rows of its reply. @throws SourceFailure, or Failure `configuration` */
  readonly ask: (question: ToolQuestion) => Promise<readonly unknown[]>;
  readonly close: () => Promise<void>;
};

export type ToolQuestion = {
  /** The upstream's own name for it. */
  readonly name: string;
  readonly tool: UpstreamTool;
  readonly input: Input;
  /** For all of it, a connection that must be made included. */
  readonly timeoutMs: number;
};

export type UpstreamWatch = {
  /** It isn't what was approved, or is gone. Told once for each state in which it is found. */
  readonly onChanged: (source: string, tool: string) => void;
  /** So many parts of a reply were dropped: images, sounds, resources, links. */
  readonly onDropped: (source: string, parts: number) => void;
};

export type UpstreamParts = {
  readonly source: string;
  readonly open: OpenSession;
  readonly watch: UpstreamWatch;
  readonly now: () => number;
  /** {@link IDLE_MS} when left out. */
  readonly idleMs?: number;
};

const FAILURES_TO_BREAK = 5;
const BROKEN_MS = 20_000;

export function upstreamClient(parts: UpstreamParts): UpstreamClient {
  const { source, now, idleMs = IDLE_MS } = parts;
  const pace = paceOf({ concurrency: CONCURRENCY, rate: null }, now);
  const breaker = circuitBreaker(handleWhen(isOutage), {
    halfOpenAfter: BROKEN_MS,
    breaker: new ConsecutiveBreaker(FAILURES_TO_BREAK),
  });
  const asking: Asking = { ...parts, connections: connectionsBy(parts.open, now), found: new Map() };
  let idle: NodeJS.Timeout | undefined;
  let underWay = 0;
  const begun = (): void => {
    underWay += 1;
    clearTimeout(idle);
  };
  const rest = (): void => {
    underWay -= 1;
    if (underWay > 0) return;
    idle = setTimeout(() => void asking.connections.close(), idleMs).unref();
  };
  return {
    ask: async (question) => {
      begun();
      const deadline = AbortSignal.timeout(question.timeoutMs);
      const endsAtMs = now() + question.timeoutMs;
      const once = async (): Promise<readonly unknown[]> => {
        const left = (): number => Math.max(1, endsAtMs - now());
        return await breaker.execute(() => until(askedAgain(asking, question, left), deadline, source));
      };
      try {
        return await pace.take(once, deadline, question.timeoutMs);
      } catch (error) {
        throw error instanceof BrokenCircuitError ? leftAlone(source) : error;
      } finally {
        rest();
      }
    },
    close: async () => {
      clearTimeout(idle);
      await asking.connections.close();
    },
  };
}

type Asking = Pick<UpstreamParts, 'source' | 'watch'> & {
  readonly connections: Connections;
  /** As what a changed tool was found, so that it is told once. */
  readonly found: Map<string, string>;
};

type Left = () => number;

/** In another session where the upstream has forgotten the one that was kept. */
async function askedAgain(asking: Asking, question: ToolQuestion, left: Left): Promise<readonly unknown[]> {
  const { connections, source } = asking;
  const wasThere = connections.isThere();
  try {
    const connection = await connections.get();
    try {
      return await asked(asking, connection, question, left);
    } catch (error) {
      if (!wasThere || !isSessionGone(error)) throw error;
      // From here on it isn't open, and another one is made.
      void connection.close().catch(() => {});
      return await asked(asking, await connections.get(), question, left);
    }
  } catch (error) {
    throw error instanceof BrokenCircuitError ? leftAlone(source) : upstreamFailure(error, source);
  }
}

async function asked(
  asking: Asking,
  connection: Connection,
  question: ToolQuestion,
  left: Left,
): Promise<readonly unknown[]> {
  const listed = await approved(asking, connection, question, left);
  const reply = await connection.call(listed, argumentsOf(question.input, question.tool.input), left());
  const { rows, dropped } = readReply(reply, question.tool.replies);
  if (dropped > 0) asking.watch.onDropped(asking.source, dropped);
  return rows;
}

/** The tool as it is listed. @throws SourceFailure `changed` where it isn't what was approved */
async function approved(
  { source, watch, found }: Asking,
  connection: Connection,
  { name, tool: { pin } }: ToolQuestion,
  left: Left,
): Promise<unknown> {
  const tool = (await connection.offered(left())).tool(name);
  if (tool?.pin === pin) {
    found.delete(name);
    return tool.listed;
  }
  const as = tool === undefined ? 'gone' : (tool.pin ?? 'unreadable');
  if (found.get(name) !== as) watch.onChanged(source, name);
  found.set(name, as);
  throw new SourceFailure('changed', `${source} has changed a tool since it was approved.`);
}

function leftAlone(source: string): SourceFailure {
  return new SourceFailure('transient', `${source} has failed again and again, and is left alone for a while.`);
}

/** A connection that is being made goes on being made: the next call may have it. */
async function until<Result>(work: Promise<Result>, signal: AbortSignal, source: string): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(new SourceFailure('transient', `${source} has not answered in time.`));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, late]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
