/**
 * For tests: a company whose accounts are in a system on loopback and are looked up live, as a desk over a real store. The system's
 * replies can be changed while it runs. `Date` stands still but for `pass`, for all of it: syncs, look-ups, paces and breakers.
 */
import { importWithSystems } from './import-with-systems.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { answer } from '../../src/answer/answer.ts';
import type { Outcome } from '../../src/answer/ask.ts';
import type { Desk } from '../../src/answer/desk.ts';
import type { Caller } from '../../src/caller/caller.ts';
import { anyCaller } from '../../src/cli/callers/callers.ts';
import type { Concierge } from '../../src/cli/concierge.ts';
import { openServing } from '../../src/cli/concierge.ts';
import type { Asked, Said } from '../systems/fake-system.ts';
import { fakeSystem } from '../systems/fake-system.ts';
import { isTokenRequest } from '../systems/vendor.ts';
import type { CommandContext } from '../../src/cli/context.ts';
import { quietContext } from './command-context.ts';
import type { Edit } from './workspace-folder.ts';
import { writeWorkspace } from './workspace-folder.ts';

export type LiveCompany = {
  readonly folder: string;
  readonly concierge: Concierge;
  readonly context: CommandContext;
  readonly desk: Desk;
  readonly call: (tool: string, args: unknown, also?: Partial<Caller>) => Promise<Outcome>;
  /** What was asked of the system since `mark`, tokens aside. */
  readonly asked: () => number;
  /** Outcomes and troubles since then, in order. */
  readonly heard: readonly string[];
  /** Begins anew with counting; a sync does too. */
  readonly mark: () => void;
  readonly sync: () => Promise<void>;
  readonly pass: (ms: number) => void;
  readonly replying: (reply: (asked: Asked, nth: number) => Said) => void;
  readonly close: () => Promise<void>;
};

export type LiveSystem = {
  /** The file `sources/accounts.yaml`, for the address of the system. */
  readonly source: (url: string) => string;
  readonly secret: string;
  readonly reply: (asked: Asked, nth: number) => Said;
};

export type LiveOptions = {
  readonly edits?: readonly Edit[];
  readonly files?: Readonly<Record<string, string | null>>;
};

const DEPLOYMENT = `
secrets: { system: { env: LIVE_SYSTEM_SECRET, hosts: [127.0.0.1] } }
outbound: { allow_private: [127.0.0.1] }
`;

/** Synced and imported once. */
export async function liveCompany(
  { source, secret, reply: first }: LiveSystem,
  { edits = [], files = {} }: LiveOptions = {},
): Promise<LiveCompany> {
  let reply = first;
  let askedBefore = 0;
  const heard: string[] = [];
  vi.useFakeTimers({ toFake: ['Date'] });
  const system = await fakeSystem((asked, nth) => reply(asked, nth));
  const folder = mkdtempSync(join(tmpdir(), 'concierge-'));
  writeWorkspace(folder, edits, {
    'scenarios/first.yaml': null,
    'data/accounts.csv': null,
    'sources/accounts.yaml': source(system.url),
    'deployment.yaml': DEPLOYMENT,
    ...files,
  });
  vi.stubEnv('LIVE_SYSTEM_SECRET', secret);
  const context = quietContext(folder, { env: process.env, runImport: importWithSystems });
  const concierge = await openServing({ dir: folder }, context, () => {});
  const asked = (): number => system.asked.filter((one) => !isTokenRequest(one)).length - askedBefore;
  const mark = (): void => {
    askedBefore += asked();
    heard.length = 0;
  };
  const sync = async (): Promise<void> => {
    await concierge.importSources({ sync: { sources: 'all', full: false } });
    mark();
  };
  await sync();
  const desk = concierge.deskWith({
    alarm: (what, cause) => {
      throw new Error(`an alarm that the test did not expect: ${what}`, { cause });
    },
    live: {
      onLookedUp: (_source, outcome) => heard.push(outcome),
      onTrouble: (_source, kind) => heard.push(kind),
    },
  });
  return {
    folder,
    concierge,
    context,
    desk,
    call: async (tool, args, also = {}) => {
      const caller = { ...anyCaller(concierge.workspace), audience: 'teams' as const, ...also };
      const assertion = { kind: 'absent' } as const;
      return await answer({ caller, service: 'cx_concierge', tool, arguments: args, assertion }, desk);
    },
    asked,
    heard,
    mark,
    sync,
    pass: (ms) => void vi.setSystemTime(Date.now() + ms),
    replying: (next) => void (reply = next),
    close: async () => {
      await concierge.close();
      await system.close();
      vi.unstubAllEnvs();
      vi.useRealTimers();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A Zendesk of its own, for tests that are about no vendor. */
export function zendeskSource(url: string, live = '{ fresh_for: 5m, wait: 2s }'): string {
  return `
source: accounts
connector: zendesk
settings: { subdomain: acme }
base_url: ${url}
auth: { way: api_token, email: concierge@acme.example, secret: system }
reads: { organizations: { read: organizations } }
${live === '' ? '' : `live: ${live}`}
records:
  - account:
      from: organizations
      id: { column: id, in: desk }
      name: name
      facts:
        account.tier: { column: organization_fields.tier, values: { vip: VIP, standard: Standard } }
        account.renewal_date: organization_fields.renewal
      assignments:
        - { role: CSM, person: { column: organization_fields.csm_email, in: email } }
`;
}
