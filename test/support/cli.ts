/** The command line in this process: the same program, its own streams, a real store. Quicker than a process a command. */
import { systemClock } from '../../src/base/clock.ts';
import type { CommandContext } from '../../src/cli/context.ts';
import { run } from '../../src/cli/programs/program.ts';
import { simulateInThreads } from '../../src/cli/processes/simulate-in-threads.ts';
import { openSqliteCopies, openSqliteKeys, openSqliteStore } from '../../src/store/sqlite/open.ts';
import { ROOT } from './concierge-process.ts';
import { folderOf, importHere } from './import-here.ts';

export { ROOT };

export type CommandResult = { readonly code: number; readonly out: string; readonly err: string };

export async function runCommand(args: readonly string[], also: Partial<CommandContext> = {}): Promise<CommandResult> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, {
    openStore: async (choice, clock) => await openSqliteStore(folderOf(choice), { now: clock.now }),
    openKeys: async (choice, clock) => await openSqliteKeys(folderOf(choice), { now: clock.now }),
    openCopies: async (choice) => openSqliteCopies(folderOf(choice)),
    runImport: importHere,
    runSimulation: simulateInThreads,
    progress: () => {},
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    cwd: ROOT,
    env: {},
    clock: systemClock,
    interrupted: new Promise(() => undefined),
    isTerminal: false,
    self: ['node', 'concierge'],
    ...also,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
