/**
 * Every event that the log knows, with its level and its fields: a closed list. Whatever tells of a person (an account) is
 * for `debug` alone; no field holds an argument, a header, a name, an address or a secret.
 */
import type { FieldName, FieldValues } from './log-fields.ts';

export const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type Level = (typeof LEVELS)[number];

type EventShape = { readonly level: Exclude<Level, 'silent'>; readonly fields: readonly FieldName[] };

const ALARM = { level: 'error', fields: ['id', 'trace', 'cause'] } as const;
const CHANGES = [
  'accounts_added',
  'accounts_changed',
  'accounts_dropped',
  'people_added',
  'people_changed',
  'people_dropped',
  'contacts_added',
  'contacts_changed',
  'contacts_dropped',
] as const;
const TROUBLES = ['rows_left_out', 'rows_worth_a_look', 'rows_naming_nobody', 'conflicts'] as const;

export const EVENTS = {
  serving_started: { level: 'info', fields: ['transport', 'port'] },
  serving_stopped: { level: 'info', fields: ['transport'] },
  release_live: { level: 'info', fields: ['release', 'number', 'tenant'] },
  /** Another one is live, and this process can't serve it: it answers on by the one before. */
  release_not_ready: { level: 'error', fields: ['release', 'number', 'tenant', 'cause'] },
  /** What `/readyz` said to whoever asked last is no longer true. */
  readiness_changed: { level: 'warn', fields: ['ready', 'not_ready'] },

  /** The leader's page: its port is another program's, its key can't be read. Agents are served. */
  page_not_served: { level: 'error', fields: ['cause'] },

  import_started: { level: 'info', fields: [] },
  import_progress: { level: 'info', fields: ['phase', 'source', 'done', 'total'] },
  import_finished: {
    level: 'info',
    fields: ['outcome', 'ms', 'accounts', 'people', 'contacts', ...CHANGES, ...TROUBLES],
  },
  /** More would change than the workspace allows; `changes` is what `concierge import --confirm` takes. */
  import_held: { level: 'warn', fields: ['changes', 'ms', ...CHANGES, ...TROUBLES] },
  /** Whoever started it stopped, or somebody stopped it; nothing was changed. */
  import_interrupted: { level: 'info', fields: ['ms'] },
  /** Another process over the same store brings what there is to import. */
  import_waits: { level: 'info', fields: ['ms'] },
  import_failed: { level: 'error', fields: ['cause', 'ms'] },

  /** Their time has come, or a webhook says that something has changed. */
  sync_started: { level: 'info', fields: ['sources'] },
  /** One read of a system. `full`: all was read, not only what has changed. */
  sync_finished: {
    level: 'info',
    fields: ['source', 'read', 'full', 'records', 'records_new', 'records_changed', 'records_gone'],
  },
  /** Another process has it just now. */
  sync_elsewhere: { level: 'info', fields: ['source', 'read'] },
  /** `failure`: a word of a closed list; what to do about it, `concierge status` says. */
  sync_failed: { level: 'warn', fields: ['source', 'read', 'failure'] },
  /** Columns of the mapping aren't what they were; `concierge status` names them. */
  sync_drifted: { level: 'warn', fields: ['source', 'read', 'columns'] },
  /** What this source says is older than it may be; told once, until it is fresh again. */
  source_stale: { level: 'warn', fields: ['source', 'age_s'] },
  /** A webhook whose signature is right: its source is asked soon. */
  hook_taken: { level: 'info', fields: ['source'] },
  hook_refused: { level: 'warn', fields: ['source', 'reason'] },

  answered: {
    level: 'debug',
    fields: ['id', 'trace', 'release', 'service', 'tool', 'caller', 'account', 'kind', 'reached_by', 'durable', 'ms'],
  },
  /** An account couldn't be looked up live: the directory's value counts. Once a minute for each source and reason. */
  live_lookup_failed: { level: 'warn', fields: ['source', 'why'] },
  /** A call named another customer than the one it was bound to. */
  binding_violated: { level: 'warn', fields: ['id', 'trace', 'caller'] },
  /** A caller named so many unknown customers within an hour that it may be guessing. */
  enumeration_suspected: { level: 'warn', fields: ['id', 'trace', 'caller'] },
  /** A system could not be asked for a tool; `failure` says how it failed. Told once a minute for each source and kind. */
  system_failed: { level: 'warn', fields: ['source', 'failure'] },
  /** An upstream's tool says that it failed: it may be broken, or an agent's arguments are. Told once a minute for each tool. */
  upstream_tool_failed: { level: 'info', fields: ['source', 'upstream_tool'] },
  /** An upstream's tool isn't what was approved, or is gone: it isn't called. Told once for each state in which it is found. */
  upstream_tool_changed: { level: 'warn', fields: ['source', 'upstream_tool'] },
  over_budget: { level: 'warn', fields: ['id', 'trace', 'caller', 'budget'] },
  /** The platform's statement of the customer doesn't count, and why in a word. */
  assertion_invalid: { level: 'warn', fields: ['caller', 'why'] },
  /** The authorization server's keys can't be had: its last ones go on being used for a day. */
  token_keys_unavailable: { level: 'warn', fields: ['cause'] },
  /** 401, 403, 413, 429. */
  request_refused: { level: 'warn', fields: ['reason', 'status'] },
  /** Nothing that could be answered: another path, another method, no JSON. */
  request_unusable: { level: 'debug', fields: ['reason', 'status'] },

  /** The record of this answer: only the constant fallback went out. */
  record_not_written: ALARM,
  /** The directory, for this answer. */
  directory_unreadable: ALARM,
  /** A defect, in the making of this answer. */
  answer_failed: ALARM,
  /** Anywhere else on a request's way; its client was told the same id. */
  defect: { level: 'error', fields: ['id', 'cause'] },
  /** Decision records that were older than the deployment keeps them. */
  records_expired: { level: 'info', fields: ['records'] },
  expiry_failed: { level: 'error', fields: ['cause'] },
  checkpoint_failed: { level: 'error', fields: ['cause'] },

  /** Where one of these came from. */
  stack: { level: 'debug', fields: ['id', 'cause', 'frames'] },
  /** A defect that ends the process. */
  crashed: { level: 'fatal', fields: ['cause'] },
  /** Of Node.js, about this process. */
  runtime_warning: { level: 'warn', fields: ['cause'] },
  /** A library had something to say on the console. What it was, nobody can vouch for. */
  library_output: { level: 'warn', fields: ['library'] },
  /** Of a flood of one event, and within ten seconds. */
  lines_left_out: { level: 'warn', fields: ['left_out', 'reason', 'lines'] },
} as const satisfies Readonly<Record<string, EventShape>>;

export type EventName = keyof typeof EVENTS;

export type FieldsOf<Event extends EventName> = FieldValues<(typeof EVENTS)[Event]['fields'][number]>;
