/**
 * One named read of a system, as data: what it is asked, the request, how pages follow each other, where the rows are. A
 * connector is made of these; nothing here does anything. `client.ts` runs them.
 */

import type { Json } from '../../../base/json.ts';
import type { ValueSchema } from './value-schema.ts';

/**
 * Keys from the root of a JSON document as it has them, joined by dots; a number is an index: `paging.next.after`, `0.errorCode`,
 * `Account Name.id`. A key that has dots itself goes before: `@odata.nextLink`.
 */
export type DottedPath = string;

/** The rows whose value at `at` is one of these. */
export type RowsWhere = { readonly at: DottedPath; readonly is: readonly (string | number | boolean)[] };

/** What an operation may be asked for. Bounded, because values come from outside. */
export type InputField = {
  /**
   * `names`: of the system's own fields, like `Customer_Tier__c` or `Owner.Email`. `moment`: ISO 8601 in UTC; in a query language
   * it stands bare. `json`: an object, or a list of what isn't text, by its `schema`; for a body, or as text of JSON in a query.
   */
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'moment' | 'strings' | 'names' | 'json';
  readonly about: string;
  /** Of `json`. */
  readonly schema?: ValueSchema;
  /** Of a member of an object that another input holds as a whole: where it is, from that input's name on. */
  readonly at?: readonly string[];
  readonly required?: boolean;
  /** Of a string, or of each one. */
  readonly pattern?: RegExp;
  /** The only values of a string, or of each one. */
  readonly oneOf?: readonly string[];
  /** Characters of a string, 200 when left out; of a list how many, 200 too. */
  readonly most?: number;
  /** Of names: those below this path are meant, and written without it. Others don't come into the request. */
  readonly below?: DottedPath;
  /** Of a string in a query language that compares: it may stand anywhere in the value, and has no wildcards of its own. */
  readonly within?: true;
  /** Names that are there in any case, once. */
  readonly always?: readonly string[];
  /** Of names: those of texts that people write freely can't be asked for, but for these, which only look like it. */
  readonly noFreeText?: { readonly but: readonly string[] };
};
export type InputFields = Readonly<Record<string, InputField>>;

/** Values by field; what is left out has no value. */
export type Input = Readonly<Record<string, InputValue>>;
export type InputValue = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/**
 * Text with `{field}` where a value belongs. It is escaped for where it stands: in a path percent-encoded as one segment, in a
 * header without line breaks, in a query language as one quoted string.
 */
export type Template = string;

/**
 * A query language's text, in which each `{field}` becomes a quoted string of it, a number, a list of either, or names.
 * `soql`: Salesforce. `zendesk`: the words of a search. `odata`: Microsoft's filters.
 */
export type QueryText = { readonly language: 'soql' | 'zendesk' | 'odata'; readonly text: Template };

/** The parameter once for each entry of a list: `tag=a&tag=b`. With `between` once, with that between the entries: `tag=a|b`. */
export type EachEntry = { readonly each: string; readonly between?: '|' | ' ' };

/**
 * A JSON body: values as they are, `{ input: field }` where a value belongs, `as: 'text'` for a number that is written as one. A
 * member whose field has no value is left out, and an object within that has no member left.
 */
export type BodyTemplate =
  | string
  | number
  | boolean
  | null
  | { readonly input: string; readonly as?: 'text' }
  | readonly BodyTemplate[]
  | { readonly [key: string]: BodyTemplate };

export type RequestTemplate = {
  /** GET when left out. */
  readonly method?: 'GET' | 'POST';
  /** Below the source's address, with its first slash. */
  readonly path: Template;
  /** A parameter whose fields have no value is left out. With several templates it is there several times. */
  readonly query?: Readonly<Record<string, Template | QueryText | EachEntry | readonly Template[]>>;
  readonly headers?: Readonly<Record<string, Template>>;
  readonly body?: BodyTemplate;
};

/** Where the next page's mark goes: a parameter of the query, or a member of the body. */
export type Place = { readonly query: string } | { readonly body: DottedPath };

/**
 * How pages follow each other. Each has an end that is looked for, and none goes on for ever. A reply that says that there is more,
 * and not where, is broken: it is never taken for the end.
 */
export type Paging =
  /** The reply holds the mark of the next page; none, or `more: false`, is the end. */
  | { readonly kind: 'cursor'; readonly at: DottedPath; readonly to: Place; readonly more?: DottedPath }
  /**
   * The system remembers the place under the mark of its first reply; the first page without rows is the end. A page that was
   * lost on its way can't be had again: then the reading begins anew.
   */
  | { readonly kind: 'scroll'; readonly at: DottedPath; readonly to: Place }
  /**
   * Rows come in the order of a key that never changes, a whole number, and the next page is asked for what comes after the last one:
   * nobody is passed over for a row before them that is gone by then. `more` is there as long as there are more.
   */
  | { readonly kind: 'keyset'; readonly at: DottedPath; readonly to: Place; readonly more: DottedPath }
  /**
   * The next page is asked for by what stands `at` in the last row of the one before. The last page is the one that says `more: false`,
   * else the first without rows, or with fewer than `size`.
   */
  | {
      readonly kind: 'last_row';
      readonly at: DottedPath;
      readonly to: Place;
      readonly more?: DottedPath;
      readonly size?: number;
    }
  /** The reply holds the next page's URL, whole or from its first slash; none, or `done: true`, is the end. */
  | { readonly kind: 'next_url'; readonly at: DottedPath; readonly done?: DottedPath; readonly more?: DottedPath }
  /** The header `Link` holds it (RFC 8288, `rel="next"`). */
  | { readonly kind: 'link' }
  /** Numbered pages: the last is the one that says `more: false`, or that `pages` says, or the first that isn't full. */
  | {
      readonly kind: 'page';
      readonly to: Place;
      readonly first: number;
      readonly size: number;
      readonly pages?: DottedPath;
      readonly more?: DottedPath;
    }
  /**
   * So many rows are passed over: the last page is the one that says `more: false`, or that reaches `total`, or the first that
   * isn't full.
   */
  | {
      readonly kind: 'offset';
      readonly to: Place;
      readonly size: number;
      readonly total?: DottedPath;
      readonly more?: DottedPath;
    }
  /** What has changed since a moment; the reply says until when, and whether that was all. */
  | { readonly kind: 'time'; readonly at: DottedPath; readonly to: Place; readonly end: DottedPath };

export type Operation = {
  /** One sentence: what it reads. For guides, menus and models. */
  readonly about: string;
  readonly input: InputFields;
  readonly request: RequestTemplate;
  /** Null: one reply is all. */
  readonly paging: Paging | null;
  /** Where the list of rows is; empty for a reply that is the list. Null: the reply is one row. */
  readonly rows: DottedPath | null;
  /** For systems that leave out a list without entries: a reply counts as one where it says this of itself. */
  readonly emptyIf?: { readonly at: DottedPath; readonly is: string };
  /** Rows that are meant, where the system lets nobody ask for these alone; looked at before `keeps`. */
  readonly only?: RowsWhere;
  /** For replies that hold what must not leave the source and let nobody choose: all that is handed on of a row. */
  readonly keeps?: readonly DottedPath[];
  /** Which of the connector's paces it keeps to; `default` when left out. */
  readonly pace?: string;
};
