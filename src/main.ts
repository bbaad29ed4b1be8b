#!/usr/bin/env node
/** The command `concierge`. Says what to install where Node is too old; everything else loads after that. */
import { enableCompileCache } from 'node:module';

const NEEDED_MAJOR = 24;

const major = Number(process.versions.node.split('.')[0]);
if (major < NEEDED_MAJOR) {
  process.stderr.write(
    `concierge needs Node.js ${NEEDED_MAJOR} or newer; this is ${process.version}. Install it from https://nodejs.org and run the command again.\n`,
  );
  process.exitCode = 2;
} else {
  // From the second start on nothing is compiled again.
  enableCompileCache();
  const [
    { openCopies, openKeys, openStore },
    { growSlowly },
    { importInProcess },
    { simulateInThreads },
    { runProcess },
  ] = await Promise.all([
    import('./adapters.ts'),
    import('./cli/processes/lean-heap.ts'),
    import('./cli/processes/import-in-process.ts'),
    import('./cli/processes/simulate-in-threads.ts'),
    import('./cli/processes/run-process.ts'),
  ]);
  growSlowly();
  const adapters = { openStore, openKeys, openCopies, runImport: importInProcess, runSimulation: simulateInThreads };
  await runProcess(process, adapters);
}
