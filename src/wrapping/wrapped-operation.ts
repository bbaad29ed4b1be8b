/** What an operation of a document comes to: one of a source, and the proposal of a tool over it. Plain data, for files and comparisons. */
import type { ResultType } from '../services/declaration.ts';
import type { RestSystem } from '../sources/connectors/rest-schema.ts';

export type SourceOperation = RestSystem['operations'][string];

export type WrappedArgument = { readonly name: string; readonly input: string; readonly description: string };

export type WrappedField = { readonly name: string; readonly at: string; readonly type: ResultType };

/** A field that nobody should approve without a thought: written as a comment. */
export type HeldField = WrappedField & { readonly why: string };

export type WrappedOperation = {
  /** `GET /tickets/{id}`: by which it is known again in the next version of the document. */
  readonly key: string;
  readonly name: string;
  readonly tags: readonly string[];
  /** As the document has it; null where it has none. */
  readonly id: string | null;
  readonly source: SourceOperation;
  readonly title: string;
  readonly description: string;
  readonly arguments: readonly WrappedArgument[];
  readonly fields: readonly WrappedField[];
  readonly held: readonly HeldField[];
  /** Beyond as many as a model reads. */
  readonly further: readonly string[];
  /** What was left out, or should be looked at, a sentence each. */
  readonly notes: readonly string[];
};

/** Why an operation can't be wrapped. */
export type RefusedOperation = {
  readonly key: string;
  readonly id: string | null;
  readonly tags: readonly string[];
  readonly why: string;
};

export type Offered = {
  readonly operations: readonly WrappedOperation[];
  readonly refused: readonly RefusedOperation[];
  /** Operations that change something: never wrapped. */
  readonly writes: number;
};
