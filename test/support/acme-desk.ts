/** The sample company as a desk, on its base day and over a real store: the product without process and wire. */
import { fileURLToPath } from 'node:url';
import { answer } from '../../src/answer/answer.ts';
import type { Outcome } from '../../src/answer/ask.ts';
import type { Alarm, Desk } from '../../src/answer/desk.ts';
import { prepareRelease } from '../../src/answer/prepared-release.ts';
import { instantOf } from '../../src/base/clock.ts';
import type { Caller } from '../../src/caller/caller.ts';
import { openCaller } from '../../src/caller/open-caller.ts';
import { loadWorkspace } from '../../src/config/load-workspace.ts';
import { releaseOf } from '../../src/config/release.ts';
import type { Workspace } from '../../src/config/workspace.ts';
import { importDirectory } from '../../src/directory/import-directory.ts';
import type { Audience } from '../../src/facts/frame.ts';
import { openTestStore } from '../../src/store/test-store.ts';
import type { Store } from '../../src/store/store.ts';

const ACME = fileURLToPath(new URL('../../examples/acme', import.meta.url));

/** Monday morning in Berlin, on the day that the sample's dates are true. */
export const BASE_MOMENT = Date.parse('2026-11-23T09:00:00Z');

export type AcmeDesk = {
  readonly desk: Desk;
  readonly store: Store;
  readonly workspace: Workspace;
  /** Moves the clock. */
  readonly at: (time: string) => void;
  readonly call: (tool: string, args: unknown, audience?: Audience) => Promise<Outcome>;
  readonly alarms: Parameters<Alarm>[0][];
  readonly dispose: () => Promise<void>;
};

export async function openAcmeDesk(): Promise<AcmeDesk> {
  const { workspace, problems } = loadWorkspace(ACME);
  if (workspace === null) throw new Error(JSON.stringify(problems));
  const { store, dispose } = await openTestStore();
  const { data } = await importDirectory(workspace, BASE_MOMENT);
  await store.directory.replace(workspace.tenant, data);
  const { id } = releaseOf(workspace);
  const release = prepareRelease(workspace, id, instantOf(BASE_MOMENT));
  let nowMs = BASE_MOMENT;
  const alarms: Parameters<Alarm>[0][] = [];
  const desk: Desk = {
    tenant: workspace.tenant,
    release: () => release,
    directory: store.directory,
    records: store.records,
    clock: { now: () => nowMs },
    alarm: (what) => alarms.push(what),
  };
  const call = async (tool: string, args: unknown, audience: Audience = 'customers') =>
    await answer(
      {
        caller: callerOf(workspace, audience),
        service: 'cx_concierge',
        tool,
        arguments: args,
        assertion: { kind: 'absent' },
      },
      desk,
    );
  return { desk, store, workspace, at: (time) => (nowMs = Date.parse(time)), call, alarms, dispose };
}

export function callerOf(workspace: Workspace, audience: Audience): Caller {
  const caller = openCaller(workspace, null);
  if (caller === undefined) throw new Error('open mode has a caller of its own');
  return { ...caller, audience };
}
