/**
 * The sample company behind its doors: the program's own HTTP stack and admission over a real store, in this process. The
 * clock is the test's, API keys are the store's, access tokens and assertions are made by keys of the test. What the store
 * was asked and what went on record can be read.
 */
import { quietContext } from './command-context.ts';
import { randomBytes } from 'node:crypto';
import { Agent } from 'node:http';
import type { DecisionRecord } from '../../src/audit/record.ts';
import type { Desk } from '../../src/answer/desk.ts';
import { instantOf } from '../../src/base/clock.ts';
import { mintApiKey } from '../../src/caller/api-key.ts';
import type { Concierge } from '../../src/cli/concierge.ts';
import { openServing } from '../../src/cli/concierge.ts';
import type { CommandContext } from '../../src/cli/context.ts';
import { log } from '../../src/cli/log/log.ts';
import { serveHttp } from '../../src/cli/serving/serve-http.ts';
import type { NewApiKey, Store } from '../../src/store/store.ts';
import type { Send } from '../edge/serve.ts';
import { sender } from '../edge/serve.ts';
import type { Minting } from './customer-tokens.ts';
import { LOGIN_KEY, mintAccessToken, mintAssertion } from './customer-tokens.ts';
import type { WorkspaceOptions } from './guarded-workspace.ts';
import { guardedWorkspace } from './guarded-workspace.ts';
import type { KeyServer } from './key-server.ts';
import { serveKeys } from './key-server.ts';
import type { LogLine } from './log-lines.ts';

/** Monday morning in Berlin, on the day that the sample's dates are true. */
const START_MS = Date.parse('2026-11-23T09:00:00Z');

export type ApiKeyOptions = Partial<Pick<NewApiKey, 'scopes' | 'expiresAt' | 'tenant'>>;

export type GuardedAcme = {
  readonly folder: string;
  readonly port: number;
  readonly send: Send;
  readonly store: Store;
  /** Stands still unless a test moves it. */
  readonly clock: { nowMs: number };
  /** A token by the store. */
  readonly apiKey: (caller: string, also?: ApiKeyOptions) => Promise<{ readonly id: string; readonly token: string }>;
  /** An assertion for a caller; `sub` and `sub_type` are among the claims. */
  readonly mint: (caller: string, minting: Minting) => string;
  readonly accessToken: (client: string, minting?: Minting) => string;
  readonly keyServer: KeyServer;
  /** What answers have asked the directory since the start, a line a call with its arguments. */
  readonly reads: string[];
  /** What went on record since the start, in order. */
  readonly records: DecisionRecord[];
  readonly log: readonly LogLine[];
  readonly close: () => Promise<void>;
};

export type GuardedOptions = Omit<WorkspaceOptions, 'jwksUri'> & {
  /** Changes the workspace's files before they are read. */
  readonly prepare?: (folder: string) => Promise<void> | void;
};

export async function openGuardedAcme({ prepare, ...options }: GuardedOptions = {}): Promise<GuardedAcme> {
  const keyServer = await serveKeys(LOGIN_KEY);
  const { folder, dispose } = guardedWorkspace({ ...options, jwksUri: keyServer.jwksUri });
  await prepare?.(folder);
  const clock = { nowMs: START_MS };
  const context = contextOf(folder, clock);
  const concierge = await openServing({ dir: folder }, context, () => {});
  await concierge.importSources();
  const seen = { reads: [] as string[], records: [] as DecisionRecord[], log: [] as LogLine[] };
  const logger = log({ env: {}, err: (line) => seen.log.push(JSON.parse(line) as LogLine) });
  const at = { host: '127.0.0.1', port: 0 };
  const serving = await serveHttp(watched(concierge, seen), at, () => [], context, logger, null);
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  return {
    ...seen,
    folder,
    port: serving.port,
    send: sender(serving.port, agent),
    store: concierge.store,
    clock,
    keyServer,
    apiKey: (caller, also) => makeKey(concierge.store, clock.nowMs, caller, also),
    mint: (caller, minting) => mintAssertion(clock.nowMs, caller, minting),
    accessToken: (client, minting = {}) => mintAccessToken(clock.nowMs, client, minting),
    close: async () => {
      agent.destroy();
      await serving.close();
      await concierge.close();
      await keyServer.close();
      dispose();
    },
  };
}

function contextOf(folder: string, clock: { readonly nowMs: number }): CommandContext {
  return quietContext(folder, { clock: { now: () => clock.nowMs } });
}

async function makeKey(store: Store, nowMs: number, caller: string, also: ApiKeyOptions = {}) {
  const { id, token, hash } = mintApiKey(randomBytes);
  const key = { tenant: 'default', scopes: null, label: null, expiresAt: null, createdAt: instantOf(nowMs), ...also };
  await store.keys.create({ ...key, id, caller, hash });
  return { id, token };
}

type Seen = Pick<GuardedAcme, 'reads' | 'records'>;

function watched(concierge: Concierge, seen: Seen): Concierge {
  return { ...concierge, deskWith: (...asked) => spiedOn(concierge.deskWith(...asked), seen) };
}

function spiedOn(desk: Desk, { reads, records }: Seen): Desk {
  const append: Desk['records']['append'] = async (record, snapshots) => {
    records.push(record);
    await desk.records.append(record, snapshots);
  };
  return { ...desk, directory: counted(desk.directory, reads), records: { append } };
}

/** Every method of it, whichever come to be. */
function counted(directory: Desk['directory'], reads: string[]): Desk['directory'] {
  return new Proxy(directory, {
    get: (target, name, receiver) => {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== 'function') return method;
      return (...args: readonly unknown[]): unknown => {
        reads.push(`${String(name)}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`);
        return Reflect.apply(method, target, args) as unknown;
      };
    },
  });
}
