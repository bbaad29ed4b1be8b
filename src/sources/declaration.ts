/**
 * A source as `sources/<name>.yaml` declares it: connector, how to read it, and the mapping into the directory.
 * Declarative data only; `kit/` and each connector give it behaviour.
 */
import type { RestSystem } from './connectors/rest-schema.ts';
import type { Upstream } from '../upstreams/declaration.ts';
import type { SourceAccess } from './kit/http/open-source.ts';
import type { QueriedOperations, QueriedReads } from './sql/sql-connector.ts';
import type { FactName, FactValue } from '../facts/types.ts';
import type { AbsenceKind, PersonKind, Role } from '../directory/records.ts';
import type { ValuePath } from '../base/problem.ts';

/** One named read of a file: its rows become records. */
export type FileRead = {
  readonly name: string;
  /** Relative to the workspace folder, so that a release reads the same on every machine. */
  readonly path: string;
  readonly format: 'csv' | 'xlsx' | 'json' | 'ndjson';
  /** XLSX: the sheet's name. */
  readonly sheet: string | null;
  /** CSV, XLSX: the row that holds the column names, counted from 1. */
  readonly headerRow: number;
  /** JSON: keys from the root to the list of records. */
  readonly list: ValuePath;
};

/** One file that is fetched. */
export type FetchedRead = Omit<FileRead, 'path'> & { readonly url: string };

/**
 * Named functions that a mapping may apply to a cell, in order. Blanks at the edges of a cell are never part of it.
 * `trim`: blanks within become one. `domain`: the host of a website or e-mail address. `split_words`: a list, at `,` `;` `|`.
 */
export const TRANSFORMS = ['trim', 'lowercase', 'uppercase', 'domain', 'split_words'] as const;
export type Transform = (typeof TRANSFORMS)[number];

/** Where a value comes from: a column (or dotted JSON path), or a constant. */
export type ValueMapping = {
  readonly column: string | null;
  readonly constant: FactValue;
  readonly transforms: readonly Transform[];
  /** How a date is written in this export: `yyyy-MM-dd`, `dd.MM.yyyy`, `MM/dd/yyyy`; ISO when null. */
  readonly format: string | null;
  /** Words of the export → values of the fact. A word that isn't listed is quarantined. */
  readonly values: Readonly<Record<string, FactValue>> | null;
};

/** An id in somebody's namespace: `crm`, `hr`, `email`. */
export type IdMapping = {
  readonly namespace: string;
  readonly value: ValueMapping;
  /** `salesforce`: 15 and 18 characters name the same record. */
  readonly format: 'plain' | 'salesforce' | 'email';
};

/** Keeps the rows whose column holds one of the listed words. */
export type RowFilter = { readonly column: string; readonly oneOf: readonly string[] };

export type AssignmentMapping = {
  readonly role: Role;
  readonly person: IdMapping;
  readonly since: ValueMapping | null;
  /** Whether it is the primary holder of the role; every one is when null. */
  readonly primary: ValueMapping | null;
};

type From = { readonly from: string; readonly where: readonly RowFilter[] };

export type AccountMapping = From & {
  readonly kind: 'account';
  readonly ids: readonly IdMapping[];
  readonly name: ValueMapping | null;
  readonly parent: IdMapping | null;
  readonly domain: ValueMapping | null;
  readonly facts: Readonly<Record<FactName, ValueMapping>>;
  readonly assignments: readonly AssignmentMapping[];
};

/** Fields of a person that a mapping may fill. Nothing else of an employee can enter the directory. */
export const PERSON_FIELDS = [
  'name',
  'title',
  'email',
  'active',
  'kind',
  'calendar',
  'timezone',
  'booking_link',
  'headshot_url',
  'languages',
  'region',
  'products',
  'weight',
  'open_load',
  'roles',
] as const;
export type PersonField = (typeof PERSON_FIELDS)[number];

export type PersonMapping = From & {
  readonly kind: 'person';
  readonly ids: readonly IdMapping[];
  readonly fields: Readonly<Partial<Record<PersonField, ValueMapping>>>;
  /** First and last name in two columns, when `name` is not mapped. */
  readonly nameParts: readonly ValueMapping[];
  readonly manager: IdMapping | null;
  readonly deputy: IdMapping | null;
  readonly personKind: PersonKind | null;
};

export type ContactMapping = From & {
  readonly kind: 'contact';
  readonly email: ValueMapping;
  readonly account: IdMapping;
};

export type AbsenceMapping = From & {
  readonly kind: 'absence';
  readonly person: IdMapping;
  readonly start: ValueMapping;
  readonly end: ValueMapping | null;
  readonly absence: AbsenceKind | { readonly value: ValueMapping };
  readonly deputy: IdMapping | null;
};

export type RecordMapping = AccountMapping | PersonMapping | ContactMapping | AbsenceMapping;

/** One of a connector's reads, by a name of the source's own. */
export type SystemRead = { readonly name: string; readonly read: string };

/** When a source is synced. */
export type SyncSchedule = {
  /** So long after the last time. */
  readonly everyMs: number;
  /** All is read, not only changes, so long after the last time that it was. */
  readonly fullMs: number;
};

/** That one account is looked up while an answer is made. */
export type LiveSettings = {
  /** What is no older is used as it is. */
  readonly freshMs: number;
  /** An answer waits so long at most. */
  readonly waitMs: number;
};

/**
 * From what age on what a source says is too old, which is told. `missing`: its facts count as missing to the rules, too; who is
 * assigned, who is away and who works here stays, see docs/decisions/0038.
 */
export type StaleRule = { readonly afterMs: number; readonly facts: 'kept' | 'missing' };

/** The system may say that something has changed; `secret` is a name of the deployment's. */
export type Webhook = { readonly secret: string };

type Declared = {
  readonly name: string;
  readonly mappings: readonly RecordMapping[];
  readonly stale?: StaleRule;
};

/** Exports that lie in the workspace. */
export type FileSource = Declared & { readonly connector: 'file'; readonly reads: readonly FileRead[] };

/** A system that is asked over the network, by its connector. */
export type SystemSource = Declared & {
  readonly connector: string;
  /** What the source says of a system that no connector describes. */
  readonly system: RestSystem | null;
  /** Of a database: what it is asked. */
  readonly queries?: QueriedReads;
  /** And what services ask it beside. */
  readonly operations?: QueriedOperations;
  /** Of files that are fetched: where they are, and how they are read. */
  readonly files?: readonly FetchedRead[];
  /** Of another MCP server, in place of a connector's operations. */
  readonly upstream?: Upstream;
  readonly reads: readonly SystemRead[];
  readonly access: SourceAccess;
  readonly sync: SyncSchedule;
  /** Left out where answers are made of what was synced alone. */
  readonly live?: LiveSettings;
  readonly webhook?: Webhook;
};

export type SourceDeclaration = FileSource | SystemSource;

export function isFileSource(source: SourceDeclaration): source is FileSource {
  return source.connector === 'file' && !('access' in source);
}

export type LiveSource = SystemSource & { readonly live: LiveSettings };

export function isLiveSource(source: SourceDeclaration): source is LiveSource {
  return 'live' in source && source.live !== undefined;
}
