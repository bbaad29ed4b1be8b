/** What ends the chat early, in one sentence for the person who started it. Never a stack trace. */

/** Exit codes of the example. */
export const EXIT_CODES = { conversation: 1, usage: 2 } as const;

export class ChatFailure extends Error {
  readonly exitCode: number;

  constructor(kind: keyof typeof EXIT_CODES, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'ChatFailure';
    this.exitCode = EXIT_CODES[kind];
  }
}

/** The innermost reason that an error gives: libraries wrap the system's own words. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message;
}
