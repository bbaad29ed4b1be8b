/** Runs the program in a real process: its streams, signals and exit code. The only file here that touches it. */
import { systemClock } from '../base/clock.ts';
import type { Adapters, CommandContext } from './context.ts';
import { progressLine } from './progress-line.ts';
import { run } from './program.ts';
import { mindUnforeseen } from './unforeseen.ts';

export async function runProcess(process: NodeJS.Process, adapters: Adapters): Promise<void> {
  quietOnClosedPipe(process);
  const progress = progressLine((text) => process.stderr.write(text), process.stderr.isTTY);
  const context: CommandContext = {
    ...adapters,
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => {
      progress(null);
      process.stderr.write(`${text}\n`);
    },
    progress,
    cwd: process.cwd(),
    env: process.env,
    clock: systemClock,
    interrupted: interruption(process),
    isTerminal: process.stdout.isTTY,
    self: [process.execPath, process.argv[1] ?? ''],
  };
  mindUnforeseen(process, context);
  process.exitCode = await run(process.argv.slice(2), context);
}

/** A second signal while stopping ends the process at once, as people expect of Ctrl-C twice. */
function interruption(process: NodeJS.Process): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

/** `concierge … | head` is no error; and a log that nobody reads any more must not end the serving. */
function quietOnClosedPipe(process: NodeJS.Process): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  process.stderr.on('error', () => {});
}
