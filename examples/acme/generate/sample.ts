/** The command: reads its options, writes the sample, says what it wrote. Its process is an argument, for tests. */
import { SampleFailure, EXIT_CODES, systemReason } from './failure.ts';
import { generate, ROUNDS } from './generate.ts';
import { HELP, readOptions } from './options.ts';
import type { ProgressOutput } from './progress.ts';
import { watch } from './progress.ts';

export type Output = { readonly out: (text: string) => void; readonly err: ProgressOutput };

/** Gives the exit code. */
export async function sample(args: readonly string[], { out, err }: Output): Promise<number> {
  try {
    const options = readOptions(args);
    if (options === null) out(HELP);
    else out(await made(options, err));
    return 0;
  } catch (error) {
    const failure = failureOf(error);
    if (failure === null) throw error;
    err.write(`${failure.message}\n`);
    return failure.exitCode;
  }
}

async function made(options: NonNullable<ReturnType<typeof readOptions>>, err: ProgressOutput): Promise<string> {
  const progress = watch(options.accounts * ROUNDS, err, performance.now.bind(performance));
  try {
    const { accounts, import: expected } = await generate(options, progress.step);
    return [
      `${accounts} accounts and ${expected.directory.people} people in ${options.folder}; what is wrong with them is in data/truth.json.`,
      `Next: npm run -s concierge -- start ${options.folder}`,
    ].join('\n');
  } finally {
    progress.done();
  }
}

/** `null` for a defect of the generator. */
function failureOf(error: unknown): { readonly message: string; readonly exitCode: number } | null {
  if (error instanceof SampleFailure) return error;
  const reason = systemReason(error);
  return reason === undefined
    ? null
    : { message: `The sample can't be written: ${reason}.`, exitCode: EXIT_CODES.writing };
}
