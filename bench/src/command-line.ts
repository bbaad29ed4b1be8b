/** What the benchmark's commands have in common as programs: options, one sentence for what went wrong, exit codes. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { ParseArgsOptionsConfig } from 'node:util';
import { parseArgs } from 'node:util';
import { WORK } from './workspace.ts';

const FAILED = 1;
const WRONG_USAGE = 2;
const INTERRUPTED = 130;

/** Ends the program after `--help`, and where an option is unknown or lacks its value. */
export function readOptions<Options extends ParseArgsOptionsConfig>(help: string, options: Options) {
  try {
    const { values } = parseArgs({ options: { ...options, help: { type: 'boolean' } } });
    if (!('help' in values)) return values;
    console.log(help);
    process.exit();
  } catch (error) {
    console.error(`${messageOf(error)}\n\n${help}`);
    process.exit(WRONG_USAGE);
  }
}

/** The number that an option was given; throws an Error for anything but a whole number from 1 on. */
export function count(option: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`--${option} takes a whole number from 1 on, not ${text}.`);
}

/** Runs `main` in a work folder of its own, which is gone when the program ends, however it ends. */
export async function runBench(main: () => Promise<void>): Promise<void> {
  mkdirSync(WORK, { recursive: true });
  process.once('exit', () => rmSync(WORK, { recursive: true, force: true }));
  process.once('SIGINT', () => process.exit(INTERRUPTED));
  try {
    await main();
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = FAILED;
  }
}

/** To stdout, where no file is named. */
export function printJson(report: object, file: string | undefined): void {
  const json = `${JSON.stringify(report, null, 2)}\n`;
  if (file === undefined) process.stdout.write(json);
  else writeFileSync(file, json);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
