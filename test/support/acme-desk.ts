/** The sample company as a desk, on its base day and over a real store: the product without process and wire. */
import { answer } from '../../src/answer/answer.ts';
import { quietContext } from './command-context.ts';
import type { Outcome } from '../../src/answer/ask.ts';
import type { Alarm, Desk } from '../../src/answer/desk.ts';
import { stoppedClock } from '../../src/base/clock.ts';
import type { Caller } from '../../src/caller/caller.ts';
import { anyCaller } from '../../src/cli/callers/callers.ts';
import { openServing } from '../../src/cli/concierge.ts';
import type { Workspace } from '../../src/config/workspace.ts';
import type { Audience } from '../../src/facts/frame.ts';
import type { Store } from '../../src/store/store.ts';
import { copyOfAcme } from './concierge-process.ts';

/** Monday morning in Berlin, on the day that the sample's dates are true. Stopped: the same call, the same answer. */
const CLOCK = stoppedClock(Date.parse('2026-11-23T09:00:00Z'));

export type AcmeDesk = {
  readonly desk: Desk;
  readonly store: Store;
  readonly workspace: Workspace;
  readonly call: (tool: string, args: unknown, audience?: Audience) => Promise<Outcome>;
  readonly close: () => Promise<void>;
};

/** The sources are imported; an alarm fails the test. In a copy of its own, or in a folder that stays. */
export async function openAcmeDesk(own?: string): Promise<AcmeDesk> {
  const { folder, dispose } = own === undefined ? copyOfAcme() : { folder: own, dispose: () => {} };
  const concierge = await openServing({ dir: folder }, quietContext(folder, { clock: CLOCK }), () => {});
  await concierge.importSources();
  const { store, workspace } = concierge;
  const desk = concierge.deskWith({ alarm: unexpectedAlarm });
  const close = async (): Promise<void> => {
    await concierge.close();
    dispose();
  };
  return { desk, store, workspace, call: calling(desk, workspace), close };
}

const unexpectedAlarm: Alarm = (what, cause) => {
  throw new Error(`an alarm that the test did not expect: ${what}`, { cause });
};

/** As agents are set up: for customers and partners the platform states an address, and nothing else. */
function calling(desk: Desk, workspace: Workspace): AcmeDesk['call'] {
  return async (tool, args, audience = 'customers') => {
    const { customer_email: value, ...others } = args as { readonly customer_email?: unknown };
    const isStated = audience !== 'teams' && typeof value === 'string' && !('account_id' in others);
    const caller = callerOf(workspace, audience);
    const asked = { service: 'cx_concierge', tool };
    if (!isStated) return await answer({ ...asked, caller, arguments: args, assertion: { kind: 'absent' } }, desk);
    const subject = { type: 'email', value } as const;
    const assertion = { kind: 'verified', subject, expiresAtMs: Number.POSITIVE_INFINITY } as const;
    return await answer({ ...asked, caller: { ...caller, binding: 'optional' }, arguments: others, assertion }, desk);
  };
}

export function callerOf(workspace: Workspace, audience: Audience): Caller {
  return { ...anyCaller(workspace), audience };
}
