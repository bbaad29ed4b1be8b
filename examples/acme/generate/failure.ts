/** What ends the generator early, in one sentence for the person who started it. Never a stack trace. */

/** Exit codes of the generator. */
export const EXIT_CODES = { writing: 1, usage: 2 } as const;

export class SampleFailure extends Error {
  readonly exitCode: number;

  constructor(kind: keyof typeof EXIT_CODES, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'SampleFailure';
    this.exitCode = EXIT_CODES[kind];
  }
}

/** What the system says of a file; `undefined` for an error of any other kind. */
export function systemReason(error: unknown): string | undefined {
  return error instanceof Error && 'syscall' in error ? error.message : undefined;
}
