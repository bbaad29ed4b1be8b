/** Which release a start serves: the first publishes the folder, and the next serve what is live. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { EXIT_CODES, Failure } from '../../src/base/failure.ts';
import type { Concierge } from '../../src/cli/concierge.ts';
import { openServing } from '../../src/cli/concierge.ts';
import type { CommandContext } from '../../src/cli/context.ts';
import { refillDirectory } from '../../src/cli/serving/fill-directory.ts';
import { log, tellRelease } from '../../src/cli/log/log.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import type { Publication } from '../../src/store/store.ts';
import { runCommand } from '../support/cli.ts';
import { quietContext } from '../support/command-context.ts';
import { folderOf } from '../support/import-here.ts';
import { workspaceFolder } from '../support/workspace-folder.ts';

const COMPANY = 'concierge.yaml';
const SOURCE = 'sources/accounts.yaml';

let folder: string;
beforeEach(() => {
  folder = workspaceFolder();
});

function edit(file: string, old: string, now: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(old).length !== 2) throw new Error(`"${old}" doesn't stand once in ${file}`);
  writeFileSync(
    path,
    text.replace(old, () => now),
  );
}

/** Until it serves, or fails. */
async function start(): Promise<{ readonly code: number; readonly err: string }> {
  const stop = Promise.withResolvers<void>();
  const out = (text: string): void => (text.startsWith('Serving.') ? stop.resolve() : undefined);
  return await runCommand(['start', folder, '--port', '0'], { out, interrupted: stop.promise });
}

function contextWith(also: Partial<CommandContext>): CommandContext {
  return quietContext(folder, also);
}

async function history(): Promise<readonly Publication[]> {
  const { out } = await runCommand(['releases', folder, '--json']);
  return (JSON.parse(out) as { releases: Publication[] }).releases;
}

const liveText = (err: string): string => /"event":"release_live".*?"number":(\d+)/.exec(err)?.[1] ?? 'none';

it('publishes the folder once, and then serves what is live', async () => {
  expect(liveText((await start()).err)).toBe('1');
  edit(COMPANY, 'name: Sales', 'name: Deals');
  const again = await start();
  expect([again.code, liveText(again.err)]).toEqual([0, '1']);
  expect(again.err).toContain(
    'The folder differs from release 1, which is live. `concierge diff` says how; `concierge publish` makes it live.',
  );
  await runCommand(['publish', folder]);
  const published = await start();
  expect([liveText(published.err), published.err.includes('The folder differs')]).toEqual(['2', false]);
  expect((await history()).map(({ number, how }) => [number, how])).toEqual([
    [2, 'publish'],
    [1, 'start'],
  ]);
});

it('publishes again where the first start stumbled over its sources, and nothing rests on it', async () => {
  edit(SOURCE, 'account.tier: Tier', 'account.tier: Level');
  expect((await start()).code).toBe(EXIT_CODES.unreadable_source);
  edit(SOURCE, 'account.tier: Level', 'account.tier: Tier');
  expect(liveText((await start()).err)).toBe('2');
});

it('never publishes by itself what somebody has decided about', async () => {
  await runCommand(['publish', folder, '--by', 'Ada']);
  edit(COMPANY, 'name: Sales', 'name: Deals');
  expect(liveText((await start()).err), 'nothing was imported before').toBe('1');
});

it('imports by the folder while the company is being set up, and the next start serves what was imported by', async () => {
  edit(SOURCE, 'account.tier: Tier', 'account.tier: Level');
  expect((await start()).code).toBe(EXIT_CODES.unreadable_source);
  edit(SOURCE, 'account.tier: Level', 'account.tier: Tier');
  expect((await runCommand(['import', folder])).code).toBe(0);
  expect(liveText((await start()).err)).toBe('2');
  expect((await history()).map(({ number, how }) => [number, how])).toEqual([
    [2, 'start'],
    [1, 'start'],
  ]);
});

it('publishes nothing by an import before the first start', async () => {
  expect((await runCommand(['import', folder])).code).toBe(0);
  expect(await history()).toEqual([]);
  edit(COMPANY, 'name: Sales', 'name: Deals');
  const { err } = await start();
  expect([liveText(err), err.includes('The folder differs')]).toEqual(['1', false]);
});

it('tells of what is live once, where the store opens late, and not of a folder that isn’t live', async () => {
  await start();
  edit(COMPANY, 'name: Sales', 'name: Deals');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  let tries = 0;
  const context = contextWith({
    openStore: async (choice, clock) => {
      if (++tries === 1) throw new Failure('store_unavailable', 'The disk is away.', 'Bring it back.');
      return await openSqliteStore(folderOf(choice), { now: clock.now });
    },
  });
  const events: string[] = [];
  const { promise: late, resolve } = Promise.withResolvers<Concierge>();
  const serving = await openServing({ dir: folder }, context, resolve);
  tellRelease(log({ ...context, err: (text) => events.push(text), env: { LOG_LEVEL: 'info' } }), serving);
  expect([serving.publication(), events]).toEqual([null, []]);
  const told: number[] = [];
  const follower = serving.follow({ onLive: ({ number }) => told.push(number), onTrouble: () => {} });
  await vi.advanceTimersByTimeAsync(5_000);
  const lines = await refillDirectory({ fromLastImport: true }, await late);
  expect([lines, told, serving.publication()?.number]).toEqual([['The store can be opened again.'], [1], 1]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual([1]);
  await follower.stop();
  await serving.close();
});

it('answers on by the release before where it can’t read the one that is live', async () => {
  await start();
  const context = contextWith({});
  const serving = await openServing({ dir: folder }, context, () => {});
  const trouble = Promise.withResolvers<Publication>();
  const live = Promise.withResolvers<Publication>();
  const follower = serving.follow({ onLive: live.resolve, onTrouble: trouble.resolve });
  const before = serving.release();

  const entry = { at: '2026-11-23T09:00:00Z', how: 'publish', by: null, note: null, effect: null } as const;
  await serving.store.releases.publish('default', { id: 'f'.repeat(64), json: '{"format":99}' }, entry, 1);
  expect((await trouble.promise).number).toBe(2);
  expect(serving.release()).toBe(before);

  await runCommand(['rollback', '1', folder]);
  expect((await live.promise).how).toBe('rollback');
  expect(serving.release().id).toBe(before.id);
  await follower.stop();
  await serving.close();
});

it('is no dead end at a start either: the fallback answers, and it isn’t ready', async () => {
  await start();
  const database = new DatabaseSync(join(folder, '.concierge/releases.sqlite'));
  database.exec(`UPDATE release SET json = '{"format":99}'`);
  database.close();
  const { code, err } = await start();
  expect([code, err]).toEqual([0, expect.stringContaining('Release 1 can’t be made ready')]);
  expect(err).toContain('Until the store can be opened, every customer gets the fallback');
});
