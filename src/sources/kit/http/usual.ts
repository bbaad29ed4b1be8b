/**
 * What most who have a system want of it, as data beside its connector: the mapping of standard fields, and how the system says which
 * fields of one's own there are. For `source add`, which proposes it; no sync ever looks at it.
 */
import type { DottedPath, Input } from './operation.ts';

/** An id as a source's file writes it. */
export type WrittenId = { readonly column: string; readonly in: string; readonly format?: 'salesforce' };

type Word = string | boolean | number | null;

/** A value as a source's file writes it; a bare word is a column. */
export type WrittenValue =
  | string
  | { readonly constant: Word }
  | {
      readonly column: string;
      readonly transform?: 'domain' | 'lowercase' | 'split_words' | 'trim';
      readonly format?: string;
      readonly values?: Readonly<Record<string, Word>>;
    };

export type WrittenAssignment = { readonly role: string; readonly person: WrittenId };

/** A record as a source's file writes it, but for its `from`. */
export type WrittenRecord = {
  readonly kind: 'account' | 'person' | 'contact' | 'absence';
  readonly where?: Readonly<Record<string, Word | readonly Word[]>>;
  /** Of an account or a person. */
  readonly id?: WrittenId | readonly WrittenId[];
  readonly values?: Readonly<Record<string, WrittenValue | WrittenId | readonly WrittenValue[]>>;
  readonly facts?: Readonly<Record<string, WrittenValue>>;
  readonly assignments?: readonly WrittenAssignment[];
};

/** How a system tells which fields the records of a read have. */
export type FieldsOf = {
  readonly operation: string;
  readonly input?: Input;
  readonly name: DottedPath;
  readonly label: DottedPath;
  readonly type: DottedPath;
  /** Fields of other types are never looked at: they hold what people write freely, or nothing that a mapping could read. */
  readonly types: readonly string[];
  /** Nor are these. */
  readonly except?: { readonly at: DottedPath; readonly is: readonly string[] };
  /** What stands before the name in a row: `properties`. */
  readonly below?: DottedPath;
  /** How names of the system's own begin, which nobody has added: looked at last. */
  readonly standard: RegExp;
};

export type Usual = {
  /** By read; a read without one isn't proposed by itself. */
  readonly records: Readonly<Record<string, readonly WrittenRecord[]>>;
  /** By read; for a system whose replies hold only what they are asked for. */
  readonly fields?: Readonly<Record<string, FieldsOf>>;
};
