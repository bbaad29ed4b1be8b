/** What an operation of a document comes to: one of a source, and the proposal of a tool over it. Plain data, for files and comparisons. */
import type { ResultType } from '../services/declaration.ts';
import type { RestSystem } from '../sources/connectors/rest-schema.ts';

export type SourceOperation = RestSystem['operations'][string];

type SourceInput = NonNullable<SourceOperation['input']>[string];

/** Of a database: a query in place of a request. */
export type QueriedSource = {
  readonly about: string;
  readonly input?: Readonly<
    Record<string, Omit<SourceInput, 'type'> & { readonly type: SourceInput['type'] | 'moment' }>
  >;
  readonly query: string;
  /** Null: it comes to one record, or none. */
  readonly rows?: null;
};

export type WrappedArgument = { readonly name: string; readonly input: string; readonly description: string };

export type WrappedField = {
  readonly name: string;
  readonly at: string;
  readonly type: ResultType;
  readonly description?: string;
};

/** A field that nobody should approve without a thought: written as a comment. */
export type HeldField = WrappedField & { readonly why: string };

export type WrappedOperation<Source = SourceOperation> = {
  /** `GET /tickets/{id}`, `one of crm.accounts by id`: by which it is known again in the next version. */
  readonly key: string;
  readonly name: string;
  readonly tags: readonly string[];
  /** As the document has it; null where it has none. */
  readonly id: string | null;
  readonly source: Source;
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

/** Wherever it comes from. */
export type AnyWrapped = WrappedOperation<SourceOperation | QueriedSource>;

/** Why an operation can't be wrapped. */
export type RefusedOperation = {
  readonly key: string;
  readonly id: string | null;
  readonly tags: readonly string[];
  readonly why: string;
};

export type Offered<Source = SourceOperation> = {
  readonly operations: readonly WrappedOperation<Source>[];
  readonly refused: readonly RefusedOperation[];
  /** Operations that change something: never wrapped. */
  readonly writes: number;
  /** Of those as many as would be offered where somebody says that such a POST only asks. */
  readonly asking?: number;
};
