/**
 * A service of one source as `services/<name>.yaml` declares it: which of the source's operations are tools, what a model may ask
 * them for, and the approved fields of what comes back. Declarative data only; part of a release.
 */
import type { Audience } from '../facts/frame.ts';
import type { DottedPath, Input, InputValue } from '../sources/kit/http/operation.ts';
import type { UpstreamTool } from '../upstreams/declaration.ts';

export type ServiceDeclaration = {
  /** Served at `/mcp/<name>`. */
  readonly name: string;
  readonly title: string;
  /** Sentences for the model, beside the tools' own. */
  readonly instructions: string | null;
  /** Which source's operations these are. */
  readonly source: string;
  readonly tools: readonly ServiceTool[];
};

export type ServiceTool = {
  /** What the model calls it. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Agents that speak for these have it. */
  readonly audiences: readonly Audience[];
  /** Of the source; of an upstream, its own name for the tool. */
  readonly operation: string;
  /** Of an upstream's tool. */
  readonly upstream?: UpstreamAsking;
  readonly arguments: readonly ToolArgument[];
  /** Always asked so; no model sees or changes it. */
  readonly fixed: Input;
  /** Filled from the customer whom the call is about; null for what is about nobody. */
  readonly customer: CustomerInput | null;
  /** Said of what is about nobody: also whoever speaks for one customer may ask it. */
  readonly aboutAnybody: boolean;
  readonly result: ResultShape;
  /** How long a reply may be given again, milliseconds; 0 for not at all. */
  readonly cacheMs: number;
  /** For one call with all its tries, milliseconds. */
  readonly timeoutMs: number;
};

/** What was approved of an upstream's tool, and where its records are. */
export type UpstreamAsking = Pick<UpstreamTool, 'pin' | 'replies'>;

export type ArgumentValue = InputValue;

export type ToolArgument = {
  readonly name: string;
  /** Of the operation. */
  readonly input: string;
  readonly description: string;
  readonly required: boolean;
  /** The only values; null where the operation's own rules are all. */
  readonly oneOf: readonly string[] | null;
  readonly byDefault: ArgumentValue | null;
};

export type CustomerInput = {
  readonly input: string;
  /** An id of the account in this namespace, or the e-mail address by which the customer is known. */
  readonly by: { readonly id: string } | 'email';
  /** The value at this path must be what was asked for: other rows are no customer's of ours, and left out. */
  readonly belongs: DottedPath | null;
};

export type ResultShape = {
  /** Whether a call comes to a list, or to one record or none. */
  readonly returns: 'list' | 'one';
  /** Rows at most; what is beyond is said to be there. */
  readonly most: number;
  readonly fields: readonly ResultField[];
};

/**
 * `text`: one line, cleaned. `moment`: ISO 8601. `link`: https, approved by the workspace. `texts`: a list of lines. `records`: a list
 * of objects with fields of their own.
 */
export const RESULT_TYPES = ['text', 'number', 'boolean', 'moment', 'email', 'link', 'texts', 'records'] as const;
/** `passage`: text of several lines, for a tool that says nothing else. No field of a file is one. */
export type ResultType = (typeof RESULT_TYPES)[number] | 'passage';

export type ResultField = {
  readonly name: string;
  /** Where it stands in a row of the reply. */
  readonly at: DottedPath;
  readonly type: ResultType;
  readonly description: string | null;
  /** Of `records`; empty for the others. */
  readonly fields: readonly ResultField[];
};
