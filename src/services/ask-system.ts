/** The port by which a tool asks its system: authenticated, paced and bounded by whoever stands behind it. */
import type { EpochMs } from '../base/clock.ts';
import type { SystemSource } from '../sources/declaration.ts';
import type { Input, Operation } from '../sources/kit/http/operation.ts';
import type { SourceFailureKind } from '../sources/kit/http/source-failure.ts';
import type { UpstreamTool } from '../upstreams/declaration.ts';

/** What a system is asked: an operation of a connector, or a tool of another MCP server. */
export type AskedOperation = Operation | UpstreamTool;

export type SystemQuestion = {
  readonly source: SystemSource;
  /** Its name in the source. */
  readonly name: string;
  readonly operation: AskedOperation;
  readonly input: Input;
  /** For the answer with all its tries, milliseconds. */
  readonly timeoutMs: number;
  /** How old an answer may be, milliseconds; 0 asks anew. */
  readonly cacheMs: number;
};

export type SystemReply = {
  readonly kind: 'replied';
  /** Of one page, as they came. */
  readonly rows: readonly unknown[];
  /** Whether the system says that there are more. */
  readonly more: boolean;
  readonly atMs: EpochMs;
  /** It was asked before, and nobody was asked now. */
  readonly isCached: boolean;
};

/** Never rejects for what a system does: that is a reply, too. */
export type AskSystem = (question: SystemQuestion) => Promise<SystemReply | SystemFailed>;

export type SystemFailed = { readonly kind: 'failed'; readonly why: SourceFailureKind };
