/**
 * Failures that a person meets: one sentence, how to mend it, and the exit code of a command that ends on it.
 * Wire errors are not these: they are outcomes (see answer/ask.ts).
 */
import type { Problem } from './problem.ts';
import { problemText } from './problem.ts';

export type FailureCode =
  | 'usage' // the command line is wrong
  | 'configuration' // the workspace or the deployment has errors
  | 'missing_file'
  | 'unreadable_source'
  | 'port_in_use'
  | 'refused_address' // this address can't be served without authentication
  | 'store_unavailable'
  | 'not_found'
  | 'import_held' // it would change more than the workspace allows without a confirmation
  | 'import_failed' // the process that imports ended by itself
  | 'interrupted' // somebody stopped it on the way
  | 'records_broken' // the decision records don't stand up: changed, dropped, or not replayable
  | 'scenarios_failed' // what a workspace expects of its guardrails doesn't come
  | 'publish_held' // it would change more than the workspace allows, or another release went live meanwhile
  | 'sync_failed'; // a system couldn't be read

/** Exit codes of every command. 0 is success; 1 is a defect of the program. */
export const EXIT_CODES = {
  usage: 2,
  configuration: 3,
  missing_file: 4,
  unreadable_source: 5,
  port_in_use: 6,
  refused_address: 7,
  store_unavailable: 8,
  not_found: 9,
  import_held: 10,
  import_failed: 11,
  interrupted: 12,
  records_broken: 13,
  scenarios_failed: 14,
  publish_held: 15,
  sync_failed: 16,
} as const satisfies Record<FailureCode, number>;

export class Failure extends Error {
  readonly code: FailureCode;
  /** How to mend it, one sentence; may be empty when the message says it already. */
  readonly mend: string;

  constructor(code: FailureCode, message: string, mend = '', options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'Failure';
    this.code = code;
    this.mend = mend;
  }
}

/** Somebody stopped it on the way, on purpose: no trouble to tell of. */
export function isInterrupted(error: unknown): boolean {
  return error instanceof Failure && error.code === 'interrupted';
}

/** The workspace or deployment has errors; each has its own place. */
export class ConfigurationFailure extends Failure {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('configuration', problems.map(problemText).join('\n'));
    this.name = 'ConfigurationFailure';
    this.problems = problems;
  }
}
