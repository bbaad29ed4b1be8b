/** Runs the program in a real process: its streams, signals and exit code. The only file here that touches it. */
import { systemClock } from '../../base/clock.ts';
import { errorKind } from '../../base/error-kind.ts';
import { EXIT_CODES } from '../../base/failure.ts';
import type { Adapters, CommandContext } from '../context.ts';
import { inquirerQuestions } from '../terminal/inquirer-questions.ts';
import { progressLine } from '../terminal/progress-line.ts';
import { run } from '../programs/program.ts';
import { mindUnforeseen } from './unforeseen.ts';

/** Messages that wait in memory for a reader who has stopped reading; further ones are lost. */
const MAX_WAITING_BYTES = 1024 * 1024;

export async function runProcess(process: NodeJS.Process, adapters: Adapters): Promise<void> {
  mindStreams(process);
  const progress = progressLine((text) => process.stderr.write(text), process.stderr.isTTY);
  const context: CommandContext = {
    ...adapters,
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => {
      progress(null);
      if (process.stderr.writableLength < MAX_WAITING_BYTES) process.stderr.write(`${text}\n`);
    },
    progress,
    cwd: process.cwd(),
    env: process.env,
    clock: systemClock,
    interrupted: interruption(process),
    ...(process.stdin.isTTY &&
      process.stderr.isTTY && { questions: inquirerQuestions({ input: process.stdin, output: process.stderr }) }),
    ...(process.stdin.isTTY && process.stdout.isTTY && { keys: keysOf(process.stdin) }),
    isTerminal: process.stdout.isTTY,
    self: [process.execPath, process.argv[1] ?? ''],
  };
  mindUnforeseen(process, context);
  process.exitCode = await run(process.argv.slice(2), context);
}

/** Without waiting for Enter. Ctrl-C is a key too, as long as somebody listens. */
function keysOf(stdin: NodeJS.ReadStream): NonNullable<CommandContext['keys']> {
  return (onKey) => {
    const hear = (typed: string): void => {
      for (const key of typed) onKey(key);
    };
    stdin.setEncoding('utf8').setRawMode(true).on('data', hear).resume();
    return () => void stdin.off('data', hear).setRawMode(false).pause();
  };
}

/** A second signal while stopping ends the process at once, as people expect of Ctrl-C twice. */
function interruption(process: NodeJS.Process): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

/** What `start` prints is for whoever started it: it serves on where they can't be told, and tries again the next time. */
const SERVES = 'start';

/** Whoever stops reading has seen enough: it ends as by a signal, and takes what it made along. */
const CLEARS_UP = 'demo';

/** `concierge … | head` is no error, and results that can't be written are one; a lost log ends nothing. */
function mindStreams(process: NodeJS.Process): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (process.argv[2] === SERVES) return;
    if (process.argv[2] === CLEARS_UP) return void process.emit('SIGTERM');
    if (error.code === 'EPIPE') process.exit(0);
    process.stderr.write(
      `The results can't be written to stdout (${errorKind(error)}). Send them to a place with room.\n`,
    );
    process.exit(EXIT_CODES.usage);
  });
  process.stderr.on('error', () => {});
}
