/** A command in the test's own process, over its own store, that says nothing: for tests that open a concierge themselves. */
import { systemClock } from '../../src/base/clock.ts';
import type { CommandContext } from '../../src/cli/context.ts';
import { simulateInThreads } from '../../src/cli/processes/simulate-in-threads.ts';
import { openSqliteCopies, openSqliteKeys, openSqliteStore } from '../../src/store/sqlite/open.ts';
import { folderOf, importHere } from './import-here.ts';

export function quietContext(cwd: string, also: Partial<CommandContext> = {}): CommandContext {
  return {
    openStore: (choice, clock) => openSqliteStore(folderOf(choice), { now: clock.now }),
    openKeys: (choice, clock) => openSqliteKeys(folderOf(choice), { now: clock.now }),
    openCopies: async (choice) => openSqliteCopies(folderOf(choice)),
    runImport: importHere,
    runSimulation: simulateInThreads,
    progress: () => {},
    out: () => {},
    err: () => {},
    cwd,
    env: {},
    clock: systemClock,
    interrupted: new Promise(() => {}),
    isTerminal: false,
    self: ['concierge'],
    ...also,
  };
}
