#!/usr/bin/env node
/**
 * The command `concierge`, and the only file that wires adapters: which store stands behind the ports.
 * Says what to install where Node is too old. Adapters load when they are chosen.
 */
import { enableCompileCache } from 'node:module';
import type { Clock } from './base/clock.ts';
import type { StoreChoice } from './config/deployment.ts';
import type { Store } from './store/store.ts';

const NEEDED_MAJOR = 24;

async function openStore(choice: StoreChoice, clock: Clock): Promise<Store> {
  switch (choice.kind) {
    case 'sqlite': {
      const { openSqliteStore } = await import('./store/sqlite/open.ts');
      return await openSqliteStore(choice.folder, { now: clock.now });
    }
    case 'postgres': {
      const { Failure } = await import('./base/failure.ts');
      throw new Failure(
        'configuration',
        'This version keeps its data in SQLite only.',
        'Set store: { sqlite: FOLDER }.',
      );
    }
  }
}

const major = Number(process.versions.node.split('.')[0]);
if (major < NEEDED_MAJOR) {
  process.stderr.write(
    `concierge needs Node.js ${NEEDED_MAJOR} or newer; this is ${process.version}. Install it from https://nodejs.org and run the command again.\n`,
  );
  process.exitCode = 2;
} else {
  // From the second start on nothing is compiled again.
  enableCompileCache();
  const { runProcess } = await import('./cli/run-process.ts');
  await runProcess(process, { openStore });
}
