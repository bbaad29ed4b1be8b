/** The sample company in this process: its desk, over a store of its own on disk, without any server. */
import type { Ask } from '../../../src/answer/ask.ts';
import type { Considered } from '../../../src/answer/considered.ts';
import { consider } from '../../../src/answer/answer.ts';
import type { Desk } from '../../../src/answer/desk.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { importInProcess } from '../../../src/cli/processes/import-in-process.ts';
import { openServing } from '../../../src/cli/concierge.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';

export type SampleDesk = {
  readonly desk: Desk;
  readonly askFor: (accountId: string) => Ask;
  readonly considered: (ask: Ask) => Promise<Considered>;
  readonly close: () => Promise<void>;
};

const TOOL = 'get_escalation_contact';

export async function openSampleDesk(workspace: string): Promise<SampleDesk> {
  const concierge = await openServing(
    { dir: workspace },
    {
      openStore: (choice, { now }) => {
        if (choice.kind !== 'sqlite') throw new Error('The sample is expected to keep its data in SQLite.');
        return openSqliteStore(choice.folder, { now });
      },
      openCopies: () => {
        throw new Error('nothing is copied here');
      },
      openKeys: () => {
        throw new Error('No key is asked for.');
      },
      runImport: importInProcess,
      runSimulation: () => {
        throw new Error('Nothing is simulated.');
      },
      progress: () => {},
      out: () => {},
      err: () => {},
      cwd: workspace,
      env: {},
      clock: systemClock,
      interrupted: Promise.withResolvers<void>().promise,
      isTerminal: false,
      self: [],
    },
    () => {},
  );
  await concierge.importSources();
  const { caller } = concierge;
  const desk = concierge.deskWith({
    alarm: (what, cause) => {
      throw new Error(what, { cause });
    },
  });
  return {
    desk,
    askFor: (accountId) => ({
      caller,
      service: 'cx_concierge',
      tool: TOOL,
      arguments: { account_id: accountId },
      assertion: { kind: 'absent' },
    }),
    considered: (ask) => consideredBy(ask, desk),
    close: () => concierge.close(),
  };
}

async function consideredBy(ask: Ask, desk: Desk): Promise<Considered> {
  const release = desk.release();
  const tool = release.menuFor(ask.caller).tools.get(TOOL);
  if (tool === undefined) throw new Error(`The sample's open caller has no ${TOOL}.`);
  return await consider(ask, tool, release, desk);
}
