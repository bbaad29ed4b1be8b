/** Runs the example in this process. See README.md, or --help. */
import { chat } from './chat.ts';

process.exitCode = await chat(process.argv.slice(2), process.env, {
  input: process.stdin,
  out: process.stdout,
  err: process.stderr,
});
