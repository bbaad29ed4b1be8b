/** Runs the generator in this process. See ../README.md, or --help. */
import { sample } from './sample.ts';

process.exitCode = await sample(process.argv.slice(2), {
  out: (text) => process.stdout.write(`${text}\n`),
  err: process.stderr,
});
